// An instant, relative and absolute at once, and one clock for all that tick on the page.
import {useSyncExternalStore} from 'react'

import {ago, instant} from '../format'

const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const told of listeners) told()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Milliseconds since the epoch, new every second. */
export const useNow = () => useSyncExternalStore(subscribe, () => now)

export function Time({at, none = '–'}: {at: string | null; none?: string}) {
  const current = useNow()
  if (!at) return <>{none}</>
  return (
    <time dateTime={at} title={at}>
      {instant(at)} <span className="faint">({ago(at, current)})</span>
    </time>
  )
}
