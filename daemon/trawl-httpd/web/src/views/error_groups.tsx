// A run's errors by kind and message: a thousand times the same 503 is one line.
import {useErrorGroups} from '../api/queries'
import type {Run} from '../api/types'
import {number, visible} from '../format'
import {Empty, Show} from '../parts/basics'
import {Status} from '../parts/status'
import {Time} from '../parts/time'

/** An address of a site: a link only when it is one that a browser may follow, and never with our referrer. */
function Address({url}: {url: string}) {
  if (!/^https?:\/\//.test(url)) return <code>{visible(url)}</code>
  return (
    <a href={url} rel="noreferrer noopener" target="_blank">
      {visible(url)}
    </a>
  )
}

export function ErrorGroups({run}: {run: Run}) {
  return (
    <Show read={useErrorGroups(run.id)}>
      {({groups, truncated}) =>
        groups.length === 0 ? (
          <Empty>No errors.</Empty>
        ) : (
          <ul className="groups">
            {groups.map((group) => (
              <li key={`${group.kind} ${group.severity} ${group.message}`}>
                <p>
                  <Status of={group.severity} word={group.kind} /> <strong>{number(group.count)}×</strong>{' '}
                  {group.http_status !== null && <span className="badge">HTTP {group.http_status}</span>}
                  <span className="faint">
                    {' '}
                    {group.platforms.map(visible).join(', ')}, last <Time at={group.last_time} />
                  </span>
                </p>
                <p className="message">{visible(group.message)}</p>
                {group.urls.length > 0 && (
                  <ul className="plain">
                    {group.urls.map((url) => (
                      <li key={url}>
                        <Address url={url} />
                      </li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
            {truncated && (
              <li className="faint">There are more groups than are shown: trawlctl errors {run.id}</li>
            )}
          </ul>
        )
      }
    </Show>
  )
}
