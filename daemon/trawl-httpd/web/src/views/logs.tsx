// The journal's tail, live: what the daemon did, newest first. The daemon keeps it, so a reload loses nothing.
import {useJournal} from '../api/queries'
import type {JournalEvent} from '../api/types'
import {instant, visible} from '../format'
import {Empty, Panel, Show, Table, Title} from '../parts/basics'
import {Choice, Filter, PlatformChoice, RunNumber} from '../parts/filter'
import {Status} from '../parts/status'
import {Link, useParameters} from '../router'

const subjects = ['run', 'platform', 'error', 'schedule', 'config', 'daemon']

function tone(event: JournalEvent): string {
  const {severity, status} = event.data as {severity?: string; status?: string}
  return severity ?? status ?? 'noted'
}

/** "status=partial items.total=3": an event's data in one line. */
function pairs(data: object, before = ''): string[] {
  return Object.entries(data).flatMap(([name, value]) => {
    if (value === null || value === 0) return []
    if (typeof value === 'object' && !Array.isArray(value)) return pairs(value, `${before}${name}.`)
    return [`${before}${name}=${Array.isArray(value) ? value.join(',') : String(value)}`]
  })
}

function summary(event: JournalEvent): string {
  const {message} = event.data as {message?: string}
  return visible(message ?? pairs(event.data).join(' '))
}

function Line({event}: {event: JournalEvent}) {
  return (
    <tr>
      <td>
        <time dateTime={event.time}>{instant(event.time)}</time>
      </td>
      <th scope="row">
        <Status of={tone(event)} word={event.type} />
      </th>
      <td>{event.run_id === null ? '–' : <Link href={`/runs/${event.run_id}`}>{event.run_id}</Link>}</td>
      <td>{visible(event.platform ?? event.schedule ?? '–')}</td>
      <td className="message">{summary(event)}</td>
    </tr>
  )
}

export function Logs() {
  const {values, set} = useParameters('run', 'platform', 'type')
  const wanted = (event: JournalEvent) =>
    (!values.run || String(event.run_id) === values.run) &&
    (!values.platform || event.platform === values.platform) &&
    (!values.type || event.type.startsWith(`${values.type}.`))
  return (
    <>
      <Title name="Logs">Logs</Title>
      <Filter label="Filter the log">
        <RunNumber label="Run" value={values.run} set={(value) => set({run: value})} />
        <PlatformChoice value={values.platform} set={(value) => set({platform: value})} />
        <Choice label="About" value={values.type} of={subjects} set={(value) => set({type: value})} />
      </Filter>
      <Panel title="Newest first">
        <Show read={useJournal()}>
          {({events}) => {
            const found = events.filter(wanted).reverse()
            if (found.length === 0)
              return <Empty>Nothing like that among the last {events.length} events.</Empty>
            return (
              <Table label="Journal" head={['Time', 'Event', 'Run', 'Subject', 'What']}>
                {found.map((event) => (
                  <Line key={`${event.epoch} ${event.seq}`} event={event} />
                ))}
              </Table>
            )
          }}
        </Show>
      </Panel>
      <p className="faint">
        The daemon's own lines:{' '}
        <code>
          journalctl -u trawl{values.run && ` RUN_ID=${values.run}`}
          {values.platform && ` PLATFORM=${values.platform}`} -f
        </code>
      </p>
    </>
  )
}
