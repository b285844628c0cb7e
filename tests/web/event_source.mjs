// Our stream, read back by somebody else's SSE client: ids ascend, the daemon may restart in between, and a
// finished run's stream says 204 at last, which ends the client's reconnecting.
import {EventSource, api, base, check, equal, eventually, prompt, token} from './theatre.mjs'

const withToken = (url, init) => fetch(url, {...init, headers: {...init.headers, authorization: `Bearer ${token}`}})
const types = ['run.created', 'run.started', 'platform.started', 'platform.finished', 'run.finished', 'daemon.started', 'stream.end']

function listen(path) {
  const source = new EventSource(base + path, {fetch: withToken})
  const seen = []
  for (const type of types) source.addEventListener(type, (event) => seen.push({type, id: event.lastEventId, data: JSON.parse(event.data)}))
  return {source, seen, count: (type) => seen.filter((event) => event.type === type).length}
}

const all = listen('/api/v1/events?since=0')
const first = await prompt('run')
await eventually(async () => all.count('run.finished') === 1, 'the run is told to its end')
await prompt('daemon/restart')
await prompt('run')
await eventually(async () => all.count('run.finished') === 2, 'after a restart of the daemon the stream goes on')
const ids = all.seen.map((event) => Number(event.id))
equal(ids, [...ids].sort((a, b) => a - b), 'ids ascend')
equal(new Set(ids).size, ids.length, 'and nothing is told twice')
const journal = await (await api('/api/v1/journal?since=0&limit=500')).json()
const told = new Set(ids)
const missing = journal.events.filter((event) => types.includes(event.type) && !told.has(event.seq))
equal(missing, [], 'nothing of the journal is missing')
all.source.close()

const one = listen(`/api/v1/runs/${first}/events?since=0`)
await eventually(async () => one.source.readyState === EventSource.CLOSED, 'a finished run ends its stream for good (204)', 20_000)
check(one.count('stream.end') >= 1 && one.count('run.finished') === 1, 'after it has told the end', one.seen.map((event) => event.type))
