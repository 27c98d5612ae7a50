import { type Micros, micros } from '../../time/micros'
import { newYorkDate } from '../../time/new-york'
import { nonTradeActivity } from './activity'
import { type Books, moveClock } from './books'
import { cents, type Decimal, decimal, plain, ZERO } from './decimal'

/** Shares of a symbol that an action gives for each share held. */
export interface Exchange {
  symbol: string
  /** Shares of the symbol for one share held. */
  ratio: string
  /** Part of the cost of the shares held that it takes, from 0 to 1; default all. */
  costShare?: string
}

/** A corporate action on the shares of one symbol, long or short (src/alpaca/README.md 3.6). */
export interface Reorganization {
  at: string
  symbol: string
  type: 'MA' | 'SPIN' | 'SPLIT' | 'REORG' | 'VOF' | 'DIV' | 'CIL'
  subType?: string
  description: string
  /**
   * What happens to the shares held: `removed`; `restated`, removed and added again at the cost
   * that is left; `kept`, without a row. Default `removed`.
   */
  source?: 'removed' | 'restated' | 'kept'
  /** Shares removed; default all that are held. */
  qty?: string
  added?: readonly Exchange[]
  /** Dollars for one share held. */
  cashPerShare?: string
  /** Whether the rows have a common group_id; default true. */
  isGrouped?: boolean
  /** Whether the rows have the cost of a share as price; default true. */
  isPriced?: boolean
}

interface Rows {
  readonly books: Books
  readonly at: Micros
  readonly request: Reorganization
  readonly common: Readonly<Record<string, string>>
}

/**
 * Books the rows of an action: shares leave at their average cost, others arrive at the part of it
 * that they take, cash comes in a row of its own. Cash reduces the cost that is carried on, not
 * below zero.
 */
export function reorganizeShares(books: Books, request: Reorganization): void {
  const at = moveClock(books, micros(request.at))
  const { symbol, source = 'removed', added = [], cashPerShare } = request
  const held = books.positions.of(symbol)
  if (held.qty.eq(0)) return
  const sign = held.qty.gt(0) ? 1 : -1
  const qty = request.qty === undefined ? held.qty : decimal(request.qty).times(sign)
  const common = {
    ...(request.subType === undefined ? {} : { activity_sub_type: request.subType }),
    description: request.description,
    ...(request.isGrouped === false ? {} : { group_id: books.uuid() }),
  }
  const rows: Rows = { books, at, request, common }
  const cash = cashPerShare === undefined ? ZERO : cents(qty.times(cashPerShare))
  const left = qty.times(held.average).minus(cash)
  const cost = left.times(sign).gt(0) ? left : ZERO
  if (source !== 'kept') addRow(rows, symbol, qty.neg(), held.average)
  for (const exchange of added) {
    const shares = qty.times(exchange.ratio).round(9)
    const price = cost.times(exchange.costShare ?? 1).div(shares)
    addRow(rows, exchange.symbol, shares, price)
  }
  if (source === 'restated') {
    const taken = added.reduce((sum, { costShare = '1' }) => sum.plus(costShare), ZERO)
    addRow(rows, symbol, qty, cost.times(decimal(1).minus(taken)).div(qty))
  }
  if (!cash.eq(0)) payCash(rows, symbol, cash)
}

function addRow(rows: Rows, symbol: string, change: Decimal, price: Decimal): void {
  const { books, at, request } = rows
  books.positions.change(symbol, at, change, price)
  const priced = request.isPriced === false ? {} : { price: plain(price, 9) }
  post(rows, ZERO, { symbol, cusip: symbol, qty: plain(change), ...priced })
}

function payCash(rows: Rows, symbol: string, amount: Decimal): void {
  rows.books.cash.add(amount)
  post(rows, amount, { symbol, cusip: symbol })
}

function post(
  { books, at, request, common }: Rows,
  net: Decimal,
  details: Readonly<Record<string, string>>,
): void {
  books.activities.add(
    nonTradeActivity({
      uuid: books.uuid(),
      type: request.type,
      date: newYorkDate(at),
      createdAt: at,
      netAmount: plain(net),
      details: { ...common, ...details },
    }),
  )
}
