// Figures and foreign text in words. Times are shown in the viewer's zone, with the instant behind them.

/** Text from a site, a plugin or an operator: what a terminal or a reader could be fooled by is made visible. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  )
}

export const json = (value: unknown) => visible(JSON.stringify(value, null, 2) ?? 'null')

export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–'
  if (ms < 1000) return `${ms} ms`
  const seconds = ms / 1000
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
export function bytes(count: number): string {
  let unit = 0
  for (; count >= 1024 && unit < units.length - 1; unit++) count /= 1024
  return `${unit ? count.toFixed(1) : count} ${units[unit]}`
}

const whole = new Intl.NumberFormat()
export const number = (value: number | null | undefined) =>
  value === null || value === undefined ? '–' : whole.format(value)

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${number(count)} ${count === 1 ? one : many}`

/** "94 %", rounded down: only what never failed is 100 %. */
export const share = (part: number, of: number) => (of ? `${Math.floor((100 * part) / of)} %` : '–')

const moment = {dateStyle: 'medium', timeStyle: 'medium'} as const
export const instant = (time: string) => new Intl.DateTimeFormat(undefined, moment).format(new Date(time))

/** In another zone, with its offset: where that changes from one line to the next, the clocks do. */
export function instantIn(zone: string, time: string): string {
  try {
    const at = new Date(time)
    const offset = new Intl.DateTimeFormat('en', {timeZone: zone, timeZoneName: 'shortOffset'})
      .formatToParts(at)
      .find((part) => part.type === 'timeZoneName')
    return `${new Intl.DateTimeFormat(undefined, {...moment, timeZone: zone}).format(at)} ${offset?.value ?? ''}`
  } catch {
    return time // a zone that this browser does not know
  }
}

const relative = new Intl.RelativeTimeFormat(undefined, {numeric: 'auto', style: 'short'})
const steps = [
  [60_000, 1000, 'second'],
  [3_600_000, 60_000, 'minute'],
  [86_400_000, 3_600_000, 'hour'],
] as const
export function ago(time: string, now: number): string {
  const distance = Date.parse(time) - now
  for (const [below, unit, name] of steps)
    if (Math.abs(distance) < below) return relative.format(Math.trunc(distance / unit), name)
  return relative.format(Math.trunc(distance / 86_400_000), 'day')
}

export const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone
