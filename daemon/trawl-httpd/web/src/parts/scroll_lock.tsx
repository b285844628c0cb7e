// Stands in for the package react-remove-scroll under the dialog (see vite.config.js): keeps the page behind an
// open dialog still through a class instead of a <style> element.
import {useEffect, type ElementType, type ReactNode} from 'react'

type Properties = {as?: ElementType; children?: ReactNode; allowPinchZoom?: boolean; shards?: unknown}

export function RemoveScroll({as: Element = 'div', allowPinchZoom: _, shards: __, ...rest}: Properties) {
  useEffect(() => {
    document.documentElement.classList.add('still')
    return () => document.documentElement.classList.remove('still')
  }, [])
  return <Element {...rest} />
}
