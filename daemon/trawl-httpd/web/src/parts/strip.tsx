// A platform's last runs as a row of marks, oldest first; each mark is a link to its run.
import type {HistoryEntry} from '../api/types'
import {Link} from '../router'
import {toneOf, wordOf} from './status'

export function Strip({platform, recent}: {platform: string; recent: HistoryEntry[]}) {
  return (
    <span className="strip">
      {recent.map((entry) => (
        <Link
          key={entry.run_id}
          href={`/runs/${entry.run_id}`}
          className={`mark ${toneOf(entry.status)} ${entry.status}`}
          aria-label={`${platform}, run ${entry.run_id}: ${wordOf(entry.status)}, ${entry.items} items`}
          title={`Run ${entry.run_id}: ${wordOf(entry.status)}`}
        />
      ))}
    </span>
  )
}
