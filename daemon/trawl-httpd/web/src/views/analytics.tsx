// How the days went, and which platform deserves an engineer: what succeeds only after retries shows as such.
import {useAnalytics} from '../api/queries'
import type {Analytics as Figures} from '../api/types'
import {duration, number, share} from '../format'
import {Empty, Panel, Show, Table, Title} from '../parts/basics'
import {Lines, StackedBars} from '../parts/charts'
import {Link, useParameters} from '../router'

const spans = [7, 14, 30]

const outcomes = [
  ['completed', 'good'],
  ['partial', 'warn'],
  ['failed', 'bad'],
  ['cancelled', 'calm'],
  ['interrupted', 'busy'],
  ['expired', 'calm'],
] as const

function Days({days}: {days: Figures['days']}) {
  const labels = days.map(({date}) => date)
  return (
    <div className="charts">
      <StackedBars
        title="Runs by outcome"
        labels={labels}
        series={outcomes.map(([name, tone]) => ({name, tone, values: days.map(({runs}) => runs[name] ?? 0)}))}
      />
      <Lines
        title="Duration of a run"
        labels={labels}
        show={duration}
        series={[
          {name: 'median', tone: 'busy', values: days.map(({duration_ms}) => duration_ms.p50)},
          {name: '95th percentile', tone: 'warn', values: days.map(({duration_ms}) => duration_ms.p95)},
        ]}
      />
      <StackedBars
        title="Items that changed"
        labels={labels}
        series={[
          {name: 'added', tone: 'good', values: days.map(({items}) => items.added)},
          {name: 'changed', tone: 'warn', values: days.map(({items}) => items.changed)},
          {name: 'removed', tone: 'bad', values: days.map(({items}) => items.removed)},
        ]}
      />
      <StackedBars
        title="Errors"
        labels={labels}
        series={[{name: 'errors', tone: 'bad', values: days.map(({errors}) => errors)}]}
      />
    </div>
  )
}

function Rate({part, of}: {part: number; of: number}) {
  return (
    <>
      <meter min={0} max={Math.max(of, 1)} value={part} aria-hidden="true" /> {share(part, of)}{' '}
      <span className="faint">
        {part} of {of}
      </span>
    </>
  )
}

function Platforms({platforms}: {platforms: Figures['platforms']}) {
  return (
    <Table
      label="Platforms"
      head={['Platform', 'Succeeded at once', 'After retries', 'Median', '95th percentile', 'Items']}
    >
      {platforms.map((platform) => (
        <tr key={platform.name}>
          <th scope="row">
            <Link href={`/runs?platform=${platform.name}&attempts=yes`}>{platform.name}</Link>
          </th>
          <td>
            <Rate part={platform.first_attempt.succeeded} of={platform.first_attempt.of} />
          </td>
          <td>
            <Rate part={platform.after_retries.succeeded} of={platform.after_retries.of} />
          </td>
          <td className="figure">{duration(platform.duration_ms.p50)}</td>
          <td className="figure">{duration(platform.duration_ms.p95)}</td>
          <td className="figure">{number(platform.items)}</td>
        </tr>
      ))}
    </Table>
  )
}

export function Analytics() {
  const {values, hrefWith} = useParameters('days')
  const days = Number(values.days) || 7
  return (
    <>
      <Title name="Analytics">Analytics</Title>
      <nav className="pager" aria-label="How many days">
        {spans.map((span) => (
          <Link
            key={span}
            href={hrefWith({days: String(span)})}
            aria-current={span === days ? 'true' : undefined}
          >
            {span} days
          </Link>
        ))}
      </nav>
      <Show read={useAnalytics(days)}>
        {(figures) => (
          <>
            <Panel title="By day">
              <Days days={figures.days} />
            </Panel>
            <Panel title="By platform">
              {figures.platforms.length ? (
                <Platforms platforms={figures.platforms} />
              ) : (
                <Empty>Nothing ran in these days.</Empty>
              )}
            </Panel>
            <Panel title="Errors by kind">
              {figures.error_kinds.length === 0 ? (
                <Empty>No errors.</Empty>
              ) : (
                <Table label="Errors by kind" head={['Kind', 'Count']}>
                  {figures.error_kinds.map(({kind, count}) => (
                    <tr key={kind}>
                      <th scope="row">
                        <code>{kind}</code>
                      </th>
                      <td className="figure">{number(count)}</td>
                    </tr>
                  ))}
                </Table>
              )}
            </Panel>
          </>
        )}
      </Show>
    </>
  )
}
