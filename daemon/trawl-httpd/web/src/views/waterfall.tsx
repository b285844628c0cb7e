// When each platform worked, on one time axis from the run's creation to its end (or now).
import type {PlatformRow, Run} from '../api/types'
import {duration} from '../format'
import {Status, toneOf} from '../parts/status'
import {useNow} from '../parts/time'

const ticks = [0, 0.25, 0.5, 0.75, 1]
const width = 1000 // of the drawing; it stretches with its column
const height = 18

type Axis = {from: number; to: number}
const place = (axis: Axis, time: number) => (width * (time - axis.from)) / Math.max(axis.to - axis.from, 1)

function Bar({axis, row}: {axis: Axis; row: PlatformRow}) {
  const begin = row.started_at === null ? axis.to : Date.parse(row.started_at)
  const end = row.finished_at === null ? axis.to : Date.parse(row.finished_at)
  const left = place(axis, begin)
  return (
    <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {ticks.map((part) => (
        <line key={part} x1={width * part} x2={width * part} y1={0} y2={height} className="grid" />
      ))}
      <rect x={0} y={height / 2 - 1} width={left} height={2} className="wait" />
      {row.started_at !== null && (
        <rect
          x={left}
          y={3}
          width={Math.max(place(axis, end) - left, 3)}
          height={height - 6}
          className={toneOf(row.status)}
        />
      )}
    </svg>
  )
}

export function Waterfall({run}: {run: Run}) {
  const now = useNow()
  const from = Date.parse(run.created_at)
  const axis = {from, to: run.finished_at === null ? Math.max(now, from + 1) : Date.parse(run.finished_at)}
  return (
    <ul className="waterfall">
      <li aria-hidden="true">
        <span />
        <span className="axis">
          {ticks.map((part) => (
            <span key={part}>{duration(Math.round((axis.to - axis.from) * part))}</span>
          ))}
        </span>
        <span />
      </li>
      {(run.platforms ?? []).map((row) => (
        <li key={row.name}>
          <span className="name">{row.name}</span>
          <Bar axis={axis} row={row} />
          <span>
            <Status of={row.status} />{' '}
            <span className="faint">
              {row.started_at === null
                ? 'has not started'
                : `began after ${duration(Date.parse(row.started_at) - from)}, took ${duration(row.duration_ms ?? axis.to - Date.parse(row.started_at))}`}
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}
