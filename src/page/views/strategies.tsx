import type { Stats } from '../../client/index.js'
import { Bars } from '../charts/bars'
import { chosenAccount } from '../data/account'
import { api } from '../data/api'
import { count, money, percent, ratio, UNKNOWN, words } from '../data/format'
import { useLoad } from '../data/load'
import { place, setQuery } from '../data/place'
import { Panel, Pl } from '../parts/figures'
import { DateFilter, Filters, filterValues, TextFilter } from '../parts/filters'
import { Link } from '../parts/link'
import { Empty, Shown } from '../parts/states'
import { Behind, type Column, Table } from '../parts/table'

const FILTERS = ['underlying', 'tag', 'since', 'until'] as const

type Figures = Stats['total'] | Stats['by_strategy'][number]

/** Figures of a group, after the column with its name. */
function figureColumns<Row extends Omit<Figures, 'strategy' | 'max_drawdown'>>(
  total: Stats['total'],
  unit: string,
): Column<Row>[] {
  return [
    {
      name: unit === 'campaign' ? 'Closed campaigns' : 'Closed trades',
      head: 'Closed',
      numeric: true,
      sort: (row) => row.trades,
      cell: (row) => count(row.trades),
      total: count(total.trades),
    },
    {
      name: 'Open',
      numeric: true,
      from: 'desk',
      sort: (row) => row.open_trades,
      cell: (row) => count(row.open_trades),
      total: count(total.open_trades),
    },
    {
      name: 'Win rate',
      numeric: true,
      sort: (row) => row.win_rate,
      cell: (row) => percent(row.win_rate),
      total: percent(total.win_rate),
    },
    {
      name: 'Profit factor',
      numeric: true,
      from: 'tablet',
      sort: (row) => row.profit_factor,
      cell: (row) => ratio(row.profit_factor),
      total: ratio(total.profit_factor),
    },
    {
      name: 'Expectancy',
      numeric: true,
      from: 'tablet',
      sort: (row) => row.expectancy,
      cell: (row) => <Pl value={row.expectancy} />,
      total: <Pl value={total.expectancy} />,
    },
    {
      name: 'Average days held',
      head: 'Days held',
      numeric: true,
      from: 'desk',
      sort: (row) => row.average_days_held,
      cell: (row) => ratio(row.average_days_held),
      total: ratio(total.average_days_held),
    },
    {
      name: 'Fees',
      numeric: true,
      from: 'desk',
      sort: (row) => row.fees,
      cell: (row) => money(row.fees),
      total: money(total.fees),
    },
    {
      name: 'Dividends',
      numeric: true,
      from: 'desk',
      sort: (row) => row.dividends,
      cell: (row) => money(row.dividends),
      total: money(total.dividends),
    },
    {
      name: 'Net P/L',
      numeric: true,
      sort: (row) => row.net_pl,
      cell: (row) => <Pl value={row.net_pl} />,
      total: <Pl value={total.net_pl} />,
    },
  ]
}

export function Strategies() {
  const filter = filterValues(FILTERS)
  const account = chosenAccount.value
  const unit = place.value.query.get('unit') === 'campaign' ? 'campaign' : 'trade'
  const stats = useLoad(`/stats ${unit} ${account} ${JSON.stringify(filter)}`, (signal) =>
    api.get('/stats', { query: { ...filter, account, unit }, signal }),
  )
  return (
    <>
      <div class="title">
        <h1>Strategies</h1>
        <fieldset class="segments" aria-label="What is counted">
          {(['trade', 'campaign'] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={unit === one}
              onClick={() => setQuery({ unit: one === 'trade' ? undefined : one })}
            >
              Per {one}
            </button>
          ))}
        </fieldset>
      </div>
      <Filters names={FILTERS}>
        <TextFilter name="underlying" label="Underlying" placeholder="any" upper />
        <TextFilter name="tag" label="Tag" placeholder="any" />
        <DateFilter name="since" label="From" />
        <DateFilter name="until" label="Before" />
      </Filters>
      <Shown of={stats} rows={14}>
        {(data) =>
          data.by_strategy.length === 0 ? (
            <Empty>No trade was made in this range.</Empty>
          ) : (
            <Groups stats={data} unit={unit} filter={filter} />
          )
        }
      </Shown>
    </>
  )
}

interface GroupsProps {
  stats: Stats
  unit: string
  filter: Record<string, string | undefined>
}

function Groups({ stats, unit, filter }: GroupsProps) {
  const { by_strategy, by_underlying, total } = stats
  const byProfit = by_strategy
    .map(({ strategy, net_pl }) => ({ name: strategy, value: net_pl }))
    .toSorted((a, b) => b.value - a.value)
  const { underlying, tag } = filter
  return (
    <>
      <Panel title="By strategy" aside={<span class="dim">net P/L</span>}>
        <Bars title="Net profit by strategy" bars={byProfit} />
        <Table
          caption="Figures by strategy"
          rows={by_strategy.toSorted((a, b) => b.net_pl - a.net_pl)}
          keyOf={(row) => row.strategy}
          columns={[
            {
              name: 'Strategy',
              sort: (row) => row.strategy,
              cell: (row) => (
                <Link to="/trades" query={{ strategy: row.strategy, underlying, tag }}>
                  {words(row.strategy)}
                </Link>
              ),
              total: 'All',
            },
            ...figureColumns<Stats['by_strategy'][number]>(total, unit),
          ]}
        />
      </Panel>
      <Panel title="By underlying">
        <Table
          caption="Figures by underlying"
          rows={by_underlying.toSorted((a, b) => b.net_pl - a.net_pl)}
          keyOf={(row) => row.underlying}
          columns={[
            {
              name: 'Underlying',
              sort: (row) => row.underlying,
              cell: (row) => (
                <Link to="/trades" query={{ underlying: row.underlying, tag }}>
                  <b>{row.underlying}</b>
                </Link>
              ),
              total: 'All',
            },
            ...figureColumns<Stats['by_underlying'][number]>(total, unit),
          ]}
        />
      </Panel>
      <Behind name="Months">
        <Table
          caption="Figures by month"
          rows={stats.by_month.toReversed()}
          keyOf={(row) => row.month}
          columns={[
            {
              name: 'Month',
              cell: (row) => (
                <Link to="/calendar" query={{ month: row.month }}>
                  {row.month || UNKNOWN}
                </Link>
              ),
            },
            ...figureColumns<Stats['by_month'][number]>(total, unit),
          ]}
        />
      </Behind>
    </>
  )
}
