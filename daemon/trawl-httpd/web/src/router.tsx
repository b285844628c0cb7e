// The address is the page's state: views, filters and pages can be linked, opened in a tab and gone back to.
import {useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent} from 'react'

const moved = new Set<() => void>()

function subscribe(listener: () => void) {
  moved.add(listener)
  addEventListener('popstate', listener)
  return () => {
    moved.delete(listener)
    removeEventListener('popstate', listener)
  }
}

let navigations = 0

/** Whether the view was changed here, rather than loaded: then nobody else tells a screen reader. */
export const hasNavigated = () => navigations > 0

export function navigate(to: string, {replace = false} = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', to)
  if (!replace) {
    navigations++
    scrollTo(0, 0)
  }
  for (const listener of moved) listener()
}

export const usePath = () => useSyncExternalStore(subscribe, () => location.pathname)

const useSearch = () => useSyncExternalStore(subscribe, () => location.search)

/** The parameters behind `?`, and a setter that drops empty ones. A new filter starts at the first page. */
export function useParameters<Name extends string>(...names: Name[]) {
  const query = new URLSearchParams(useSearch())
  const values = Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])) as Record<
    Name,
    string
  >
  const hrefWith = (changes: Partial<Record<Name | 'cursor', string>>) => {
    const next = new URLSearchParams(location.search)
    if (!('cursor' in changes)) next.delete('cursor')
    for (const [name, value] of Object.entries(changes) as [string, string][])
      if (value) next.set(name, value)
      else next.delete(name)
    return next.size ? `${location.pathname}?${next}` : location.pathname
  }
  const set = (changes: Partial<Record<Name | 'cursor', string>>) =>
    navigate(hrefWith(changes), {replace: true})
  return {values, set, hrefWith}
}

function isPlainClick(event: MouseEvent) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
}

export function Link({href, onClick, ...rest}: AnchorHTMLAttributes<HTMLAnchorElement> & {href: string}) {
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event)
        if (event.defaultPrevented || !isPlainClick(event)) return
        event.preventDefault()
        navigate(href)
      }}
    />
  )
}
