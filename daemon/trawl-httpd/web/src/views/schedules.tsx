// When what fires: the next instants in the schedule's own zone and in the viewer's; pausing needs a reason.
import {useMutation, useQueryClient} from '@tanstack/react-query'
import {useState} from 'react'

import {freshKey, post} from '../api/client'
import {paths, useFirings, useSchedules} from '../api/queries'
import type {Schedule} from '../api/types'
import {instantIn, viewerZone, visible} from '../format'
import {Button, Empty, Field, Panel, Refusal, Show, Table, Title} from '../parts/basics'
import {Dialog} from '../parts/dialog'
import {Status} from '../parts/status'
import {Time} from '../parts/time'
import {navigate} from '../router'
import {useMay} from '../session'

function useAct(name: string, verb: 'pause' | 'resume' | 'trigger') {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: object) =>
      post<{run_id?: number}>(paths.schedule(name, verb), body, {'idempotency-key': freshKey()}),
    onSettled: () => client.invalidateQueries({queryKey: ['schedules']}),
  })
}

function Pause({name}: {name: string}) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const pause = useAct(name, 'pause')
  return (
    <Dialog
      title={`Pause ${name}`}
      about="It fires no more, also after a restart, until somebody resumes it."
      opener={<Button>Pause</Button>}
      open={open}
      setOpen={setOpen}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          pause.mutate({reason}, {onSuccess: () => setOpen(false)})
        }}
      >
        <Field label="Reason, for whoever looks next">
          <input
            required
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        {pause.error && <Refusal error={pause.error} />}
        <div className="buttons">
          <Button onClick={() => setOpen(false)}>Close</Button>
          <Button type="submit" tone="main" disabled={pause.isPending}>
            Pause
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Acts({schedule}: {schedule: Schedule}) {
  const resume = useAct(schedule.name, 'resume')
  const trigger = useAct(schedule.name, 'trigger')
  const refused = resume.error ?? trigger.error
  return (
    <div className="buttons">
      {schedule.paused ? (
        <Button onClick={() => resume.mutate({})}>Resume</Button>
      ) : (
        <Pause name={schedule.name} />
      )}
      <Button
        disabled={trigger.isPending}
        onClick={() => trigger.mutate({}, {onSuccess: ({run_id}) => run_id && navigate(`/runs/${run_id}`)})}
      >
        Run now
      </Button>
      {refused && <Refusal error={refused} />}
    </div>
  )
}

function Firings({schedule}: {schedule: Schedule}) {
  return (
    <Show read={useFirings(schedule.name)}>
      {({times}) =>
        times.length === 0 ? (
          <Empty>It never fires again.</Empty>
        ) : (
          <Table
            label={`Next firings of ${schedule.name}`}
            head={[`In its zone, ${schedule.timezone}`, `In yours, ${viewerZone}`]}
          >
            {times.map((time) => (
              <tr key={time} className={schedule.paused ? 'faint' : undefined}>
                <td>{instantIn(schedule.timezone, time)}</td>
                <td>
                  <Time at={time} />
                </td>
              </tr>
            ))}
          </Table>
        )
      }
    </Show>
  )
}

function Card({schedule}: {schedule: Schedule}) {
  const operator = useMay('operator')
  return (
    <Panel title={schedule.name} actions={operator && <Acts schedule={schedule} />}>
      {schedule.paused && (
        <p>
          <Status of="paused" /> since <Time at={schedule.paused_at} />
          {schedule.pause_reason && `: ${visible(schedule.pause_reason)}`}
        </p>
      )}
      <dl className="facts">
        <div>
          <dt>Cadence</dt>
          <dd>{schedule.cadence}</dd>
        </div>
        <div>
          <dt>Last fired</dt>
          <dd>
            <Time at={schedule.last} none="never" />
          </dd>
        </div>
        <div>
          <dt>When the run before still goes</dt>
          <dd>{schedule.overlap.replaceAll('_', ' ')}</dd>
        </div>
        <div>
          <dt>After a missed instant</dt>
          <dd>{schedule.misfire.replaceAll('_', ' ')}</dd>
        </div>
        <div>
          <dt>Platforms</dt>
          <dd>{schedule.platforms.join(', ')}</dd>
        </div>
      </dl>
      <Firings schedule={schedule} />
    </Panel>
  )
}

export function Schedules() {
  return (
    <>
      <Title name="Schedules">Schedules</Title>
      <Show read={useSchedules()}>
        {({schedules}) =>
          schedules.length ? (
            schedules.map((schedule) => <Card key={schedule.name} schedule={schedule} />)
          ) : (
            <Empty>The configuration has no schedules.</Empty>
          )
        }
      </Show>
    </>
  )
}
