// Keeps the page true without a reload: listens to the journal's events and refreshes what each one touches.
//
// Events say what changed, never what to show: the figures always come from a read. So a missed event costs a
// moment of staleness and no more, and after each new connection everything on the page is read again.
import type {QueryClient, QueryKey} from '@tanstack/react-query'

import {takeProgress} from './progress'
import type {JournalEvent, JournalPage, Progress} from './types'

const types = [
  'run.created',
  'run.started',
  'run.cancel_requested',
  'run.finished',
  'platform.started',
  'platform.finished',
  'platform.enabled',
  'platform.disabled',
  'error.recorded',
  'schedule.fired',
  'schedule.missed',
  'schedule.coalesced',
  'schedule.overlap_skipped',
  'schedule.paused',
  'schedule.resumed',
  'config.reloaded',
  'config.rejected',
  'config.warning',
  'daemon.started',
  'daemon.stopping',
]

/** Events come in bursts; what they touch is read again at most this often. */
const patience_ms = 250
const kept_events = 500
const reopen_ms = 5_000

/** The reads that an event makes stale. */
function touched(event: JournalEvent): QueryKey[] {
  const [subject] = event.type.split('.')
  if (subject === 'run' || subject === 'platform' || subject === 'error') {
    const run = event.run_id
    const keys: QueryKey[] = [['runs'], ['status'], ['lineage']]
    if (run !== null) keys.push(['run', run], ['errors', run])
    if (event.type === 'platform.finished') keys.push(['history'], ['items'])
    if (event.type === 'run.finished') keys.push(['analytics'], ['run']) // a retry's end changes its original's verdict
    if (run === null) keys.push(['platforms'])
    return keys
  }
  if (subject === 'schedule') return [['schedules'], ['status']]
  return [['config'], ['plugins'], ['platforms'], ['schedules'], ['status']]
}

/** Refreshes later, once, whatever was asked for until then. */
function batching(client: QueryClient) {
  const stale = new Map<string, QueryKey>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const refresh = () => {
    timer = undefined
    const keys = [...stale.values()]
    stale.clear()
    for (const queryKey of keys) void client.invalidateQueries({queryKey})
  }
  return {
    add(keys: QueryKey[]) {
      for (const key of keys) stale.set(JSON.stringify(key), key)
      timer ??= setTimeout(refresh, patience_ms)
    },
    stop: () => clearTimeout(timer),
  }
}

function append(client: QueryClient, event: JournalEvent) {
  client.setQueryData<JournalPage>(['journal'], (page) => {
    if (!page || page.events.some((known) => known.seq === event.seq)) return page
    return {...page, events: [...page.events, event].slice(-kept_events)}
  })
}

function open(
  client: QueryClient,
  batch: ReturnType<typeof batching>,
  onLink: (up: boolean) => void,
): EventSource {
  const source = new EventSource('/api/v1/events')
  source.onopen = () => {
    onLink(true)
    void client.invalidateQueries()
  }
  for (const type of types)
    source.addEventListener(type, (message) => {
      const event = JSON.parse((message as MessageEvent<string>).data) as JournalEvent
      append(client, event)
      batch.add(touched(event))
    })
  source.addEventListener('stream.reset', () => void client.invalidateQueries())
  source.addEventListener('progress', (message) =>
    takeProgress(JSON.parse((message as MessageEvent<string>).data) as Progress),
  )
  return source
}

/**
 * Listens until the returned function is called. A broken connection is the browser's to mend; an answer that is no
 * stream (the server restarts, a limit is reached) ends it for the browser, and is asked again here. A page that
 * nobody sees does not listen: browsers have six connections per server for all their tabs together.
 */
export function listen(client: QueryClient, onLink: (up: boolean) => void): () => void {
  const batch = batching(client)
  let source: EventSource | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  const close = () => {
    clearTimeout(again)
    source?.close()
    source = null
  }
  const begin = () => {
    close()
    if (document.hidden) return
    source = open(client, batch, onLink)
    source.onerror = () => {
      onLink(false)
      if (source?.readyState === EventSource.CLOSED) again = setTimeout(begin, reopen_ms)
    }
  }
  document.addEventListener('visibilitychange', begin)
  begin()
  return () => {
    document.removeEventListener('visibilitychange', begin)
    close()
    batch.stop()
  }
}
