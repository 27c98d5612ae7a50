import type { Campaign as CampaignRow } from '../../client/index.js'
import { api } from '../data/api'
import { date, money, qty, unitPrice, words } from '../data/format'
import { useLoad } from '../data/load'
import { place } from '../data/place'
import { Pl, Status } from '../parts/figures'
import { Filters, filterValues, Pager, SelectFilter, TextFilter } from '../parts/filters'
import { Link } from '../parts/link'
import { Empty, Shown } from '../parts/states'
import { type Column, Table } from '../parts/table'

const FILTERS = ['underlying', 'status'] as const

const STATUSES = [
  ['', 'All'],
  ['open,pending', 'Open or pending'],
  ['open', 'Open'],
  ['closed', 'Closed'],
  ['pending', 'Pending'],
  ['unfilled', 'Unfilled'],
] as const

const columns: Column<CampaignRow>[] = [
  {
    name: 'Campaign',
    sort: (row) => row.underlying,
    cell: (row) => (
      <div class="trade">
        <Link to={`/campaigns/${row.campaign_id}`} class="title">
          <b>{row.underlying}</b> <span>{row.strategies.map(words).join(', ')}</span>
        </Link>
      </div>
    ),
  },
  {
    name: 'Status',
    from: 'tablet',
    sort: (row) => row.status,
    cell: (row) => <Status of={row.status} />,
  },
  {
    name: 'Trades',
    numeric: true,
    from: 'tablet',
    sort: (row) => row.trade_count,
    cell: (row) => row.trade_count,
  },
  {
    name: 'Opened',
    from: 'tablet',
    sort: (row) => row.opened_at,
    cell: (row) => date(row.opened_on),
  },
  {
    name: 'Closed',
    from: 'desk',
    sort: (row) => row.closed_at,
    cell: (row) => date(row.closed_on),
  },
  {
    name: 'Premiums and profit before fees',
    head: 'Realized',
    numeric: true,
    from: 'desk',
    sort: (row) => row.realized_pl,
    cell: (row) => <Pl value={row.realized_pl} />,
  },
  {
    name: 'Fees',
    numeric: true,
    from: 'desk',
    sort: (row) => row.fees,
    cell: (row) => money(row.fees),
  },
  {
    name: 'Dividends',
    numeric: true,
    from: 'tablet',
    sort: (row) => row.dividends,
    cell: (row) => <Pl value={row.dividends} />,
  },
  {
    name: 'Shares held',
    head: 'Shares',
    numeric: true,
    from: 'desk',
    sort: (row) => row.shares,
    cell: (row) => qty(row.shares),
  },
  {
    name: 'Adjusted basis of one share',
    head: 'Adjusted basis',
    numeric: true,
    from: 'tablet',
    sort: (row) => row.adjusted_basis,
    cell: (row) => unitPrice(row.adjusted_basis),
  },
  {
    name: 'Total P/L',
    numeric: true,
    sort: (row) => row.total_pl,
    cell: (row) => <Pl value={row.total_pl} why="Opened before the known history." />,
  },
]

export function Campaigns() {
  const { status, ...filter } = filterValues([...FILTERS, 'account'])
  const cursor = place.value.query.get('cursor') ?? undefined
  const list = useLoad(`/campaigns ${JSON.stringify(filter)} ${status} ${cursor}`, (signal) =>
    api.get('/campaigns', {
      query: {
        ...filter,
        ...(status && { status: status.split(',') as 'open'[] }),
        cursor,
        limit: 100,
      },
      signal,
    }),
  )
  return (
    <>
      <h1>Campaigns</h1>
      <p class="dim">
        Trades that rolls, deliveries and cover connect: a wheel, a repaired spread. A trade without
        such a link is a campaign of one.
      </p>
      <Filters names={FILTERS}>
        <TextFilter name="underlying" label="Underlying" placeholder="any" upper />
        <SelectFilter name="status" label="Status" options={STATUSES} />
      </Filters>
      <Shown of={list} rows={14}>
        {({ campaigns, next_cursor }) =>
          campaigns.length === 0 ? (
            <Empty>No campaign matches.</Empty>
          ) : (
            <>
              <Table
                caption="Campaigns, last begun first"
                rows={campaigns}
                keyOf={(row) => row.campaign_id}
                isBusy={list.isLoading}
                columns={columns}
              />
              <Pager next={next_cursor} shown={campaigns.length} noun="campaigns" />
            </>
          )
        }
      </Shown>
    </>
  )
}
