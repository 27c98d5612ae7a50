import { micros, SECOND } from '../../time/micros'
import { newYorkDate } from '../../time/new-york'
import { nonTradeActivity } from './activity'
import { type Books, moveClock } from './books'
import { cents, decimal, plain } from './decimal'
import { charge } from './fees'
import { assetClassOf } from './instrument'

export interface CashRequest {
  at: string
  /** Dollars: positive comes in, negative goes out. */
  amount: string
  /** Default `JNLC`; CSD and CSW are bank transfers, INT is interest. */
  type?: 'JNLC' | 'CSD' | 'CSW' | 'INT'
  description?: string
}

/** A coin fee in dollars (`amount`) or in coins (`qty`). */
export type CoinFeeRequest = { at: string } & (
  | { amount: string; qty?: undefined }
  | { qty: string; amount?: undefined }
)

/** Moves money in or out without a trade. */
export function moveCash(books: Books, request: CashRequest): void {
  const at = moveClock(books, micros(request.at))
  const amount = decimal(request.amount)
  books.cash.add(amount)
  books.activities.add(
    nonTradeActivity({
      uuid: books.uuid(),
      type: request.type ?? 'JNLC',
      date: newYorkDate(at),
      createdAt: at,
      netAmount: plain(amount),
      details: request.description === undefined ? {} : { description: request.description },
    }),
  )
}

/** Pays a cash dividend on the shares held, rounded to the cent. A short position pays it. */
export function payDividend(
  books: Books,
  symbol: string,
  request: { at: string; perShare: string },
): void {
  const at = moveClock(books, micros(request.at))
  const { qty } = books.positions.of(symbol)
  if (qty.eq(0)) return
  const amount = cents(qty.times(request.perShare))
  books.cash.add(amount)
  books.activities.add(
    nonTradeActivity({
      uuid: books.uuid(),
      type: 'DIV',
      date: newYorkDate(at),
      createdAt: at,
      netAmount: plain(amount),
      details: {
        activity_sub_type: 'CDIV',
        symbol,
        qty: plain(qty),
        per_share_amount: request.perShare,
      },
    }),
  )
}

/**
 * Charges a coin fee: in dollars, or in coins, which reduce the position and cost no cash
 * (src/alpaca/README.md 3.5).
 * @throws RangeError for a symbol that is no coin.
 */
export function chargeCoinFee(books: Books, symbol: string, request: CoinFeeRequest): void {
  if (assetClassOf(symbol) !== 'crypto')
    throw new RangeError(`${symbol} is no coin, so it has no CFEE`)
  const at = moveClock(books, micros(request.at))
  const date = newYorkDate(at)
  if (request.amount !== undefined) {
    charge(books, 'CFEE', at + SECOND, date, decimal(request.amount), { symbol })
    return
  }
  const qty = decimal(request.qty)
  const held = books.positions.of(symbol)
  books.positions.set(symbol, at, held.qty.minus(qty), held.average)
  const details = { symbol, qty: plain(qty.neg()) }
  books.activities.add(
    nonTradeActivity({
      uuid: books.uuid(),
      type: 'CFEE',
      date,
      createdAt: at,
      netAmount: '0',
      details,
    }),
  )
}
