// The page's small vocabulary: headings that name the view, panels, empty and waiting states, refusals.
import {useEffect, useRef, type ButtonHTMLAttributes, type ReactNode} from 'react'

import {Problem} from '../api/client'
import {hasNavigated, Link} from '../router'
import {visible} from '../format'

/** The view's heading: names the tab too, and takes the focus after a change of view, as a new document would. */
export function Title({children, name}: {children: ReactNode; name: string}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${name} · trawl`
    const focused = document.activeElement
    if (hasNavigated() && (focused === document.body || focused?.tagName === 'A'))
      heading.current?.focus({preventScroll: true})
  }, [name])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}

export function Panel({title, actions, children}: {title: string; actions?: ReactNode; children: ReactNode}) {
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  )
}

export const Empty = ({children}: {children: ReactNode}) => <p className="empty">{children}</p>

export const Waiting = () => (
  <div className="waiting" aria-busy="true" role="status">
    Reading…
  </div>
)

export function Button({
  tone = 'plain',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & {tone?: 'plain' | 'main' | 'danger'}) {
  return <button type="button" className={`button ${tone}`} {...rest} />
}

/** A refusal in the server's own words, with the way to whatever stands in the way. */
export function Refusal({error}: {error: Error}) {
  const problem = error instanceof Problem ? error : null
  return (
    <div className="refusal" role="alert">
      <strong>{visible(problem?.title ?? 'Something went wrong')}</strong>
      <p>{visible(error.message)}</p>
      {problem?.hint && <p className="faint">{visible(problem.hint)}</p>}
      {problem?.runId != null && (
        <p>
          <Link href={`/runs/${problem.runId}`}>Open run {problem.runId}</Link>
        </p>
      )}
    </div>
  )
}

type Read<T> = {data: T | undefined; error: Error | null; isPending: boolean}

/** What a read has brought: the last good answer stays on the page while a newer one is refused. */
export function Show<T>({read, children}: {read: Read<T>; children: (data: T) => ReactNode}) {
  if (read.data !== undefined) return <>{children(read.data)}</>
  if (read.error) return <Refusal error={read.error} />
  return <Waiting />
}

export function Field({label, children}: {label: string; children: ReactNode}) {
  return (
    <label className="field">
      <span>{label}</span>
      {children}
    </label>
  )
}

/** A table that scrolls by itself where the screen is narrow; its scroll area can be reached by keyboard. */
export function Table({label, head, children}: {label: string; head: ReactNode[]; children: ReactNode}) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {head.map((title, column) => (
              <th key={column} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
