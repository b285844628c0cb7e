// The newest tick of each platform that is being scraped. Not in the query cache: ticks come several times a
// second and concern one bar each.
import {useSyncExternalStore} from 'react'

import type {Progress} from './types'

const newest = new Map<string, Progress['data']>()
const listeners = new Set<() => void>()
const key = (run: number, platform: string) => `${run}/${platform}`
const kept_ticks = 1000

export function takeProgress(tick: Progress) {
  const name = key(tick.run_id, tick.platform)
  newest.delete(name)
  newest.set(name, tick.data)
  if (newest.size > kept_ticks) newest.delete(newest.keys().next().value as string)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useProgress = (run: number, platform: string) =>
  useSyncExternalStore(subscribe, () => newest.get(key(run, platform)))
