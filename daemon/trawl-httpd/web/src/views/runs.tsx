// All runs, newest first. The filter is in the address; an original and its retries are one row.
import {useRuns, useSchedules} from '../api/queries'
import {Empty, Panel, Show, Table, Title} from '../parts/basics'
import {Choice, Filter, PlatformChoice, Tick} from '../parts/filter'
import {Pager} from '../parts/pager'
import {longestOf, RunRow, runHead} from '../parts/run_row'
import {useParameters} from '../router'

const statuses = [
  'queued',
  'running',
  'completed',
  'partial',
  'failed',
  'cancelled',
  'interrupted',
  'expired',
]
const triggers = ['schedule', 'catchup', 'manual', 'retry', 'auto_retry', 'resume', 'api']

export function Runs() {
  const {values, set, hrefWith} = useParameters(
    'effective_status',
    'trigger_kind',
    'platform',
    'schedule',
    'attempts',
    'cursor',
  )
  const {attempts, ...filter} = values
  // A retry is found by its trigger only when it is not folded into its original.
  const fold = attempts === '' && !filter.trigger_kind.includes('retry')
  const runs = useRuns({...filter, fold: fold || undefined})
  const schedules = useSchedules().data?.schedules.map(({name}) => name) ?? []
  return (
    <>
      <Title name="Runs">Runs</Title>
      <Filter label="Filter runs">
        <Choice
          label="Status"
          value={filter.effective_status}
          of={statuses}
          words
          set={(value) => set({effective_status: value})}
        />
        <Choice
          label="Trigger"
          value={filter.trigger_kind}
          of={triggers}
          words
          set={(value) => set({trigger_kind: value})}
        />
        <PlatformChoice value={filter.platform} set={(value) => set({platform: value})} />
        <Choice
          label="Schedule"
          value={filter.schedule}
          of={schedules}
          set={(value) => set({schedule: value})}
        />
        <Tick
          label="every attempt in a row of its own"
          value={attempts}
          set={(value) => set({attempts: value})}
        />
      </Filter>
      <Panel title="Runs found">
        <Show read={runs}>
          {(page) => (
            <>
              {page.runs.length ? (
                <Table label="Runs" head={runHead}>
                  {page.runs.map((run) => (
                    <RunRow key={run.id} run={run} longest={longestOf(page.runs)} />
                  ))}
                </Table>
              ) : (
                <Empty>No run is like that.</Empty>
              )}
              <Pager cursor={filter.cursor} next={page.next_cursor} hrefWith={hrefWith} />
            </>
          )}
        </Show>
      </Panel>
    </>
  )
}
