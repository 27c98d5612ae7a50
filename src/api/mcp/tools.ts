import { getCampaign, getCampaigns } from '../campaigns/routes'
import type { Route } from '../http/route'
import { getOrders } from '../orders/routes'
import { deleteOverride, getOverrides, patchTrade, postMerge, postSplit } from '../overrides/routes'
import { getPositions } from '../positions/routes'
import { getReconciliation } from '../reconciliation/routes'
import { getStats } from '../stats/routes'
import { getSyncStatus } from '../sync/routes'
import { getTrade, getTrades } from '../trades/routes'

export type JsonType = 'array' | 'object' | 'boolean' | 'string' | 'null'

/** A tool: one route of the API, with the names of its parameters as arguments. */
export interface Tool {
  /** The operation's id in the OpenAPI document, in snake_case. */
  name: string
  title: string
  /** For the model: what the tool answers and when to use it. */
  description: string
  route: Pick<Route, 'method' | 'path' | 'request'>
  /** Parameters of the route that the tool does not have. */
  without?: readonly string[]
  /** Properties of the answer beside `status`. */
  answer: Record<string, JsonType | readonly JsonType[]>
  /** Properties that the answer has only on request. */
  mayAnswer?: Record<string, JsonType>
  /** A list of the answer that only an argument of the same name brings: it can be long. */
  onRequest?: { list: string; description: string }
  /** Only of a tool that changes something. */
  write?: { destructive: boolean; idempotent: boolean }
}

/** Rows of a page unless `limit` is given: an assistant reads every row. */
export const PAGE_OF_TOOL = 10

const PAGED = { next_cursor: ['string', 'null'] } as const

/** The tools, in the order in which they are listed. */
export const TOOLS: readonly Tool[] = [
  {
    name: 'list_trades',
    title: 'List trades',
    description:
      'Trades, last opened first: each is one entry with its legs, profit, fees, status and ids. Filter by underlying, status, strategy, tag or dates. include=totals adds the sums of all that match, so that you need not read every page to add up.',
    route: getTrades,
    answer: { trades: 'array', ...PAGED },
    mayAnswer: { totals: 'object' },
  },
  {
    name: 'get_trade',
    title: 'Get one trade',
    description:
      'One trade by its trade_id, with its fills, fees, order legs and the chain of rolls that it belongs to.',
    route: getTrade,
    answer: { trade: 'object' },
  },
  {
    name: 'list_campaigns',
    title: 'List campaigns',
    description:
      'Campaigns, last begun first: trades connected by rolls, assignments and cover, such as a wheel. total_pl includes dividends; adjusted_basis is what one share still held has cost.',
    route: getCampaigns,
    answer: { campaigns: 'array', ...PAGED },
  },
  {
    name: 'get_campaign',
    title: 'Get one campaign',
    description: 'One campaign by its campaign_id, with all its trades, first opened first.',
    route: getCampaign,
    answer: { campaign: 'object' },
  },
  {
    name: 'get_stats',
    title: 'Profit statistics',
    description:
      'Profit, fees, dividends, win rate, expectancy and drawdown: in total, by strategy, by underlying and by month. Here since and until bound when profit was made, not when trades were opened. Use it for every question about sums over time.',
    route: getStats,
    answer: { total: 'object', by_strategy: 'array', by_underlying: 'array', by_month: 'array' },
    mayAnswer: { equity_curve: 'array' },
    onRequest: {
      list: 'equity_curve',
      description: 'Whether to add the profit of each day, which can be hundreds of rows.',
    },
  },
  {
    name: 'list_positions',
    title: 'List positions',
    description:
      "Positions as the broker holds them, by symbol, at the broker's last marks. Each names the trade that it belongs to.",
    route: getPositions,
    without: ['include'],
    answer: { positions: 'array', ...PAGED },
  },
  {
    name: 'list_orders',
    title: 'List order legs',
    description:
      'Order legs, newest first, unfilled and canceled ones included. For what was made or lost, list_trades is the better tool.',
    route: getOrders,
    without: ['include', 'offset'],
    answer: { orders: 'array', ...PAGED },
  },
  {
    name: 'get_reconciliation',
    title: 'Reconciliation with the broker',
    description:
      'Whether the trades explain the positions, the cash and the equity of the broker to the cent, with the cause of each difference. Check it before you trust a sum: state is balanced, settling or differs.',
    route: getReconciliation,
    answer: {
      balanced: ['boolean', 'null'],
      state: ['string', 'null'],
      symbols: 'array',
      cash: 'object',
      proof: 'object',
      differences: 'array',
      unbooked: 'array',
      accounts: 'array',
    },
  },
  {
    name: 'get_sync_status',
    title: 'Get the sync status',
    description:
      'The accounts with their labels, when each was last read from the broker, and what went wrong since. Use it for the names of accounts and for how fresh the data is.',
    route: getSyncStatus,
    answer: { accounts: 'array', webhooks: 'array' },
  },
  {
    name: 'list_overrides',
    title: 'List overrides',
    description:
      'What the user changed by hand, newest first: merges, splits, and names, tags and notes of trades.',
    route: getOverrides,
    answer: { overrides: 'array', ...PAGED },
  },
  {
    name: 'update_trade',
    title: 'Tag, annotate or rename a trade',
    description:
      'Sets the tags, the note or the strategy of a trade. What you leave out stays; tags and note replace the present ones, so read the trade first if you want to add to them.',
    route: patchTrade,
    answer: { trade: 'object', override: ['object', 'null'], has_more: 'boolean' },
    write: { destructive: true, idempotent: true },
  },
  {
    name: 'merge_trades',
    title: 'Merge trades',
    description:
      'Merges two or more trades of one account and underlying into one. delete_override undoes it.',
    route: postMerge,
    answer: { trade: 'object', override: 'object', has_more: 'boolean' },
    write: { destructive: false, idempotent: false },
  },
  {
    name: 'split_trade',
    title: 'Split a trade',
    description:
      'Splits opening orders off a trade into a trade of their own. get_trade lists the orders; order_ids are their alpaca_order_id. delete_override undoes it.',
    route: postSplit,
    answer: { trades: 'array', override: 'object', has_more: 'boolean' },
    write: { destructive: false, idempotent: false },
  },
  {
    name: 'delete_override',
    title: 'Undo an override',
    description:
      'Deletes an override by its id: it undoes a merge or a split, or removes the name, tags and note of a trade.',
    route: deleteOverride,
    answer: { trades: 'array', has_more: 'boolean' },
    write: { destructive: true, idempotent: false },
  },
]
