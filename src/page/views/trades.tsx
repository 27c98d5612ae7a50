import { useState } from 'preact/hooks'
import { api } from '../data/api'
import { useChange } from '../data/change'
import { count, money, plural } from '../data/format'
import { useLoad } from '../data/load'
import { place } from '../data/place'
import { STRATEGY_TYPES } from '../data/strategies'
import { Pl } from '../parts/figures'
import {
  DateFilter,
  Filters,
  filterValues,
  Pager,
  SelectFilter,
  TextFilter,
} from '../parts/filters'
import { Empty, Problem, Shown } from '../parts/states'
import { Table } from '../parts/table'
import { tradeColumns } from '../parts/trade-columns'

const FILTERS = [
  'underlying',
  'strategy',
  'strategy_type',
  'status',
  'tag',
  'since',
  'until',
  'closed_since',
  'closed_until',
] as const

const STATUSES = [
  ['', 'All'],
  ['open,partial', 'Open or partly closed'],
  ['open', 'Open'],
  ['partial', 'Partly closed'],
  ['closed', 'Closed'],
  ['pending', 'Pending'],
  ['unfilled', 'Unfilled'],
] as const

const PAGE = 100

type Filter = Partial<Record<(typeof FILTERS)[number] | 'account', string>>

/** The filter as the client types it: the API itself refuses words that it does not know. */
const asQuery = ({ status, ...filter }: Filter) =>
  ({ ...filter, ...(status && { status: status.split(',') }) }) as object

export function Trades() {
  const filter = filterValues([...FILTERS, 'account'])
  const cursor = place.value.query.get('cursor') ?? undefined
  const list = useLoad(`/trades ${JSON.stringify(filter)} ${cursor}`, (signal) =>
    api.get('/trades', {
      query: { ...asQuery(filter), cursor, limit: PAGE, include: 'totals' },
      signal,
    }),
  )
  return (
    <>
      <div class="title">
        <h1>Trades</h1>
        <Download filter={filter} />
      </div>
      <Filters names={FILTERS} more={<MoreFilters />}>
        <TextFilter name="underlying" label="Underlying" placeholder="any" upper />
        <SelectFilter name="status" label="Status" options={STATUSES} />
      </Filters>
      <Shown of={list} rows={14}>
        {({ trades, totals, next_cursor }) =>
          trades.length === 0 ? (
            <Empty>
              {Object.keys(filter).length > 0
                ? 'No trade matches these filters.'
                : 'There are no trades yet. They appear after the first sync.'}
            </Empty>
          ) : (
            <>
              <Table
                caption="Trades, last opened first"
                rows={trades}
                keyOf={(row) => row.trade_id}
                isBusy={list.isLoading}
                columns={[
                  { ...tradeColumns.trade, total: totals && totalsText(totals) },
                  tradeColumns.status,
                  tradeColumns.opened,
                  tradeColumns.closed,
                  tradeColumns.expiry,
                  tradeColumns.quantity,
                  tradeColumns.entry,
                  { ...tradeColumns.fees, total: totals && money(totals.fees) },
                  { ...tradeColumns.net, total: totals && <Pl value={totals.net_pl} /> },
                  {
                    ...tradeColumns.unrealized,
                    total: totals && <Pl value={totals.unrealized_pl} why="A price is missing." />,
                  },
                ]}
              />
              <Pager next={next_cursor} shown={trades.length} noun="trades" />
            </>
          )
        }
      </Shown>
    </>
  )
}

const MoreFilters = () => (
  <>
    <TextFilter name="strategy" label="Strategy" placeholder="any" />
    <SelectFilter name="strategy_type" label="Family" options={STRATEGY_TYPES} />
    <TextFilter name="tag" label="Tag" placeholder="any" />
    <DateFilter name="since" label="Opened from" />
    <DateFilter name="until" label="Opened before" />
    <DateFilter name="closed_since" label="Closed from" />
    <DateFilter name="closed_until" label="Closed before" />
  </>
)

interface Totals {
  trades: number
  open_trades: number
  incomplete_trades: number
}

function totalsText({ trades, open_trades, incomplete_trades }: Totals): string {
  const parts = [plural(trades, 'trade')]
  if (open_trades > 0) parts.push(`${count(open_trades)} open`)
  if (incomplete_trades > 0) parts.push(`${count(incomplete_trades)} incomplete, not in the sums`)
  return parts.join(', ')
}

/** Saves exactly the trades that match the filters, on all pages. */
function Download({ filter }: { filter: Filter }) {
  const [isDone, setDone] = useState(false)
  const download = useChange<Filter>(async (asked) => {
    const file = await api.get('/trades.csv', { query: asQuery(asked) })
    save(file, 'trades.csv')
    setDone(true)
  })
  return (
    <div class="aside">
      <button type="button" disabled={download.isSending} onClick={() => download.send(filter)}>
        {download.isSending ? 'Preparing the file' : 'Download CSV'}
      </button>
      <span class="hidden" role="status">
        {isDone ? 'The file was downloaded.' : ''}
      </span>
      {download.error !== undefined && <Problem error={download.error} />}
    </div>
  )
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
