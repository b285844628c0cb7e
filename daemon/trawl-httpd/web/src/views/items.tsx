// What was scraped: as it is now, or as a run left it.
import {useItems} from '../api/queries'
import {json, visible} from '../format'
import {Empty, Panel, Show, Table, Title} from '../parts/basics'
import {Filter, PlatformChoice, RunNumber} from '../parts/filter'
import {Pager} from '../parts/pager'
import {Link, useParameters} from '../router'

const shown_characters = 300

/** The first words of an item; the whole of it behind a click. */
export function Data({value}: {value: unknown}) {
  const text = json(value)
  if (text.length <= shown_characters) return <pre>{text}</pre>
  return (
    <details>
      <summary>
        <code>{visible(JSON.stringify(value).slice(0, shown_characters))}…</code>
      </summary>
      <pre>{text}</pre>
    </details>
  )
}

export function Items() {
  const {values, set, hrefWith} = useParameters('platform', 'run_id', 'cursor')
  const items = useItems(values)
  return (
    <>
      <Title name="Items">Items</Title>
      <Filter label="Filter items">
        <PlatformChoice value={values.platform} set={(value) => set({platform: value})} />
        <RunNumber label="As left by run" value={values.run_id} set={(value) => set({run_id: value})} />
      </Filter>
      <Panel
        title={values.run_id ? `As run ${values.run_id} left them` : 'As they are now'}
        actions={<Link href="/diff">Compare two runs</Link>}
      >
        <Show read={items}>
          {(page) => (
            <>
              {page.items.length ? (
                <Table label="Items" head={['Platform', 'Key', 'Data', 'Since run', 'Changed in']}>
                  {page.items.map((item) => (
                    <tr key={`${item.platform} ${item.kind} ${item.key}`}>
                      <td>{item.platform}</td>
                      <th scope="row" className="key">
                        {visible(item.key)}
                      </th>
                      <td>
                        <Data value={item.data} />
                      </td>
                      <td>
                        <Link href={`/runs/${item.first_run_id}`}>{item.first_run_id}</Link>
                      </td>
                      <td>
                        <Link href={`/runs/${item.changed_run_id}`}>{item.changed_run_id}</Link>
                      </td>
                    </tr>
                  ))}
                </Table>
              ) : (
                <Empty>No items.</Empty>
              )}
              <Pager cursor={values.cursor} next={page.next_cursor} hrefWith={hrefWith} />
            </>
          )}
        </Show>
      </Panel>
    </>
  )
}
