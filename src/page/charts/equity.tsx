import { useSignal } from '@preact/signals'
import type { EquityPoint } from '../../client/index.js'
import {
  date,
  dayNumber,
  month,
  shortDate,
  shortMoney,
  shortMonth,
  signedMoney,
} from '../data/format'
import { Pl } from '../parts/figures'
import { Behind, Table } from '../parts/table'
import { line, linear, type Scale, ticks } from './scale'
import { pointerAt, useWidth } from './width'

const HEIGHT = 240
const FALL_HEIGHT = 64
const GAP = 14
const AXIS = 20
const LEFT = 54
const RIGHT = 10
const TOP = 10

/** A day of the curve with its fall below the highest value before, never above 0. */
interface Drawn extends EquityPoint {
  fall: number
}

/** The fall counts dividends as the API's `max_drawdown` does: from 0 or the highest value since. */
function withFalls(points: readonly EquityPoint[]): Drawn[] {
  let paid = 0
  let peak = 0
  return points.map((point) => {
    paid += point.dividends
    const value = point.cumulative + paid
    peak = Math.max(peak, value)
    return { ...point, fall: value - peak }
  })
}

/** The curve of cumulative profit, and below it how far it is under its peak. */
export function EquityChart({ points }: { points: readonly EquityPoint[] }) {
  const [ref, width] = useWidth()
  const drawn = withFalls(points)
  return (
    <>
      <div class="chart equity" ref={ref}>
        {width > 0 && drawn.length > 0 && <Curve points={drawn} width={width} />}
      </div>
      <Behind name="Equity curve">
        <EquityTable points={drawn} />
      </Behind>
    </>
  )
}

function Curve({ points, width }: { points: readonly Drawn[]; width: number }) {
  const at = useSignal<number | null>(null)
  const values = points.map(({ cumulative }) => cumulative)
  const low = Math.min(0, ...values)
  const high = Math.max(0, ...values, low + 1)
  const deepest = Math.min(-1, ...points.map(({ fall }) => fall))
  const first = dayNumber(points[0]?.date ?? '')
  const last = Math.max(dayNumber(points.at(-1)?.date ?? ''), first + 86_400_000)
  const x = linear([first, last], [LEFT, width - RIGHT])
  const bottom = TOP + HEIGHT
  const y = linear([low, high], [bottom, TOP])
  const fallTop = bottom + GAP
  const fallY = linear([deepest, 0], [fallTop + FALL_HEIGHT, fallTop])
  const height = fallTop + FALL_HEIGHT + AXIS

  // Each day's change happens on that day: the curve begins at 0 at the left edge.
  const curve = line([[x(first), y(0)], ...points.map((p) => place(p, x, y, 'cumulative'))])
  const falls = line(points.map((p) => place(p, x, fallY, 'fall')))
  const end = points.at(-1)
  const chosen = at.value === null ? undefined : points[at.value]

  const choose = (event: PointerEvent) => {
    at.value = nearest(points, x, pointerAt(event, width))
  }
  return (
    <svg
      role="img"
      aria-label={`Cumulative net profit from ${date(points[0]?.date)} to ${date(end?.date)}: ${signedMoney(end?.cumulative)} dollars at the end, deepest fall ${signedMoney(deepest)}`}
      viewBox={`0 0 ${width} ${height}`}
      onPointerMove={choose}
      onPointerLeave={() => {
        at.value = null
      }}
    >
      {ticks(low, high, 5).map((value) => (
        <g key={value}>
          <line
            class={value === 0 ? 'zero' : 'grid'}
            x1={LEFT}
            x2={width - RIGHT}
            y1={y(value)}
            y2={y(value)}
          />
          <text class="axis" x={LEFT - 8} y={y(value) + 4} text-anchor="end">
            {shortMoney(value)}
          </text>
        </g>
      ))}
      <path class="area" d={`${curve}V${y(0)}H${x(first)}Z`} />
      <path class="curve" d={curve} />
      <path class="fall" d={`${falls}V${fallY(0)}H${x(first)}Z`} />
      <line class="grid" x1={LEFT} x2={width - RIGHT} y1={fallY(0)} y2={fallY(0)} />
      <text class="axis" x={LEFT - 8} y={fallY(0) + 4} text-anchor="end">
        0
      </text>
      <text class="axis" x={LEFT - 8} y={fallY(deepest) + 2} text-anchor="end">
        {shortMoney(deepest)}
      </text>
      <text class="axis" x={LEFT + 6} y={fallY(deepest) - 4}>
        drawdown
      </text>
      <Months first={first} last={last} x={x} y={height - 5} width={width} />
      {chosen && <Cursor point={chosen} x={x} y={y} width={width} bottom={fallTop + FALL_HEIGHT} />}
    </svg>
  )
}

const place = (
  point: Drawn,
  x: Scale,
  y: Scale,
  what: 'cumulative' | 'fall',
): readonly [number, number] => [x(dayNumber(point.date)), y(point[what])]

function nearest(points: readonly Drawn[], x: Scale, pixels: number): number {
  let best = 0
  let distance = Number.POSITIVE_INFINITY
  points.forEach((point, index) => {
    const away = Math.abs(x(dayNumber(point.date)) - pixels)
    if (away < distance) [best, distance] = [index, away]
  })
  return best
}

const MONTH_WIDTH = 46

/** Names of months on the axis, the year at each January. */
function Months(props: { first: number; last: number; x: Scale; y: number; width: number }) {
  const { first, last, x, y, width } = props
  const start = new Date(first)
  const marks: { at: number; text: string }[] = []
  for (let n = 1; ; n += 1) {
    const at = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + n, 1)
    if (at > last) break
    const day = new Date(at).toISOString().slice(0, 10)
    marks.push({ at, text: day.slice(5, 7) === '01' ? day.slice(0, 4) : shortMonth(day) })
  }
  const every = Math.ceil((marks.length * MONTH_WIDTH) / (width - LEFT - RIGHT))
  if (marks.length < 2) {
    return (
      <text class="axis" x={LEFT} y={y}>
        {shortDate(new Date(first).toISOString().slice(0, 10))}
      </text>
    )
  }
  return (
    <>
      {marks
        .filter((_, index) => index % every === 0)
        .map(({ at, text }) => (
          <text key={at} class="axis" x={Math.min(x(at), width - 24)} y={y} text-anchor="middle">
            {text}
          </text>
        ))}
    </>
  )
}

function Cursor(props: { point: Drawn; x: Scale; y: Scale; width: number; bottom: number }) {
  const { point, x, y, width, bottom } = props
  const at = x(dayNumber(point.date))
  const isRight = at > width / 2
  const texts = [
    date(point.date),
    `total ${signedMoney(point.cumulative)}`,
    `day ${signedMoney(point.net_pl)}`,
  ]
  return (
    <g class="cursor">
      <line x1={at} x2={at} y1={TOP} y2={bottom} />
      <circle cx={at} cy={y(point.cumulative)} r="4" />
      {texts.map((text, index) => (
        <text
          key={text}
          x={isRight ? at - 8 : at + 8}
          y={TOP + 12 + index * 16}
          text-anchor={isRight ? 'end' : 'start'}
        >
          {text}
        </text>
      ))}
    </g>
  )
}

const NEWEST = 400

function EquityTable({ points }: { points: readonly Drawn[] }) {
  const rows = points.slice(-NEWEST).toReversed()
  return (
    <Table
      caption={`Equity curve by day, newest first${points.length > NEWEST ? `, the last ${NEWEST} days of ${month(points[0]?.date)} and later` : ''}`}
      rows={rows}
      keyOf={(row) => row.date}
      columns={[
        { name: 'Day', cell: (row) => date(row.date) },
        { name: 'Net P/L', numeric: true, cell: (row) => <Pl value={row.net_pl} /> },
        { name: 'Dividends', numeric: true, cell: (row) => <Pl value={row.dividends} /> },
        { name: 'Cumulative', numeric: true, cell: (row) => <Pl value={row.cumulative} /> },
        { name: 'Below peak', numeric: true, cell: (row) => <Pl value={row.fall} /> },
      ]}
    />
  )
}
