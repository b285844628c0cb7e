// What was scraped: as it is now, or as a run left it.
import {useItems, usePlatforms} from '../api/queries'
import {json, visible} from '../format'
import {Empty, Field, Panel, Show, Table, Title} from '../parts/basics'
import {Pager} from '../parts/pager'
import {Link, useParameters} from '../router'

const shown_characters = 300

/** The first words of an item; the whole of it behind a click. */
export function Data({value}: {value: unknown}) {
  const text = json(value)
  if (text.length <= shown_characters) return <pre>{text}</pre>
  return <details><summary><code>{visible(JSON.stringify(value).slice(0, shown_characters))}…</code></summary><pre>{text}</pre></details>
}

export function Items() {
  const {values, set, hrefWith} = useParameters('platform', 'run_id', 'cursor')
  const platforms = usePlatforms().data?.platforms ?? []
  const items = useItems(values)
  return (
    <>
      <Title name="Items">Items</Title>
      <form className="filter" role="search" aria-label="Filter items" onSubmit={(event) => event.preventDefault()}>
        <Field label="Platform">
          <select value={values.platform} onChange={(event) => set({platform: event.target.value})}>
            <option value="">any</option>
            {platforms.map(({name}) => <option key={name}>{name}</option>)}
          </select>
        </Field>
        <Field label="As left by run">
          <input inputMode="numeric" pattern="[0-9]*" size={8} value={values.run_id} onChange={(event) => set({run_id: event.target.value.replace(/\D/g, '')})} />
        </Field>
      </form>
      <Panel title={values.run_id ? `As run ${values.run_id} left them` : 'As they are now'} actions={<Link href="/diff">Compare two runs</Link>}>
        <Show read={items}>{(page) => (
          <>
            {page.items.length
              ? (
                <Table label="Items" head={['Platform', 'Key', 'Data', 'Since run', 'Changed in']}>
                  {page.items.map((item) => (
                    <tr key={`${item.platform} ${item.kind} ${item.key}`}>
                      <td>{item.platform}</td>
                      <th scope="row" className="key">{visible(item.key)}</th>
                      <td><Data value={item.data} /></td>
                      <td><Link href={`/runs/${item.first_run_id}`}>{item.first_run_id}</Link></td>
                      <td><Link href={`/runs/${item.changed_run_id}`}>{item.changed_run_id}</Link></td>
                    </tr>
                  ))}
                </Table>
              )
              : <Empty>No items.</Empty>}
            <Pager cursor={values.cursor} next={page.next_cursor} hrefWith={hrefWith} />
          </>
        )}</Show>
      </Panel>
    </>
  )
}
