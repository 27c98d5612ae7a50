import type { EquityPoint, Stats } from '../../client/index.js'
import { Heat, toneOf } from '../charts/heat'
import { chosenAccount } from '../data/account'
import { api } from '../data/api'
import {
  addDays,
  dayNumber,
  longDate,
  month,
  monthsBefore,
  shortMoney,
  today,
} from '../data/format'
import { useLoad } from '../data/load'
import { place, setQuery } from '../data/place'
import { Panel, Pl } from '../parts/figures'
import { Link } from '../parts/link'
import { Shown } from '../parts/states'
import { Behind, Table } from '../parts/table'

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** The Monday of a date's week. */
const monday = (day: string): string =>
  addDays(day, -((new Date(dayNumber(day)).getUTCDay() + 6) % 7))

/** The weeks of a month: each its seven dates, those of other months included. */
function weeksOf(first: string): string[][] {
  const weeks: string[][] = []
  for (
    let start = monday(first);
    start.slice(0, 7) <= first.slice(0, 7);
    start = addDays(start, 7)
  ) {
    weeks.push(WEEKDAYS.map((_, index) => addDays(start, index)))
  }
  return weeks
}

/** A sum of days in cents, so that no binary fraction shows. */
const sumOf = (days: readonly EquityPoint[]): number =>
  days.reduce((sum, { net_pl }) => sum + Math.round(net_pl * 10_000), 0) / 10_000

export function Calendar() {
  const account = chosenAccount.value
  const asked = place.value.query.get('month') ?? ''
  const shown = /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : today().slice(0, 7)
  const first = `${shown}-01`
  const year = shown.slice(0, 4)
  // A week at the edge of the year has days of the neighbouring one.
  const since = monday(`${year}-01-01`)
  const until = addDays(monday(`${year}-12-31`), 7)
  const stats = useLoad(`/stats calendar ${account} ${year}`, (signal) =>
    api.get('/stats', { query: { account, since, until }, signal }),
  )
  const move = (months: number) =>
    setQuery({ month: monthsBefore(first, -months).slice(0, 7) }, { replace: true })
  return (
    <>
      <div class="title">
        <h1>Calendar</h1>
        <div class="aside">
          <button type="button" aria-label="Previous month" onClick={() => move(-1)}>
            ‹
          </button>
          <input
            type="month"
            aria-label="Month"
            value={shown}
            onChange={(event) => setQuery({ month: event.currentTarget.value }, { replace: true })}
          />
          <button type="button" aria-label="Next month" onClick={() => move(1)}>
            ›
          </button>
        </div>
      </div>
      <Shown of={stats} rows={12}>
        {(data) => <Months first={first} stats={data} />}
      </Shown>
    </>
  )
}

function Months({ first, stats }: { first: string; stats: Stats }) {
  const days = new Map(stats.equity_curve.map((day) => [day.date, day]))
  const sums = stats.by_month.find((row) => row.month === first.slice(0, 7))
  return (
    <>
      <Panel
        title={month(first)}
        aside={
          <span>
            <Pl value={sums?.net_pl ?? 0} />{' '}
            <span class="dim">{`${sums?.trades ?? 0} closed, ${sums?.wins ?? 0} won`}</span>
          </span>
        }
      >
        <Grid first={first} days={days} />
      </Panel>
      <Panel title={first.slice(0, 4)}>
        <Heat
          year={first.slice(0, 4)}
          days={stats.equity_curve}
          choose={(chosen) => setQuery({ month: chosen })}
        />
        <Behind name="Months">
          <Table
            caption={`Months of ${first.slice(0, 4)}`}
            rows={stats.by_month.filter((row) => row.month.startsWith(first.slice(0, 4)))}
            keyOf={(row) => row.month}
            columns={[
              {
                name: 'Month',
                cell: (row) => (
                  <Link to="/calendar" query={{ month: row.month }}>
                    {month(`${row.month}-01`)}
                  </Link>
                ),
              },
              { name: 'Closed trades', numeric: true, cell: (row) => row.trades },
              { name: 'Fees', numeric: true, cell: (row) => row.fees.toFixed(2) },
              { name: 'Net P/L', numeric: true, cell: (row) => <Pl value={row.net_pl} /> },
            ]}
          />
        </Behind>
      </Panel>
    </>
  )
}

interface GridProps {
  first: string
  days: ReadonlyMap<string, EquityPoint>
}

/** A month: each day with what it made, each week with its sum. */
function Grid({ first, days }: GridProps) {
  const weeks = weeksOf(first)
  const largest = Math.max(1, ...[...days.values()].map(({ net_pl }) => Math.abs(net_pl)))
  return (
    <table class="month">
      <caption class="hidden">Net profit of each day of {month(first)}</caption>
      <thead>
        <tr>
          {WEEKDAYS.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
          <th scope="col">Week</th>
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => {
          const known = week.flatMap((day) => days.get(day) ?? [])
          const [start = first] = week
          return (
            <tr key={start}>
              {week.map((day) => (
                <Day key={day} day={day} of={days.get(day)} largest={largest} first={first} />
              ))}
              <td class="week" aria-label={`Sum of the week of ${longDate(start)}`}>
                <span class="hidden">Week of {longDate(start)}: </span>
                {known.length > 0 ? <Sum value={sumOf(known)} /> : <span class="dim">–</span>}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** An amount, in short on narrow screens. */
function Sum({ value }: { value: number }) {
  return (
    <>
      <Pl value={value} />
      <span class={`short ${value < 0 ? 'down' : 'up'}`} aria-hidden="true">
        {shortMoney(value)}
      </span>
    </>
  )
}

interface DayProps {
  day: string
  of: EquityPoint | undefined
  largest: number
  first: string
}

function Day({ day, of, largest, first }: DayProps) {
  const isOther = day.slice(0, 7) !== first.slice(0, 7)
  const number = <time dateTime={day}>{Number(day.slice(8))}</time>
  const isNow = day === today()
  const tone =
    of && of.net_pl !== 0 ? `${of.net_pl > 0 ? 'up' : 'down'}${toneOf(of.net_pl, largest)}` : ''
  const name = `day ${tone} ${isOther ? 'other' : ''} ${isNow ? 'today' : ''}`
  if (!of) return <td class={name}>{number}</td>
  return (
    <td class={name}>
      <Link to="/trades" query={{ closed_since: day, closed_until: addDays(day, 1) }}>
        {number}
        <span class="hidden">{longDate(day).replace(/ \d+ /, ' ')}, trades closed that day</span>
        <Sum value={of.net_pl} />
      </Link>
    </td>
  )
}
