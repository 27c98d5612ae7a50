import type { Account, Campaign, Order, Position, paths, Trade } from '../../client/index.js'
import { PARAMETERS } from '../parameters.js'
import { amount, type Column, price, profit, quantity, text } from '../table.js'
import { listCommand } from './list.js'

/** The query of a list. */
type QueryOf<P extends keyof paths> = paths[P] extends {
  get: { parameters: { query?: infer Query extends object } }
}
  ? Query
  : never

export const TRADE_COLUMNS: readonly Column<Trade>[] = [
  text('Opened', (row) => row.opened_on),
  text('Closed', (row) => row.closed_on),
  text('Underlying', (row) => row.underlying),
  text('Strategy', (row) => row.strategy),
  quantity('Qty', (row) => row.quantity),
  text('Status', (row) => row.status),
  text('Expiry', (row) => row.expiry_date),
  amount('Entry', (row) => row.entry_cash),
  amount('Fees', (row) => row.fees),
  profit('Net P/L', (row) => row.net_pl),
  profit('Open P/L', (row) => row.unrealized_pl),
  text('Trade', (row) => row.trade_id),
]

export const trades = listCommand({
  name: 'trades',
  summary: 'List trades, last opened first',
  parameters: PARAMETERS.listTrades,
  page: (legbook, query: QueryOf<'/trades'>) => legbook.get('/trades', { query }),
  rows: (answer) => answer.trades,
  columns: TRADE_COLUMNS,
})

const ORDER_COLUMNS: readonly Column<Order>[] = [
  text('Submitted', (row) => row.submitted_at?.slice(0, 19).replace('T', ' ')),
  text('Symbol', (row) => row.symbol),
  text('Side', (row) => row.side),
  text('Status', (row) => row.status),
  quantity('Qty', (row) => row.qty),
  quantity('Filled', (row) => row.filled_qty),
  price('Price', (row) => row.filled_avg_price),
  text('Trade', (row) => row.trade_id),
]

export const orders = listCommand({
  name: 'orders',
  summary: 'List order legs, last submitted first (times in UTC)',
  parameters: PARAMETERS.listOrders,
  page: (legbook, query: QueryOf<'/orders'>) => legbook.get('/orders', { query }),
  rows: (answer) => answer.orders,
  columns: ORDER_COLUMNS,
})

const CAMPAIGN_COLUMNS: readonly Column<Campaign>[] = [
  text('Opened', (row) => row.opened_on),
  text('Closed', (row) => row.closed_on),
  text('Underlying', (row) => row.underlying),
  text('Status', (row) => row.status),
  quantity('Trades', (row) => row.trade_count),
  amount('Fees', (row) => row.fees),
  amount('Dividends', (row) => row.dividends),
  profit('Net P/L', (row) => row.net_pl),
  profit('Total P/L', (row) => row.total_pl),
  price('Basis', (row) => row.adjusted_basis),
  text('Campaign', (row) => row.campaign_id),
]

export const campaigns = listCommand({
  name: 'campaigns',
  summary: 'List campaigns, last begun first',
  parameters: PARAMETERS.listCampaigns,
  page: (legbook, query: QueryOf<'/campaigns'>) => legbook.get('/campaigns', { query }),
  rows: (answer) => answer.campaigns,
  columns: CAMPAIGN_COLUMNS,
})

const POSITION_COLUMNS: readonly Column<Position>[] = [
  text('Symbol', (row) => row.symbol),
  quantity('Qty', (row) => row.qty),
  price('Entry', (row) => row.avg_entry_price),
  price('Mark', (row) => row.current_price),
  amount('Value', (row) => row.market_value),
  profit('Open P/L', (row) => row.unrealized_pl),
  text('Expiry', (row) => row.expiry_date),
  text('Trade', (row) => row.trade_id),
]

export const positions = listCommand({
  name: 'positions',
  summary: 'List positions by symbol',
  parameters: PARAMETERS.listPositions,
  page: (legbook, query: QueryOf<'/positions'>) => legbook.get('/positions', { query }),
  rows: (answer) => answer.positions,
  columns: POSITION_COLUMNS,
})

const ACCOUNT_COLUMNS: readonly Column<Account>[] = [
  text('Label', (row) => row.label),
  text('Account', (row) => row.account_id),
  text('Environment', (row) => row.environment),
  text('State', (row) => (row.stopped ? 'stopped' : row.running ? 'running' : row.status)),
  text('Last success', (row) => row.last_success_at?.slice(0, 19).replace('T', ' ')),
  quantity('Open trades', (row) => row.open_trades),
  quantity('Positions', (row) => row.open_positions),
  quantity('Quarantined', (row) => row.quarantined),
]

export const accounts = listCommand({
  name: 'accounts',
  summary: 'List accounts by label (times in UTC)',
  parameters: PARAMETERS.listAccounts,
  page: (legbook, query: QueryOf<'/accounts'>) => legbook.get('/accounts', { query }),
  rows: (answer) => answer.accounts,
  columns: ACCOUNT_COLUMNS,
})
