// Keyset paging: an older page is an address with a cursor, the way back is the browser's.
import {Link} from '../router'

export function Pager({
  cursor,
  next,
  hrefWith,
}: {
  cursor: string
  next: string | null
  hrefWith: (changes: {cursor: string}) => string
}) {
  if (!cursor && !next) return null
  return (
    <nav className="pager" aria-label="Pages">
      {cursor && <Link href={hrefWith({cursor: ''})}>Newest</Link>}
      {next && <Link href={hrefWith({cursor: next})}>Older</Link>}
    </nav>
  )
}
