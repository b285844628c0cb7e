// The configuration as the daemon uses it, defaults included, with the line that each value came from; and a
// rehearsal of a reload, which names every fault and changes nothing.
import {useMutation, useQueryClient} from '@tanstack/react-query'
import {useMemo} from 'react'

import {post} from '../api/client'
import {paths, useConfig} from '../api/queries'
import type {Config} from '../api/types'
import {visible} from '../format'
import {Button, Empty, Field, Panel, Refusal, Show, Table, Title} from '../parts/basics'
import {Status} from '../parts/status'
import {useParameters} from '../router'
import {useMay} from '../session'

type Line = {pointer: string; value: string; line: number | null}
const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')

/** Every leaf with its JSON pointer; a value's line is its own or that of the nearest section around it. */
function lines(config: Config): Line[] {
  const origins = config.origins ?? {}
  const found: Line[] = []
  const walk = (value: unknown, pointer: string, line: number | null) => {
    const own = origins[pointer] ?? line
    if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
      for (const [key, member] of Object.entries(value)) walk(member, `${pointer}/${escaped(key)}`, Array.isArray(value) ? own : null)
    else found.push({pointer, value: JSON.stringify(value), line: own})
  }
  walk(config.config.values, '', null)
  return found
}

function Values({config}: {config: Config}) {
  const {values, set} = useParameters('find')
  const all = useMemo(() => lines(config), [config])
  const found = all.filter(({pointer, value}) => `${pointer} ${value}`.includes(values.find))
  return (
    <>
      <form className="filter" role="search" aria-label="Filter the configuration" onSubmit={(event) => event.preventDefault()}>
        <Field label="Key or value"><input type="search" value={values.find} onChange={(event) => set({find: event.target.value})} /></Field>
      </form>
      {found.length === 0 ? <Empty>No key is like that.</Empty> : (
        <Table label="Values in use" head={['Key', 'Value', 'From']}>
          {found.map(({pointer, value, line}) => (
            <tr key={pointer}>
              <th scope="row"><code>{visible(pointer.slice(1))}</code></th>
              <td><code className="wrap">{visible(value)}</code></td>
              <td className="faint">{line === null ? 'default' : `line ${line}`}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  )
}

type Checked = {valid: boolean; errors: {file: string; line: number; column: number; message: string; hint?: string}[]}

function Reload({file}: {file: string}) {
  const client = useQueryClient()
  const check = useMutation({mutationFn: () => post<Checked>(paths.configCheck, {path: file})})
  const reload = useMutation({mutationFn: () => post(paths.configReload), onSettled: () => client.invalidateQueries()})
  const refused = check.error ?? reload.error
  return (
    <div>
      <div className="buttons">
        <Button onClick={() => check.mutate()}>Check the file</Button>
        <Button tone="main" onClick={() => reload.mutate()}>Reload</Button>
      </div>
      <div role="status">
        {check.data?.valid && <p><Status of="completed" word="A reload would succeed." /></p>}
        {reload.isSuccess && <p><Status of="completed" word="Reloaded." /></p>}
      </div>
      {check.data && !check.data.valid && (
        <ul className="groups">{check.data.errors.map((fault) => <li key={`${fault.line}:${fault.column} ${fault.message}`}><code>{visible(`${fault.file}:${fault.line}:${fault.column}`)}</code>: {visible(fault.message)} <span className="faint">{visible(fault.hint ?? '')}</span></li>)}</ul>
      )}
      {refused && <Refusal error={refused} />}
    </div>
  )
}

export function Configuration() {
  const admin = useMay('admin')
  return (
    <>
      <Title name="Configuration">Configuration</Title>
      <Show read={useConfig()}>{(config) => (
        <>
          <p><code>{visible(config.file)}</code> <span className="faint">SHA-256 {config.digest.slice(0, 12)}…</span></p>
          {admin && <Panel title="Reload"><Reload file={config.file} /></Panel>}
          <Panel title="In use"><Values config={config} /></Panel>
        </>
      )}</Show>
    </>
  )
}
