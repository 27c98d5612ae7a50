import { addDays } from '../../time/calendar'
import { isTradingDay, nextTradingDay } from '../../time/exchange-calendar'
import { HOUR, type Micros, micros } from '../../time/micros'
import { newYorkDate, newYorkTime } from '../../time/new-york'
import { nonTradeActivity } from './activity'
import { type Books, moveClock } from './books'
import { type Decimal, decimal, plain, ZERO } from './decimal'

/** The times of an option event: when the position changes, and when the activity appears. */
export interface EventRequest {
  /** When the position changes. */
  at: string
  /** Contracts, a positive number; default all that are held. */
  qty?: string
  /** The `date` of the activity; default by the account's `optionEvents`. */
  date?: string
  /** The `created_at` of the activity; default by the account's `optionEvents`. */
  createdAt?: string
  /**
   * Dollars that settle an exercise or assignment, below zero where the account pays: OPCSH in the
   * group of the event.
   */
  cash?: string
  /** The `created_at` of the OPCSH row; default that of the event. */
  cashCreatedAt?: string
}

/**
 * Expires a contract as worthless: OPEXP with the change of the position as qty
 * (src/alpaca/README.md 3.4).
 */
export function expireOption(books: Books, symbol: string, request: EventRequest): void {
  const change = takeAway(books, symbol, request)
  optionRow(books, 'OPEXP', 'Options Expiry', symbol, change, request, books.uuid())
}

/**
 * Assigns a short contract: OPASN, its shares as OPTRD at the strike, and cash as OPCSH.
 * @throws RangeError without a short position.
 */
export function assignOption(books: Books, symbol: string, request: EventRequest): void {
  if (books.positions.qty(symbol).gte(0)) throw new RangeError('no short position to assign')
  const change = takeAway(books, symbol, request)
  const group = books.uuid()
  optionRow(books, 'OPASN', 'Options Assignment', symbol, change, request, group)
  deliver(books, symbol, change.abs(), false, request, group)
  settle(books, request, group)
}

/**
 * Exercises a long contract: OPEXC, its shares as OPTRD at the strike, and cash as OPCSH.
 * @throws RangeError without a long position.
 */
export function exerciseOption(books: Books, symbol: string, request: EventRequest): void {
  if (books.positions.qty(symbol).lte(0)) throw new RangeError('no long position to exercise')
  const change = takeAway(books, symbol, request)
  const group = books.uuid()
  optionRow(books, 'OPEXC', 'Options Exercise', symbol, change, request, group)
  deliver(books, symbol, change.abs(), true, request, group)
  settle(books, request, group)
}

/**
 * Removes contracts from the position. Returns the signed change: positive for a short position.
 */
function takeAway(books: Books, symbol: string, request: EventRequest): Decimal {
  const at = moveClock(books, micros(request.at))
  const held = books.positions.of(symbol)
  const qty = request.qty === undefined ? held.qty.abs() : decimal(request.qty)
  if (qty.lte(0) || qty.gt(held.qty.abs())) throw new RangeError('more than is held')
  const change = held.qty.gt(0) ? qty.neg() : qty
  books.positions.change(symbol, at, change, ZERO)
  return change
}

/**
 * Delivers the shares. Long calls and short puts receive them, long puts and short calls pay with
 * them.
 */
function deliver(
  books: Books,
  symbol: string,
  contracts: Decimal,
  exercised: boolean,
  request: EventRequest,
  group: string,
): void {
  const terms = books.contracts.terms(symbol)
  if (!terms) throw new RangeError(`${symbol} is no option`)
  const receives = (terms.optionType === 'call') === exercised
  for (const deliverable of books.contracts.deliverables(symbol)) {
    const perContract = decimal(terms.strike).times(deliverable.allocationPercentage)
    const shares = contracts.times(deliverable.amount).times(receives ? 1 : -1)
    const price = perContract.div(deliverable.amount)
    const net = shares.times(price).neg().round(2)
    books.positions.change(deliverable.symbol, books.clock, shares, price)
    books.cash.add(net)
    row(books, 'OPTRD', plain(net), request, {
      symbol: deliverable.symbol,
      qty: plain(shares),
      price: plain(price, 9),
      description: 'Options Trade',
      group_id: group,
    })
  }
}

/** Cash of an index option or an adjusted contract: its row names no contract, only the group. */
function settle(books: Books, request: EventRequest, group: string): void {
  const { cash, cashCreatedAt: createdAt } = request
  if (cash === undefined) return
  books.cash.add(decimal(cash))
  const when = createdAt === undefined ? request : { ...request, createdAt }
  const details = { symbol: '', qty: '0', description: 'Options Cash', group_id: group }
  row(books, 'OPCSH', cash, when, details)
}

function optionRow(
  books: Books,
  type: 'OPEXP' | 'OPASN' | 'OPEXC',
  description: string,
  symbol: string,
  change: Decimal,
  request: EventRequest,
  group: string,
): void {
  const details = { symbol, cusip: symbol, qty: plain(change), description, group_id: group }
  row(books, type, '0', request, details)
}

function row(
  books: Books,
  type: string,
  netAmount: string,
  request: EventRequest,
  details: Readonly<Record<string, string>>,
): void {
  const usual = usualDates(books)
  const date = request.date ?? usual.date
  const createdAt = request.createdAt === undefined ? usual.createdAt : micros(request.createdAt)
  books.activities.add(
    nonTradeActivity({ uuid: books.uuid(), type, date, createdAt, netAmount, details }),
  )
}

/**
 * The event of a Friday is dated Monday and created on Tuesday, as recorded for UNH251010
 * (src/alpaca/README.md 3.3).
 */
function usualDates(books: Books): { date: string; createdAt: Micros } {
  const today = newYorkDate(books.clock)
  if (books.options.optionEvents === 'same-evening') {
    return { date: today, createdAt: Math.max(newYorkTime(today, '20:45:00'), books.clock + HOUR) }
  }
  const businessAfter = isTradingDay(addDays(today, 1))
  const date = businessAfter ? today : nextTradingDay(today)
  return { date, createdAt: micros(`${addDays(date, 1)}T08:20:21.45728Z`) }
}
