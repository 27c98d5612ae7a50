import { type Micros, micros } from '../../time/micros'
import { newYorkDate } from '../../time/new-york'
import { nonTradeActivity } from './activity'
import { type Books, moveClock } from './books'
import type { ContractAdjustment } from './contracts'
import { cents, type Decimal, decimal, plain, ZERO } from './decimal'
import { heldSymbol, positionSymbol } from './instrument'

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
  /** Default SNC, of one symbol CNC; SCNC where symbol and CUSIP change. */
  subType?: 'SNC' | 'CNC' | 'SCNC'
  /** Whether the rows have a common group_id; default true. */
  isGrouped?: boolean
}

/**
 * Renames shares: a pair of NC rows without cash. The same symbol twice is a new CUSIP only (CNC).
 */
export function renameShares(books: Books, symbol: string, request: RenameRequest): void {
  const at = moveClock(books, micros(request.at))
  const held = books.positions.of(symbol)
  if (held.qty.eq(0)) return
  books.positions.set(symbol, at, ZERO, ZERO)
  books.positions.change(request.to, at, held.qty, held.average)
  const details = {
    activity_sub_type: request.subType ?? (symbol === request.to ? 'CNC' : 'SNC'),
    description: `Name Change from ${symbol} to ${request.to}`,
    ...(request.isGrouped === false ? {} : { group_id: books.uuid() }),
  }
  const createdAt = micros(request.createdAt ?? request.at)
  const old = { ...details, ...rowOf(symbol, held.qty.neg(), held.average) }
  const next = { ...details, ...rowOf(request.to, held.qty, held.average) }
  row(books, 'NC', at, ZERO, old, createdAt)
  row(books, 'NC', at, ZERO, next, createdAt)
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

export interface TransferRequest {
  at: string
  /** Shares, contracts or coins, a positive number. */
  qty: string
  /** Of a transfer in: the price that its row states; null for a row without one. */
  price?: string | null
  /** Default `ACATS` (src/alpaca/README.md 3.7). */
  type?: 'ACATS' | 'JNLS' | 'FOPT' | 'OCT'
}

const TRANSFER_TEXTS = {
  ACATS: 'ACAT Transfer 20260500034276',
  JNLS: 'ID: 8b4f0e2a - journal of securities',
  FOPT: 'DTC TRANSFER',
  OCT: 'On-chain transfer',
} as const

/** Adds a position transferred from elsewhere, without an order (src/alpaca/README.md 3.7). */
export function transferIn(books: Books, symbol: string, request: TransferRequest): void {
  const at = moveClock(books, micros(request.at))
  const qty = decimal(request.qty)
  const price =
    request.price === undefined || request.price === null ? null : decimal(request.price)
  books.positions.change(positionSymbol(symbol), at, qty, price ?? ZERO)
  transferRow(books, symbol, at, qty, price, request)
}

/**
 * Removes a position that was transferred elsewhere. Its row has the average cost.
 * @throws RangeError when less is held.
 */
export function transferOut(books: Books, symbol: string, request: TransferRequest): void {
  const at = moveClock(books, micros(request.at))
  const held = books.positions.of(positionSymbol(symbol))
  const qty = decimal(request.qty)
  if (held.qty.lt(qty)) throw new RangeError('more than is held')
  books.positions.change(positionSymbol(symbol), at, qty.neg(), ZERO)
  transferRow(books, symbol, at, qty.neg(), held.average, request)
}

function transferRow(
  books: Books,
  symbol: string,
  at: Micros,
  qty: Decimal,
  price: Decimal | null,
  { type = 'ACATS' }: TransferRequest,
): void {
  const spelled = heldSymbol(symbol)
  row(books, type, at, ZERO, {
    symbol: spelled,
    cusip: spelled,
    qty: plain(qty),
    ...(price === null ? {} : { price: plain(price, 9) }),
    description: TRANSFER_TEXTS[type],
  })
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
