// Charts as plain SVG. Each is a figure with a sentence for those who do not see it and its numbers as a table.
import type {ReactNode} from 'react'

import {number} from '../format'
import {Table} from './basics'

export type Series = {name: string; tone: string; values: (number | null)[]}
type Properties = {title: string; labels: string[]; series: Series[]; show?: (value: number) => string}

const width = 600
const height = 160

/** The next figure of 1, 2, 5, 10, 20, ... that is not below: a scale that reads well. */
function ceiling(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
  return [1, 2, 5, 10].map((step) => step * magnitude).find((step) => step >= value) ?? value
}

function Frame({
  title,
  labels,
  series,
  show = number,
  top,
  children,
}: Properties & {top: number; children: ReactNode}) {
  return (
    <figure className="chart">
      <figcaption>
        {title}{' '}
        <span className="legend">
          {series.map(({name, tone}) => (
            <span key={name}>
              <svg viewBox="0 0 8 8" aria-hidden="true">
                <rect width="8" height="8" className={tone} />
              </svg>{' '}
              {name}
            </span>
          ))}
        </span>
      </figcaption>
      <div className="plot">
        <span className="top faint" aria-hidden="true">
          {show(top)}
        </span>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${title}, from ${labels[0]} to ${labels.at(-1)}`}
        >
          {children}
        </svg>
        <span className="ends faint" aria-hidden="true">
          <span>{labels[0]}</span>
          <span>{labels.at(-1)}</span>
        </span>
      </div>
      <details>
        <summary>As a table</summary>
        <Table label={title} head={['Day', ...series.map(({name}) => name)]}>
          {labels.map((label, row) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {series.map(({name, values}) => (
                <td key={name} className="figure">
                  {values[row] == null ? '–' : show(values[row])}
                </td>
              ))}
            </tr>
          ))}
        </Table>
      </details>
    </figure>
  )
}

export function StackedBars(properties: Properties) {
  const {labels, series} = properties
  const top = ceiling(
    Math.max(1, ...labels.map((_, day) => series.reduce((sum, {values}) => sum + (values[day] ?? 0), 0))),
  )
  const step = width / labels.length
  return (
    <Frame {...properties} top={top}>
      {labels.map((label, day) => {
        let above = height
        return series.map(({name, tone, values}) => {
          const tall = (height * (values[day] ?? 0)) / top
          above -= tall
          return (
            <rect
              key={label + name}
              x={day * step + step * 0.1}
              y={above}
              width={step * 0.8}
              height={tall}
              className={tone}
            />
          )
        })
      })}
    </Frame>
  )
}

/** Gaps stay gaps: a day without a figure breaks the line; each figure has a mark of its own. */
export function Lines(properties: Properties) {
  const {labels, series} = properties
  const top = ceiling(Math.max(1, ...series.flatMap(({values}) => values.map((value) => value ?? 0))))
  const step = width / labels.length
  const at = (day: number, value: number) => [step * (day + 0.5), height - (height * value) / top] as const
  return (
    <Frame {...properties} top={top}>
      {series.map(({name, tone, values}) => (
        <g key={name} className={tone}>
          {values.map((value, day) => {
            const next = values[day + 1]
            if (value == null) return null
            const [x, y] = at(day, value)
            const [x2, y2] = next == null ? [x, y] : at(day + 1, next)
            return (
              <g key={day}>
                <line x1={x} y1={y} x2={x2} y2={y2} />
                <rect x={x - 3} y={y - 2} width={6} height={4} />
              </g>
            )
          })}
        </g>
      ))}
    </Frame>
  )
}
