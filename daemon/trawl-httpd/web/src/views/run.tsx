// One run: what it came to, when each platform worked, why it failed, and which attempts belong together.
import {useMutation, useQueryClient} from '@tanstack/react-query'

import {post} from '../api/client'
import {paths, useLineage, useRun} from '../api/queries'
import type {Run} from '../api/types'
import {bytes, duration, number, visible} from '../format'
import {Button, Panel, Refusal, Show, Table, Title} from '../parts/basics'
import {longestOf, RunRow, runHead, Trigger, Verdict} from '../parts/run_row'
import {Status} from '../parts/status'
import {Time} from '../parts/time'
import {Link} from '../router'
import {useMay} from '../session'
import {ErrorGroups} from './error_groups'
import {RetryDialog} from './retry_dialog'
import {Waterfall} from './waterfall'

const retryable = ['partial', 'failed', 'cancelled', 'interrupted']

function Cancel({run}: {run: Run}) {
  const client = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => post(paths.cancel(run.id)),
    onSettled: () => client.invalidateQueries({queryKey: ['run', run.id]}),
  })
  return (
    <>
      <Button tone="danger" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
        Cancel run
      </Button>
      {cancel.error && <Refusal error={cancel.error} />}
    </>
  )
}

function Header({run}: {run: Run}) {
  const operator = useMay('operator')
  return (
    <div className="view-head">
      <Title name={`Run ${run.id}`}>Run {run.id}</Title>
      <span role="status">
        <Verdict run={run} />
      </span>
      {operator && run.finished_at === null && <Cancel run={run} />}
      {operator && retryable.includes(run.status) && <RetryDialog run={run} />}
    </div>
  )
}

function Facts({run}: {run: Run}) {
  return (
    <dl className="facts">
      <div>
        <dt>Trigger</dt>
        <dd>
          <Trigger run={run} />
        </dd>
      </div>
      <div>
        <dt>Asked by</dt>
        <dd>{visible(run.requested_by?.name ?? run.schedule ?? '–')}</dd>
      </div>
      <div>
        <dt>Started</dt>
        <dd>
          <Time at={run.started_at} none="not yet" />
        </dd>
      </div>
      <div>
        <dt>Ended</dt>
        <dd>
          <Time at={run.finished_at} none="not yet" />
        </dd>
      </div>
      <div>
        <dt>Duration</dt>
        <dd>{duration(run.duration_ms)}</dd>
      </div>
      <div>
        <dt>Items</dt>
        <dd>
          {number(run.items.total)}{' '}
          <span className="faint">
            +{run.items.added} ~{run.items.changed} −{run.items.removed}
          </span>
        </dd>
      </div>
      <div>
        <dt>Errors</dt>
        <dd>{number(run.error_count)}</dd>
      </div>
      {run.note && (
        <div>
          <dt>Note</dt>
          <dd>{visible(run.note)}</dd>
        </div>
      )}
    </dl>
  )
}

function Platforms({run}: {run: Run}) {
  return (
    <Table
      label="Platforms of this run"
      head={['Platform', 'Status', 'Duration', 'Items', 'Errors', 'Fetches', 'Received', 'Tries', 'Plugin']}
    >
      {(run.platforms ?? []).map((row) => (
        <tr key={row.name}>
          <th scope="row">{row.name}</th>
          <td>
            <Status of={row.status} />
          </td>
          <td className="figure">{duration(row.duration_ms)}</td>
          <td className="figure">
            <Link href={`/items?platform=${row.name}&run_id=${run.id}`}>
              {number(row.items)}
              <span className="unseen"> items of {row.name}</span>
            </Link>
          </td>
          <td className="figure">{number(row.errors)}</td>
          <td className="figure">{number(row.fetches)}</td>
          <td className="figure">{bytes(row.bytes)}</td>
          <td className="figure">{number(row.tries)}</td>
          <td>{row.plugin ? `${row.plugin.id} ${row.plugin.version}` : '–'}</td>
        </tr>
      ))}
    </Table>
  )
}

function Attempts({run}: {run: Run}) {
  return (
    <Show read={useLineage(run.id)}>
      {({attempts, effective_status}) =>
        attempts.length < 2 ? (
          <p className="faint">No retry of this run, and it is none itself.</p>
        ) : (
          <>
            <p>
              {attempts.length} attempts together: <Status of={effective_status} />
            </p>
            <Table label="Attempts" head={runHead}>
              {attempts.map((attempt) => (
                <RunRow key={attempt.id} run={attempt} longest={longestOf(attempts)} />
              ))}
            </Table>
          </>
        )
      }
    </Show>
  )
}

export function RunView({id}: {id: number}) {
  const read = useRun(id)
  return (
    <>
      {!read.data && <Title name={`Run ${id}`}>Run {id}</Title>}
      <Show read={read}>
        {(run) => (
          <>
            <Header run={run} />
            <Facts run={run} />
            <Panel title="Timeline">
              <Waterfall run={run} />
            </Panel>
            <Panel title="Errors">
              <ErrorGroups run={run} />
            </Panel>
            <Panel title="Platforms">
              <Platforms run={run} />
            </Panel>
            <Panel
              title="Attempts"
              actions={
                run.parent_run_id !== null && (
                  <Link href={`/diff?a=${run.parent_run_id}&b=${run.id}`}>
                    Compare with run {run.parent_run_id}
                  </Link>
                )
              }
            >
              <Attempts run={run} />
            </Panel>
          </>
        )}
      </Show>
    </>
  )
}
