import { type Micros, micros } from '../../time/micros'
import { newYorkDate } from '../../time/new-york'
import { nonTradeActivity } from './activity'
import { type Books, moveClock } from './books'
import type { ContractAdjustment } from './contracts'
import { cents, type Decimal, decimal, plain, ZERO } from './decimal'

/**
 * Splits shares: `from` become `to`. The quantity changes, the cost does not. A pair of rows
 * without cash.
 */
export function splitShares(
  books: Books,
  symbol: string,
  request: { at: string; from: string; to: string },
): void {
  const at = moveClock(books, micros(request.at))
  const held = books.positions.of(symbol)
  if (held.qty.eq(0)) return
  const qty = held.qty.times(request.to).div(request.from).round(9)
  const average = held.qty.times(held.average).div(qty)
  books.positions.set(symbol, at, qty, average)
  const details = {
    activity_sub_type: decimal(request.to).gt(request.from) ? 'FSPLIT' : 'RSPLIT',
    symbol,
    group_id: books.uuid(),
  }
  row(books, 'SPLIT', at, ZERO, {
    ...details,
    qty: plain(held.qty.neg()),
    price: plain(held.average),
  })
  row(books, 'SPLIT', at, ZERO, { ...details, qty: plain(qty), price: plain(average) })
}

export interface RenameRequest {
  at: string
  /** The new symbol. */
  to: string
  /** When the rows are created; default `at`. */
  createdAt?: string
}

/** Renames shares: a pair of NC rows without cash. */
export function renameShares(books: Books, symbol: string, request: RenameRequest): void {
  const at = moveClock(books, micros(request.at))
  const held = books.positions.of(symbol)
  if (held.qty.eq(0)) return
  books.positions.set(symbol, at, ZERO, ZERO)
  books.positions.change(request.to, at, held.qty, held.average)
  const details = { activity_sub_type: 'SNC', group_id: books.uuid() }
  const createdAt = micros(request.createdAt ?? request.at)
  row(
    books,
    'NC',
    at,
    ZERO,
    { ...details, ...rowOf(symbol, held.qty.neg(), held.average) },
    createdAt,
  )
  row(
    books,
    'NC',
    at,
    ZERO,
    { ...details, ...rowOf(request.to, held.qty, held.average) },
    createdAt,
  )
}

export interface AdjustRequest {
  at: string
  /** The contract's new symbol. */
  to: string
  /** Contracts held afterwards, a positive number; default as many as before. */
  qty?: string
  /** `DIV.CDIV`, `SPLIT.FSPLIT`, `SPIN` and others (src/alpaca/README.md 3.4). */
  subType: string
  /** Terms of the new contract, unless it is the standard one of its symbol. */
  contract?: ContractAdjustment
}

/**
 * Adjusts a contract: an OPCA row removes the old one and another adds the new one. Their net
 * amounts cancel, and the cost is carried over (src/alpaca/README.md 3.4).
 */
export function adjustOption(books: Books, symbol: string, request: AdjustRequest): void {
  const at = moveClock(books, micros(request.at))
  if (request.contract) books.contracts.adjust(request.to, request.contract)
  const held = books.positions.of(symbol)
  if (held.qty.eq(0)) return
  const sign = held.qty.gt(0) ? 1 : -1
  const qty = decimal(request.qty ?? held.qty.abs()).times(sign)
  const cost = held.qty.times(held.average).times(books.contracts.multiplier(symbol))
  const average = cost.div(qty).div(books.contracts.multiplier(request.to))
  books.positions.set(symbol, at, ZERO, ZERO)
  books.positions.set(request.to, at, qty, average)
  const net = cents(cost)
  const details = { activity_sub_type: request.subType, group_id: books.uuid() }
  row(books, 'OPCA', at, net, {
    ...details,
    ...rowOf(symbol, held.qty.neg(), held.average),
    description: 'REMOVE old contract symbol',
  })
  row(books, 'OPCA', at, net.neg(), {
    ...details,
    ...rowOf(request.to, qty, average),
    description: 'ADD new contract symbol',
  })
}

/** Adds a position transferred from another broker, without an order (src/alpaca/README.md 3.7). */
export function transferIn(
  books: Books,
  symbol: string,
  request: { at: string; qty: string; price: string },
): void {
  const at = moveClock(books, micros(request.at))
  const qty = decimal(request.qty)
  const price = decimal(request.price)
  books.positions.change(symbol, at, qty, price)
  row(books, 'ACATS', at, ZERO, { ...rowOf(symbol, qty, price), description: 'ACAT Transfer' })
}

function rowOf(symbol: string, qty: Decimal, price: Decimal): Record<string, string> {
  return { symbol, cusip: symbol, qty: plain(qty), price: plain(price, 9) }
}

function row(
  books: Books,
  type: string,
  at: Micros,
  net: Decimal,
  details: Readonly<Record<string, string>>,
  createdAt = at,
): void {
  const date = newYorkDate(at)
  books.activities.add(
    nonTradeActivity({
      uuid: books.uuid(),
      type,
      date,
      createdAt,
      netAmount: plain(net),
      details,
    }),
  )
}
