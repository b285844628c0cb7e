// The configuration as the daemon uses it, defaults included, with the line that each value came from; and a
// rehearsal of a reload, which names every fault and changes nothing.
import {useMutation, useQueryClient} from '@tanstack/react-query'
import {useMemo} from 'react'

import {post} from '../api/client'
import {paths, useConfig} from '../api/queries'
import type {Config} from '../api/types'
import {visible} from '../format'
import {Button, Empty, Field, Panel, Refusal, Show, Table, Title} from '../parts/basics'
import {Filter, Tick} from '../parts/filter'
import {Status} from '../parts/status'
import {useParameters} from '../router'
import {useMay} from '../session'

type Line = {pointer: string; value: string; origin: string}
const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')

const isSection = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) ? value.some(isSection) : Object.keys(value).length > 0)

/** Every leaf with its JSON pointer; what has no origin of its own has that of the value around it. */
function lines({config: {values, origins}}: Config): Line[] {
  const found: Line[] = []
  const walk = (value: unknown, pointer: string, around: string) => {
    const origin = origins[pointer] ?? around
    if (isSection(value))
      for (const [key, member] of Object.entries(value)) walk(member, `${pointer}/${escaped(key)}`, origin)
    else found.push({pointer, value: JSON.stringify(value), origin})
  }
  walk(values, '', 'default')
  return found
}

/** "line 12" of a file that is named above the table. */
const inWords = (origin: string, file: string) =>
  origin.startsWith(`${file}:`) ? `line ${origin.slice(file.length + 1)}` : origin

function Values({config}: {config: Config}) {
  const {values, set} = useParameters('find', 'defaults')
  const all = useMemo(() => lines(config), [config])
  const found = all.filter(
    ({pointer, value, origin}) =>
      (values.defaults !== '' || origin !== 'default') && `${pointer} ${value}`.includes(values.find),
  )
  return (
    <>
      <Filter label="Filter the configuration">
        <Field label="Key or value">
          <input type="search" value={values.find} onChange={(event) => set({find: event.target.value})} />
        </Field>
        <Tick label="defaults too" value={values.defaults} set={(value) => set({defaults: value})} />
      </Filter>
      {found.length === 0 ? (
        <Empty>No key is like that.</Empty>
      ) : (
        <Table label="Values in use" head={['Key', 'Value', 'From']}>
          {found.map(({pointer, value, origin}) => (
            <tr key={pointer}>
              <th scope="row">
                <code>{visible(pointer.slice(1))}</code>
              </th>
              <td>
                <code className="wrap">{visible(value)}</code>
              </td>
              <td className="faint">{visible(inWords(origin, config.file))}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  )
}

type Checked = {
  valid: boolean
  errors: {file: string; line: number; column: number; message: string; hint?: string}[]
}

function Reload({file}: {file: string}) {
  const client = useQueryClient()
  const check = useMutation({mutationFn: () => post<Checked>(paths.configCheck, {path: file})})
  const reload = useMutation({
    mutationFn: () => post(paths.configReload),
    onSettled: () => client.invalidateQueries(),
  })
  const refused = check.error ?? reload.error
  return (
    <div>
      <div className="buttons">
        <Button onClick={() => check.mutate()}>Check the file</Button>
        <Button tone="main" onClick={() => reload.mutate()}>
          Reload
        </Button>
      </div>
      <div role="status">
        {check.data?.valid && (
          <p>
            <Status of="completed" word="A reload would succeed." />
          </p>
        )}
        {reload.isSuccess && (
          <p>
            <Status of="completed" word="Reloaded." />
          </p>
        )}
      </div>
      {check.data && !check.data.valid && (
        <ul className="groups">
          {check.data.errors.map((fault) => (
            <li key={`${fault.line}:${fault.column} ${fault.message}`}>
              <code>{visible(`${fault.file}:${fault.line}:${fault.column}`)}</code>: {visible(fault.message)}{' '}
              <span className="faint">{visible(fault.hint ?? '')}</span>
            </li>
          ))}
        </ul>
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
      <Show read={useConfig()}>
        {(config) => (
          <>
            <p>
              <code>{visible(config.file)}</code>{' '}
              <span className="faint">SHA-256 {config.digest.slice(0, 12)}…</span>
            </p>
            {admin && (
              <Panel title="Reload">
                <Reload file={config.file} />
              </Panel>
            )}
            <Panel title="In use">
              <Values config={config} />
            </Panel>
          </>
        )}
      </Show>
    </>
  )
}
