// What an operator asks first: what is running, what comes next, and since when is which platform broken.
import {useHistory, useRuns, useStatus} from '../api/queries'
import {useProgress} from '../api/progress'
import type {PlatformRow, Run} from '../api/types'
import {bytes, number, plural, share, visible} from '../format'
import {Empty, Panel, Show, Table, Title} from '../parts/basics'
import {longestOf, RunRow, runHead} from '../parts/run_row'
import {Status} from '../parts/status'
import {Strip} from '../parts/strip'
import {Time} from '../parts/time'
import {Link} from '../router'

function PlatformBar({run, row}: {run: number; row: PlatformRow}) {
  const tick = useProgress(run, row.name)
  const items = row.status === 'running' ? (tick?.items ?? row.items) : row.items
  const ended = row.finished_at !== null
  const known = tick?.total !== undefined && tick.done !== undefined
  return (
    <li>
      <span className="name">{row.name}</span>
      {ended || row.status === 'pending' || !known ? (
        <progress
          aria-label={row.name}
          max={1}
          {...(row.status === 'running' ? {} : {value: ended ? 1 : 0})}
        />
      ) : (
        <progress aria-label={row.name} max={tick.total} value={tick.done} />
      )}
      <Status of={row.status} /> <span className="faint">{plural(items, 'item')}</span>
    </li>
  )
}

function ActiveRun({run}: {run: Run}) {
  const rows = run.platforms ?? []
  const ended = rows.filter((row) => row.finished_at !== null).length
  return (
    <article className="active">
      <h3>
        <Link href={`/runs/${run.id}`}>Run {run.id}</Link> <Status of={run.status} />{' '}
        <span className="faint">
          {visible(run.trigger)}, {ended} of {rows.length} platforms done
        </span>
      </h3>
      <ul className="bars">
        {rows.map((row) => (
          <PlatformBar key={row.name} run={run.id} row={row} />
        ))}
      </ul>
    </article>
  )
}

function Health() {
  return (
    <Show read={useHistory()}>
      {({platforms}) => (
        <Table label="Health of the platforms" head={['Platform', 'Last runs, oldest first', 'Succeeded']}>
          {platforms.map(({name, recent}) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{recent.length ? <Strip platform={name} recent={recent} /> : 'never ran'}</td>
              <td className="figure">
                {share(recent.filter((entry) => entry.status === 'succeeded').length, recent.length)}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Show>
  )
}

function Figures() {
  return (
    <Show read={useStatus()}>
      {({counts, database_bytes, version, started_at}) => (
        <dl className="facts">
          <div>
            <dt>Runs</dt>
            <dd>{number(counts.runs)}</dd>
          </div>
          <div>
            <dt>Items</dt>
            <dd>{number(counts.items)}</dd>
          </div>
          <div>
            <dt>Errors</dt>
            <dd>{number(counts.errors)}</dd>
          </div>
          <div>
            <dt>Database</dt>
            <dd>{bytes(database_bytes)}</dd>
          </div>
          <div>
            <dt>trawld {version} since</dt>
            <dd>
              <Time at={started_at} />
            </dd>
          </div>
        </dl>
      )}
    </Show>
  )
}

export function Overview() {
  const active = useRuns({active: true, include: 'platforms', limit: 20})
  const recent = useRuns({limit: 5})
  return (
    <>
      <Title name="Overview">Overview</Title>
      <Panel title="Running now">
        <Show read={active}>
          {({runs}) =>
            runs.length ? (
              runs.map((run) => <ActiveRun key={run.id} run={run} />)
            ) : (
              <Empty>Nothing is running.</Empty>
            )
          }
        </Show>
      </Panel>
      <Panel title="Next">
        <Show read={useStatus()}>
          {({next}) =>
            next.length ? (
              <ul className="plain">
                {next.map((firing) => (
                  <li key={firing.schedule + firing.time}>
                    <Link href="/schedules">{firing.schedule}</Link> <Time at={firing.time} />
                  </li>
                ))}
              </ul>
            ) : (
              <Empty>No schedule fires.</Empty>
            )
          }
        </Show>
      </Panel>
      <Panel title="Health">
        <Health />
      </Panel>
      <Panel title="Latest runs" actions={<Link href="/runs">All runs</Link>}>
        <Show read={recent}>
          {({runs}) =>
            runs.length ? (
              <Table label="Latest runs" head={runHead}>
                {runs.map((run) => (
                  <RunRow key={run.id} run={run} longest={longestOf(runs)} />
                ))}
              </Table>
            ) : (
              <Empty>
                Nothing has run yet. <code>trawlctl run</code> starts a run.
              </Empty>
            )
          }
        </Show>
      </Panel>
      <Panel title="Daemon">
        <Figures />
      </Panel>
    </>
  )
}
