// Retry Failed. All that the dialog knows comes from the server's preview, asked anew at each opening, with one
// idempotency key: what failed is ticked, and the server's refusals are told here, in its own words.
import {useMutation, useQueryClient} from '@tanstack/react-query'
import {useState} from 'react'

import {freshKey, post} from '../api/client'
import {paths, useRetryPlan} from '../api/queries'
import type {PlanRow, RetryPlan, Run} from '../api/types'
import {duration, plural, visible} from '../format'
import {Button, Refusal, Show} from '../parts/basics'
import {Dialog} from '../parts/dialog'
import {Status} from '../parts/status'
import {Link, navigate} from '../router'

type Started = {new_run_id: number}

export function RetryDialog({run}: {run: Run}) {
  const [opening, setOpening] = useState<string | null>(null)
  return (
    <Dialog
      title={`Retry run ${run.id}`}
      about="A new run for exactly the platforms that are ticked. This run stays as it is."
      opener={<Button tone="main">Retry Failed</Button>}
      open={opening !== null}
      setOpen={(open) => setOpening(open ? freshKey() : null)}
    >
      {opening && <Preview run={run} opening={opening} close={() => setOpening(null)} />}
    </Dialog>
  )
}

function Preview({run, opening, close}: {run: Run; opening: string; close: () => void}) {
  return (
    <Show read={useRetryPlan(run.id, opening)}>
      {(plan) => <Choice plan={plan} opening={opening} close={close} />}
    </Show>
  )
}

function Choice({plan, opening, close}: {plan: RetryPlan; opening: string; close: () => void}) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(plan.default))
  const client = useQueryClient()
  const retry = useMutation({
    mutationFn: () =>
      post<Started>(paths.retry(plan.run_id), {platforms: [...chosen]}, {'idempotency-key': opening}),
    onSuccess({new_run_id}) {
      void client.invalidateQueries()
      close()
      navigate(`/runs/${new_run_id}`)
    },
  })
  const toggle = (name: string) => {
    const next = new Set(chosen)
    if (!next.delete(name)) next.add(name)
    setChosen(next)
  }
  const failed = plan.platforms.filter((row) => row.effective_status !== 'succeeded')
  const succeeded = plan.platforms.filter((row) => row.effective_status === 'succeeded')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        retry.mutate()
      }}
    >
      <Notes plan={plan} />
      <fieldset className="choice">
        <legend>What failed</legend>
        {failed.map((row) => (
          <Row key={row.name} row={row} chosen={chosen.has(row.name)} toggle={toggle} />
        ))}
        {failed.length === 0 && <p className="faint">Everything has succeeded by now.</p>}
      </fieldset>
      {succeeded.length > 0 && (
        <details>
          <summary>{plural(succeeded.length, 'platform')} that succeeded</summary>
          <fieldset className="choice">
            <legend className="unseen">What succeeded</legend>
            {succeeded.map((row) => (
              <Row key={row.name} row={row} chosen={chosen.has(row.name)} toggle={toggle} />
            ))}
          </fieldset>
        </details>
      )}
      {retry.error && <Refusal error={retry.error} />}
      <div className="buttons">
        <Button onClick={close}>Close</Button>
        <Button type="submit" tone="main" disabled={chosen.size === 0 || retry.isPending}>
          {retry.isPending ? 'Starting…' : `Retry ${plural(chosen.size, 'platform')}`}
        </Button>
      </div>
    </form>
  )
}

function Notes({plan}: {plan: RetryPlan}) {
  return (
    <>
      {plan.refusal && (
        <div className="refusal" role="alert">
          <p>{visible(plan.refusal.message)}</p>
          {plan.refusal.data?.hint && <p className="faint">{visible(plan.refusal.data.hint)}</p>}
        </div>
      )}
      {plan.active_retry !== null && (
        <p>
          A retry is under way: <Link href={`/runs/${plan.active_retry}`}>run {plan.active_retry}</Link>
          {plan.active_retry_platforms.length ? ` (${plan.active_retry_platforms.join(', ')})` : ''}.
        </p>
      )}
      {plan.configuration_changed && (
        <p className="faint">The configuration has changed since this run; the retry uses the present one.</p>
      )}
    </>
  )
}

/** What a row comes to: "3 errors", "no result", or where it has succeeded. */
function badgeOf(row: PlanRow): string | null {
  if (row.succeeded_in !== null) return `succeeded in run ${row.succeeded_in}`
  if (row.errors > 0) return plural(row.errors, 'error')
  return row.no_result ? 'no result' : null
}

function Badge({row}: {row: PlanRow}) {
  const text = badgeOf(row)
  return text === null ? null : <span className="badge">{text}</span>
}

function Row({row, chosen, toggle}: {row: PlanRow; chosen: boolean; toggle: (name: string) => void}) {
  const about = `about-${row.name}`
  return (
    <div className="row">
      <label>
        <input
          type="checkbox"
          checked={chosen}
          disabled={!row.selectable}
          onChange={() => toggle(row.name)}
          aria-describedby={about}
        />
        <span className="name">{row.name}</span>
      </label>
      <div id={about}>
        <Status of={row.effective_status} /> <Badge row={row} />
        {row.reason && <p>{visible(row.reason)}</p>}
        {row.kinds.map((kind) => (
          <p key={kind.kind + kind.message} className="message">
            <code>{kind.kind}</code>
            {kind.count > 1 && ` ${kind.count}×`}: {visible(kind.message)}
          </p>
        ))}
        {row.verdict && (
          <p>
            <Status of={row.verdict} word={verdicts[row.verdict]} />
            {row.verdict_reason && <span className="faint">: {visible(row.verdict_reason)}</span>}
          </p>
        )}
        <Outlook row={row} />
      </div>
    </div>
  )
}

const verdicts = {likely: 'a retry may help', unlikely: 'likely to fail again', unknown: 'cannot be told'}

function Outlook({row}: {row: PlanRow}) {
  if (!row.last_success && row.expected_ms === null) return null
  return (
    <p className="faint">
      {row.last_success && (
        <>
          last succeeded in{' '}
          <Link href={`/runs/${row.last_success.run_id}`}>run {row.last_success.run_id}</Link>
        </>
      )}
      {row.last_success && row.expected_ms !== null && ', '}
      {row.expected_ms !== null && `takes about ${duration(row.expected_ms)}`}
    </p>
  )
}
