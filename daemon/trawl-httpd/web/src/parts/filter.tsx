// What narrows a view down. The state is the address (router.tsx), so that a filter can be linked and gone back to.
import type {ReactNode} from 'react'

import {usePlatforms} from '../api/queries'
import {Field} from './basics'
import {wordOf} from './status'

export function Filter({label, children}: {label: string; children: ReactNode}) {
  return (
    <form className="filter" role="search" aria-label={label} onSubmit={(event) => event.preventDefault()}>
      {children}
    </form>
  )
}

type Choice = {label: string; value: string; of: string[]; set: (value: string) => void; words?: boolean}

/** One of several, or any. */
export function Choice({label, value, of, set, words = false}: Choice) {
  return (
    <Field label={label}>
      <select value={value} onChange={(event) => set(event.target.value)}>
        <option value="">any</option>
        {of.map((option) => (
          <option key={option} value={option}>
            {words ? wordOf(option) : option}
          </option>
        ))}
      </select>
    </Field>
  )
}

type Setting = {value: string; set: (value: string) => void}

export function PlatformChoice(setting: Setting) {
  const platforms = usePlatforms().data?.platforms ?? []
  return <Choice {...setting} label="Platform" of={platforms.map(({name}) => name)} />
}

export function RunNumber({label, value, set}: Setting & {label: string}) {
  return (
    <Field label={label}>
      <input
        inputMode="numeric"
        pattern="[0-9]*"
        size={8}
        value={value}
        onChange={(event) => set(event.target.value.replace(/\D/g, ''))}
      />
    </Field>
  )
}

export function Tick({label, value, set}: Setting & {label: string}) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={value !== ''}
        onChange={(event) => set(event.target.checked ? 'yes' : '')}
      />{' '}
      {label}
    </label>
  )
}
