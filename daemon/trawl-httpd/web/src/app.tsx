// The frame around every view: navigation, the state of the link to the daemon, and which view an address means.
import {useQueryClient} from '@tanstack/react-query'
import {useEffect, useRef, useState, type ReactNode} from 'react'

import {Problem} from './api/client'
import {listen} from './api/live'
import {useStatus} from './api/queries'
import {visible} from './format'
import {Button, Refusal, Title} from './parts/basics'
import {Link, usePath} from './router'
import {useLeave, useVisitor} from './session'
import {Analytics} from './views/analytics'
import {Configuration} from './views/configuration'
import {Diff} from './views/diff'
import {Items} from './views/items'
import {Logs} from './views/logs'
import {Overview} from './views/overview'
import {Plugins} from './views/plugins'
import {RunView} from './views/run'
import {Runs} from './views/runs'
import {Schedules} from './views/schedules'

const views: [path: RegExp, view: (...found: string[]) => ReactNode][] = [
  [/^\/$/, () => <Overview />],
  [/^\/runs$/, () => <Runs />],
  [/^\/runs\/(\d+)$/, (id) => <RunView key={id} id={Number(id)} />],
  [/^\/schedules$/, () => <Schedules />],
  [/^\/items$/, () => <Items />],
  [/^\/diff$/, () => <Diff />],
  [/^\/plugins$/, () => <Plugins />],
  [/^\/logs$/, () => <Logs />],
  [/^\/config$/, () => <Configuration />],
  [/^\/analytics$/, () => <Analytics />],
]

function view(path: string): ReactNode {
  for (const [pattern, make] of views) {
    const found = pattern.exec(path)
    if (found) return make(...found.slice(1))
  }
  return (
    <>
      <Title name="Not found">There is no such view</Title>
      <p>
        <Link href="/">Overview</Link>
      </p>
    </>
  )
}

const links = [
  ['/', 'Overview'],
  ['/runs', 'Runs'],
  ['/schedules', 'Schedules'],
  ['/items', 'Items'],
  ['/analytics', 'Analytics'],
  ['/plugins', 'Plugins'],
  ['/logs', 'Logs'],
  ['/config', 'Configuration'],
] as const

const isUnder = (path: string, href: string) =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)

function Navigation({path}: {path: string}) {
  const {name, role} = useVisitor()
  const leave = useLeave()
  return (
    <header>
      <nav aria-label="Views">
        <span className="brand" aria-hidden="true">
          trawl
        </span>
        {links.map(([href, label]) => (
          <Link key={href} href={href} aria-current={isUnder(path, href) ? 'page' : undefined}>
            {label}
          </Link>
        ))}
      </nav>
      <div className="visitor">
        <span>
          {visible(name)}, {role}
        </span>{' '}
        <Button onClick={() => leave.mutate()}>Sign out</Button>
      </div>
      {leave.error && <Refusal error={leave.error} />}
    </header>
  )
}

/** Listens to the daemon, and reads everything again once it is back after having been away. */
function useLink() {
  const client = useQueryClient()
  const [streaming, setStreaming] = useState(true)
  useEffect(() => listen(client, setStreaming), [client])
  const status = useStatus()
  const away = status.error instanceof Problem && status.error.isAway
  const wasAway = useRef(away)
  useEffect(() => {
    if (wasAway.current && !away) void client.invalidateQueries()
    wasAway.current = away
  }, [away, client])
  return {away, streaming, error: status.error, faulty: status.data?.config.error ?? null}
}

function Banner({link}: {link: ReturnType<typeof useLink>}) {
  let said: ReactNode = null
  if (link.away)
    said = (
      <>
        The daemon cannot be reached. What you see is as it was; this page goes on by itself when it is back.
      </>
    )
  else if (!link.streaming) said = <>The stream of events is interrupted. Reconnecting…</>
  else if (link.faulty)
    said = (
      <>
        The configuration on disk has a fault; the daemon goes on with the one before: {visible(link.faulty)}
      </>
    )
  return (
    <div role="status" className={said ? 'banner' : 'no-banner'}>
      {said}
    </div>
  )
}

export function App() {
  const path = usePath()
  const link = useLink()
  return (
    <>
      <a className="skip" href="#main">
        Skip to the view
      </a>
      <Navigation path={path} />
      <Banner link={link} />
      <main id="main">{view(path)}</main>
    </>
  )
}
