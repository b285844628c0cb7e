// The plugins that the daemon found, whether they can be used, and by which platforms they are.
import {usePlatforms, usePlugins} from '../api/queries'
import {visible} from '../format'
import {Empty, Panel, Show, Table, Title} from '../parts/basics'
import {Status} from '../parts/status'
import {Link} from '../router'

function Platforms() {
  return (
    <Show read={usePlatforms()}>
      {({platforms}) => (
        <Table label="Platforms" head={['Platform', 'Plugin', 'State', 'Schedules']}>
          {platforms.map((platform) => (
            <tr key={platform.name}>
              <th scope="row">
                <Link href={`/runs?platform=${platform.name}&attempts=yes`}>{platform.name}</Link>
              </th>
              <td>{platform.plugin}</td>
              <td>
                <Status
                  of={platform.available ? 'usable' : 'refused'}
                  word={platform.available ? 'available' : 'not available'}
                />
                {platform.reason && <p className="faint">{visible(platform.reason)}</p>}
              </td>
              <td>{platform.schedules.join(', ') || '–'}</td>
            </tr>
          ))}
        </Table>
      )}
    </Show>
  )
}

export function Plugins() {
  return (
    <>
      <Title name="Plugins">Plugins</Title>
      <Panel title="Found">
        <Show read={usePlugins()}>
          {({plugins}) =>
            plugins.length === 0 ? (
              <Empty>No plugin was found in plugins.path.</Empty>
            ) : (
              <Table label="Plugins" head={['Plugin', 'State', 'ABI', 'Platforms', 'File']}>
                {plugins.map((plugin) => (
                  <tr key={plugin.file}>
                    <th scope="row">
                      {visible(plugin.id)} {visible(plugin.version)}
                      <p className="faint">{visible(plugin.summary)}</p>
                    </th>
                    <td>
                      <Status of={plugin.state} />
                      {plugin.error && <p className="message">{visible(plugin.error)}</p>}
                    </td>
                    <td>{plugin.abi}</td>
                    <td>{plugin.platforms.join(', ') || '–'}</td>
                    <td>
                      <code title={`SHA-256 ${plugin.digest}`}>{visible(plugin.file)}</code>
                    </td>
                  </tr>
                ))}
              </Table>
            )
          }
        </Show>
      </Panel>
      <Panel title="Platforms">
        <Platforms />
      </Panel>
    </>
  )
}
