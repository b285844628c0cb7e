// One run in a list. With a folded lineage the row stands for the original and all its retries.
import type {Run} from '../api/types'
import {duration, number, visible} from '../format'
import {Link} from '../router'
import {Status} from './status'
import {Time} from './time'

export const runHead = ['Run', 'Status', 'Trigger', 'Started', 'Duration', 'Items', 'Errors']

export function Trigger({run}: {run: Run}) {
  if (run.parent_run_id !== null) return <Link href={`/runs/${run.parent_run_id}`}>{run.trigger}</Link>
  return <>{visible(run.trigger)}</>
}

function Retries({run}: {run: Run}) {
  const {folded} = run
  if (!folded || folded.attempts < 2) return null
  const newest = folded.active_run_id ?? folded.newest_run_id
  return (
    <span className="faint">
      {' '}
      · {folded.attempts} attempts, <Link href={`/runs/${newest}`}>newest {newest}</Link>
    </span>
  )
}

export function Verdict({run}: {run: Run}) {
  const mended = run.effective_status !== run.status
  return (
    <>
      <Status of={run.effective_status} />
      {mended && <span className="faint"> (at first {run.status})</span>}
    </>
  )
}

export function RunRow({run, longest}: {run: Run; longest: number}) {
  return (
    <tr>
      <th scope="row">
        <Link href={`/runs/${run.id}`}>{run.id}</Link>
        <Retries run={run} />
      </th>
      <td>
        <Verdict run={run} />
      </td>
      <td>
        <Trigger run={run} />
      </td>
      <td>
        <Time at={run.started_at ?? run.created_at} />
      </td>
      <td>
        <span className="spark">
          <meter min={0} max={Math.max(longest, 1)} value={run.duration_ms ?? 0} aria-hidden="true" />{' '}
          {duration(run.duration_ms)}
        </span>
      </td>
      <td className="figure">{number(run.items.total)}</td>
      <td className="figure">{number(run.error_count)}</td>
    </tr>
  )
}

export const longestOf = (runs: Run[]) => Math.max(0, ...runs.map((run) => run.duration_ms ?? 0))
