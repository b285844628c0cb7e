// The journal's tail, live: what the daemon did, newest first. The daemon keeps it, so a reload loses nothing.
import {useJournal, usePlatforms} from '../api/queries'
import type {JournalEvent} from '../api/types'
import {instant, visible} from '../format'
import {Empty, Field, Panel, Show, Table, Title} from '../parts/basics'
import {Status} from '../parts/status'
import {Link, useParameters} from '../router'

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
      <td><time dateTime={event.time}>{instant(event.time)}</time></td>
      <th scope="row"><Status of={tone(event)} word={event.type} /></th>
      <td>{event.run_id === null ? '–' : <Link href={`/runs/${event.run_id}`}>{event.run_id}</Link>}</td>
      <td>{visible(event.platform ?? event.schedule ?? '–')}</td>
      <td className="message">{summary(event)}</td>
    </tr>
  )
}

export function Logs() {
  const {values, set} = useParameters('run', 'platform', 'type')
  const platforms = usePlatforms().data?.platforms ?? []
  const wanted = (event: JournalEvent) =>
    (!values.run || String(event.run_id) === values.run) && (!values.platform || event.platform === values.platform) &&
    (!values.type || event.type.startsWith(`${values.type}.`))
  return (
    <>
      <Title name="Logs">Logs</Title>
      <form className="filter" role="search" aria-label="Filter the log" onSubmit={(event) => event.preventDefault()}>
        <Field label="Run"><input inputMode="numeric" size={8} value={values.run} onChange={(event) => set({run: event.target.value.replace(/\D/g, '')})} /></Field>
        <Field label="Platform">
          <select value={values.platform} onChange={(event) => set({platform: event.target.value})}>
            <option value="">any</option>
            {platforms.map(({name}) => <option key={name}>{name}</option>)}
          </select>
        </Field>
        <Field label="About">
          <select value={values.type} onChange={(event) => set({type: event.target.value})}>
            <option value="">anything</option>
            {['run', 'platform', 'error', 'schedule', 'config', 'daemon'].map((type) => <option key={type}>{type}</option>)}
          </select>
        </Field>
      </form>
      <Panel title="Newest first">
        <Show read={useJournal()}>{({events}) => {
          const found = events.filter(wanted).reverse()
          if (found.length === 0) return <Empty>Nothing like that among the last {events.length} events.</Empty>
          return <Table label="Journal" head={['Time', 'Event', 'Run', 'Subject', 'What']}>{found.map((event) => <Line key={`${event.epoch} ${event.seq}`} event={event} />)}</Table>
        }}</Show>
      </Panel>
      <p className="faint">The daemon's own lines: <code>journalctl -u trawl{values.run && ` RUN_ID=${values.run}`}{values.platform && ` PLATFORM=${values.platform}`} -f</code></p>
    </>
  )
}
