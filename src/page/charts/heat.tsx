import type { EquityPoint } from '../../client/index.js'
import { dayNumber, longDate, shortMonth, signedMoney } from '../data/format'
import { useWidth } from './width'

const LABEL = 30
const HEAD = 18
const NARROW = 620
const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS

interface HeatProps {
  year: string
  days: readonly EquityPoint[]
  /** Called with the month of a day that was clicked. */
  choose: (month: string) => void
}

/** A year as a heat map: a column for each week, a row for each weekday. */
export function Heat({ year, days, choose }: HeatProps) {
  const [ref, width] = useWidth()
  const own = days.filter(({ date }) => date.startsWith(year))
  const largest = Math.max(1, ...own.map(({ net_pl }) => Math.abs(net_pl)))
  const byDay = new Map(own.map((day) => [day.date, day]))
  const first = dayNumber(`${year}-01-01`)
  const start = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY_MS
  const all = daysOf(year)
  const weeks = Math.floor((dayNumber(`${year}-12-31`) - start) / WEEK_MS) + 1
  // On narrow screens a year is two halves, one below the other.
  const halves = width < NARROW ? 2 : 1
  const perHalf = Math.ceil(weeks / halves)
  const step = Math.max(4, (width - LABEL) / perHalf)
  const size = Math.min(22, step)
  const half = HEAD + 7 * size + 6
  const weekOf = (at: number) => Math.floor((at - start) / WEEK_MS)
  const top = (at: number) => HEAD + Math.floor(weekOf(at) / perHalf) * half
  const x = (at: number) => LABEL + (weekOf(at) % perHalf) * step
  const y = (at: number) => top(at) + (((at - start) / DAY_MS) % 7) * size
  const gains = own.filter(({ net_pl }) => net_pl > 0).length
  const losses = own.filter(({ net_pl }) => net_pl < 0).length
  return (
    <div class="chart heat" ref={ref}>
      {width > 0 && (
        <svg
          role="img"
          aria-label={`Days of ${year}: ${gains} with a profit, ${losses} with a loss`}
          viewBox={`0 0 ${width} ${half * halves}`}
        >
          {['Mon', 'Wed', 'Fri'].flatMap((name, index) =>
            Array.from({ length: halves }, (_, part) => (
              <text
                key={`${name} ${part}`}
                class="axis"
                x="0"
                y={HEAD + part * half + (index * 2 + 0.75) * size}
              >
                {name}
              </text>
            )),
          )}
          {Array.from({ length: 12 }, (_, index) => {
            const day = `${year}-${String(index + 1).padStart(2, '0')}-01`
            return (
              <text key={day} class="axis" x={x(dayNumber(day))} y={top(dayNumber(day)) - 6}>
                {shortMonth(day)}
              </text>
            )
          })}
          {all.map((day) => {
            const at = dayNumber(day)
            const known = byDay.get(day)
            const value = known?.net_pl ?? 0
            const tone = value === 0 ? '' : `${value > 0 ? 'up' : 'down'}${toneOf(value, largest)}`
            return (
              // biome-ignore lint/a11y/noStaticElementInteractions: the table behind has links.
              <rect
                key={day}
                class={`cell ${tone}`}
                x={x(at)}
                y={y(at)}
                width={step - 2}
                height={size - 2}
                rx={size > 10 ? 2.5 : 1}
                onClick={() => choose(day.slice(0, 7))}
              >
                <title>{`${longDate(day)}: ${known ? signedMoney(value) : 'nothing'}`}</title>
              </rect>
            )
          })}
        </svg>
      )}
    </div>
  )
}

function daysOf(year: string): string[] {
  const first = dayNumber(`${year}-01-01`)
  const count = Math.round((dayNumber(`${Number(year) + 1}-01-01`) - first) / DAY_MS)
  return Array.from({ length: count }, (_, index) =>
    new Date(first + index * DAY_MS).toISOString().slice(0, 10),
  )
}

/** How strongly a day is coloured, 1 to 4, by its share of the largest day. */
export const toneOf = (value: number, largest: number): number =>
  Math.min(4, Math.max(1, Math.ceil(Math.sqrt(Math.abs(value) / largest) * 4)))
