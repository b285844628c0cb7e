// All runs, newest first. The filter is in the address; an original and its retries are one row.
import {usePlatforms, useRuns, useSchedules} from '../api/queries'
import {Empty, Field, Panel, Show, Table, Title} from '../parts/basics'
import {Pager} from '../parts/pager'
import {longestOf, RunRow, runHead} from '../parts/run_row'
import {useParameters} from '../router'

const statuses = ['queued', 'running', 'completed', 'partial', 'failed', 'cancelled', 'interrupted', 'expired']
const triggers = ['schedule', 'catchup', 'manual', 'retry', 'auto_retry', 'resume', 'api']

type Choice = {label: string; value: string; of: string[]; set: (value: string) => void}

function Choice({label, value, of, set}: Choice) {
  return (
    <Field label={label}>
      <select value={value} onChange={(event) => set(event.target.value)}>
        <option value="">any</option>
        {of.map((option) => <option key={option} value={option}>{option.replaceAll('_', ' ')}</option>)}
      </select>
    </Field>
  )
}

export function Runs() {
  const {values, set, hrefWith} = useParameters('effective_status', 'trigger_kind', 'platform', 'schedule', 'attempts', 'cursor')
  const {attempts, ...filter} = values
  // A retry is found by its trigger only when it is not folded into its original.
  const fold = attempts !== 'all' && !filter.trigger_kind.includes('retry')
  const runs = useRuns({...filter, fold: fold || undefined})
  const platforms = usePlatforms().data?.platforms.map(({name}) => name) ?? []
  const schedules = useSchedules().data?.schedules.map(({name}) => name) ?? []
  return (
    <>
      <Title name="Runs">Runs</Title>
      <form className="filter" role="search" aria-label="Filter runs" onSubmit={(event) => event.preventDefault()}>
        <Choice label="Status" value={filter.effective_status} of={statuses} set={(value) => set({effective_status: value})} />
        <Choice label="Trigger" value={filter.trigger_kind} of={triggers} set={(value) => set({trigger_kind: value})} />
        <Choice label="Platform" value={filter.platform} of={platforms} set={(value) => set({platform: value})} />
        <Choice label="Schedule" value={filter.schedule} of={schedules} set={(value) => set({schedule: value})} />
        <label className="check"><input type="checkbox" checked={attempts === 'all'} onChange={(event) => set({attempts: event.target.checked ? 'all' : ''})} /> every attempt in a row of its own</label>
      </form>
      <Panel title="Runs found">
        <Show read={runs}>{(page) => (
          <>
            {page.runs.length
              ? <Table label="Runs" head={runHead}>{page.runs.map((run) => <RunRow key={run.id} run={run} longest={longestOf(page.runs)} />)}</Table>
              : <Empty>No run is like that.</Empty>}
            <Pager cursor={filter.cursor} next={page.next_cursor} hrefWith={hrefWith} />
          </>
        )}</Show>
      </Panel>
    </>
  )
}
