// What a later run published against what an earlier one had left, member by member.
import {useDiff} from '../api/queries'
import type {ItemChange} from '../api/types'
import {json, plural, visible} from '../format'
import {Empty, Panel, Show, Title} from '../parts/basics'
import {Filter, RunNumber} from '../parts/filter'
import {Status} from '../parts/status'
import {useParameters} from '../router'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The members that differ; a whole item when it came or went. */
function differences({before, after}: ItemChange): [member: string, before: string, after: string][] {
  if (!isObject(before) || !isObject(after))
    return [['', before == null ? '' : json(before), after == null ? '' : json(after)]]
  const members = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return members
    .map((name): [string, string, string] => [
      name,
      name in before ? json(before[name]) : '',
      name in after ? json(after[name]) : '',
    ])
    .filter(([, was, is]) => was !== is)
}

function Change({change}: {change: ItemChange}) {
  return (
    <li>
      <p>
        <Status of={change.op} /> {change.platform} <span className="key">{visible(change.key)}</span>
      </p>
      <dl className="changes">
        {differences(change).map(([member, was, is]) => (
          <div key={member}>
            {member && <dt>{visible(member)}</dt>}
            <dd>
              {was && (
                <del>
                  <span className="unseen">before: </span>
                  {was}
                </del>
              )}
              {is && (
                <ins>
                  <span className="unseen">after: </span>
                  {is}
                </ins>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </li>
  )
}

function Found({a, b}: {a: string; b: string}) {
  return (
    <Show read={useDiff(a, b)}>
      {({changes, counts, truncated}) =>
        changes.length === 0 ? (
          <Empty>Nothing differs.</Empty>
        ) : (
          <>
            <p>
              {Object.entries(counts)
                .filter(([, count]) => count)
                .map(([op, count]) => `${count} ${op}`)
                .join(', ')}
              {truncated && `; the first ${plural(changes.length, 'change')}`}
            </p>
            <ul className="groups">
              {changes.map((change) => (
                <Change key={`${change.platform} ${change.kind} ${change.key}`} change={change} />
              ))}
            </ul>
          </>
        )
      }
    </Show>
  )
}

export function Diff() {
  const {values, set} = useParameters('a', 'b')
  return (
    <>
      <Title name="Compare">Compare two runs</Title>
      <Filter label="Which runs">
        <RunNumber label="Earlier run" value={values.a} set={(value) => set({a: value})} />
        <RunNumber label="Later run" value={values.b} set={(value) => set({b: value})} />
      </Filter>
      <Panel title="What changed">
        {values.a && values.b ? (
          <Found a={values.a} b={values.b} />
        ) : (
          <Empty>Name an earlier and a later run.</Empty>
        )}
      </Panel>
    </>
  )
}
