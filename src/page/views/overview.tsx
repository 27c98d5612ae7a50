import type { AccountSyncStatus, Stats, Trade } from '../../client/index.js'
import { type Bar, Bars } from '../charts/bars'
import { EquityChart } from '../charts/equity'
import { accounts, accountsError, chosenAccount } from '../data/account'
import { api } from '../data/api'
import {
  count,
  duration,
  money,
  monthsBefore,
  percent,
  plural,
  ratio,
  shortMonth,
  time,
  today,
} from '../data/format'
import { useLoad } from '../data/load'
import { place, setQuery } from '../data/place'
import { Figure, Panel, Pl } from '../parts/figures'
import { Link } from '../parts/link'
import { Empty, Problem, Shown } from '../parts/states'
import { Table } from '../parts/table'
import { tradeColumns } from '../parts/trade-columns'

const RANGES = [
  ['1m', '1M', 'The last month'],
  ['3m', '3M', 'The last 3 months'],
  ['6m', '6M', 'The last 6 months'],
  ['ytd', 'YTD', 'This year'],
  ['1y', '1Y', 'The last year'],
  ['', 'All', 'Everything'],
] as const

/** The first day of a range; undefined for everything. */
function startOf(range: string): string | undefined {
  if (range === 'ytd') return `${today().slice(0, 4)}-01-01`
  const months = { '1m': 1, '3m': 3, '6m': 6, '1y': 12 }[range]
  return months === undefined ? undefined : monthsBefore(today(), months)
}

const MOST_OPEN = 50

export function Overview() {
  const account = chosenAccount.value
  const range = place.value.query.get('range') ?? ''
  const since = startOf(range)
  const stats = useLoad(`/stats ${account} ${since}`, (signal) =>
    api.get('/stats', { query: { account, since }, signal }),
  )
  const open = useLoad(`/trades open ${account}`, (signal) =>
    api.get('/trades', {
      query: { account, status: ['open', 'partial'], limit: MOST_OPEN, include: 'totals' },
      signal,
    }),
  )
  return (
    <>
      <h1 class="hidden">Overview</h1>
      {stats.error !== undefined && <Problem error={stats.error} retry={stats.reload} />}
      <Figures total={stats.data?.total} isBusy={stats.isLoading} />
      <Panel title="Equity curve" aside={<Ranges chosen={range} />}>
        {stats.data?.equity_curve.length === 0 ? (
          <Empty>Nothing was made or lost in this range.</Empty>
        ) : (
          <EquityChart points={stats.data?.equity_curve ?? []} />
        )}
      </Panel>
      <div class="columns">
        <Panel
          title="Open trades"
          aside={
            <Link to="/trades" query={{ status: 'open,partial' }}>
              All open trades
            </Link>
          }
        >
          <Shown of={open}>
            {({ trades, totals }) => (
              <OpenTrades trades={trades} unrealized={totals?.unrealized_pl ?? null} />
            )}
          </Shown>
        </Panel>
        <div>
          <Panel title="Sync and proof" aside={<Link to="/sync">Details</Link>}>
            <Accounts />
          </Panel>
          {stats.data && stats.data.by_month.length > 0 && (
            <Panel title="Months" aside={<Link to="/calendar">Calendar</Link>}>
              <Bars title="Net profit by month" bars={lastMonths(stats.data)} />
            </Panel>
          )}
        </div>
      </div>
    </>
  )
}

const MONTHS = 13

/** The last months, the newest first. */
const lastMonths = ({ by_month }: Stats): Bar[] =>
  by_month
    .slice(-MONTHS)
    .toReversed()
    .map((row) => ({
      name: `${shortMonth(`${row.month}-01`)} ${row.month.slice(0, 4)}`,
      value: row.net_pl,
    }))

function Ranges({ chosen }: { chosen: string }) {
  return (
    <fieldset class="segments" aria-label="Range">
      {RANGES.map(([range, text, label]) => (
        <button
          key={range}
          type="button"
          aria-pressed={chosen === range}
          title={label}
          onClick={() => setQuery({ range })}
        >
          {text}
        </button>
      ))}
    </fieldset>
  )
}

/** The figures; dashes of the same height until they are known, so that nothing moves. */
function Figures({ total, isBusy }: { total: Stats['total'] | undefined; isBusy: boolean }) {
  const even = total === undefined ? 0 : total.trades - total.wins - total.losses
  return (
    <dl class="figures" aria-busy={isBusy || undefined}>
      <Figure
        name="Net P/L"
        note={`after ${money(total?.fees)} fees`}
        title="Profit of everything that was closed, less fees"
      >
        <Pl value={total?.net_pl} />
      </Figure>
      <Figure
        name="Win rate"
        note={`${count(total?.wins)} won, ${count(total?.losses)} lost${even > 0 ? `, ${count(even)} even` : ''}`}
        title="Per trade, not per leg"
      >
        {percent(total?.win_rate)}
      </Figure>
      <Figure name="Profit factor" note="won for each dollar lost">
        {ratio(total?.profit_factor)}
      </Figure>
      <Figure name="Expectancy" note={`per trade, of ${count(total?.trades)}`}>
        <Pl value={total?.expectancy} />
      </Figure>
      <Figure name="Drawdown" note="largest fall from a peak">
        {money(total?.max_drawdown)}
      </Figure>
      <Figure name="Dividends" note="not in the net P/L">
        {money(total?.dividends)}
      </Figure>
      <Figure
        name="Days held"
        note={
          total && total.incomplete_trades > 0
            ? `${total.incomplete_trades} incomplete trades left out`
            : 'on average'
        }
      >
        {ratio(total?.average_days_held)}
      </Figure>
    </dl>
  )
}

function OpenTrades({ trades, unrealized }: { trades: Trade[]; unrealized: number | null }) {
  if (trades.length === 0) return <Empty>No trade is open.</Empty>
  const { trade, status, opened, expiry, net, unrealized: marked, risk } = tradeColumns
  return (
    <Table
      caption="Open trades"
      rows={trades}
      keyOf={(row) => row.trade_id}
      columns={[
        { ...trade, total: plural(trades.length, 'open trade') },
        { ...opened, from: 'desk' },
        { ...status, from: 'desk' },
        { ...expiry, from: 'tablet' },
        risk,
        { ...net, head: 'Realized', from: 'tablet' },
        { ...marked, total: <Pl value={unrealized} why="A price is missing." /> },
      ]}
    />
  )
}

const STATE_TEXT = {
  balanced: ['good', '✓ Balanced', 'The ledger agrees with the broker to the cent.'],
  settling: ['wait', '◷ Settling', 'Every difference has a cause that passes by itself.'],
  differs: ['bad', '✕ Differs', 'The ledger and the broker differ.'],
} as const

/** Whether the ledger agrees with the broker. */
export function ProofState({ of }: { of: AccountSyncStatus['state'] }) {
  if (of === null) return <span class="dim">not compared yet</span>
  const [tone, text, title] = STATE_TEXT[of as keyof typeof STATE_TEXT]
  return (
    <span class={`badge ${tone}`} title={title}>
      {text}
    </span>
  )
}

function Accounts() {
  const all = accounts.value
  if (all === null) {
    return accountsError.value === undefined ? (
      <div class="waiting" role="status" aria-label="Loading" />
    ) : (
      <Problem error={accountsError.value} />
    )
  }
  const account = chosenAccount.value
  const shown = all.filter(
    ({ label, account_id }) => !account || [label, account_id].includes(account),
  )
  if (shown.length === 0) return <Empty>No account is set up. Set the keys of one at Alpaca.</Empty>
  return (
    <ul class="accounts">
      {shown.map((one) => (
        <li key={one.label}>
          <b>{one.label}</b> <ProofState of={one.state} />
          <p class="dim">{freshness(one)}</p>
          {one.failing && (
            <p class="warn">
              {plural(one.failing.runs, 'sync', 'syncs')} failed in a row: {one.last_error?.message}
            </p>
          )}
          {one.quarantined > 0 && (
            <p class="warn">{plural(one.quarantined, 'payload')} quarantined</p>
          )}
        </li>
      ))}
    </ul>
  )
}

function freshness({ stopped, running, last_success_at, lag_seconds }: AccountSyncStatus): string {
  if (stopped) return 'Stopped.'
  if (running) return 'A sync is running.'
  if (last_success_at === null) return 'Never synced.'
  return `Synced ${duration(lag_seconds)} ago, ${time(last_success_at)} New York`
}
