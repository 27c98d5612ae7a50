import { micros, SECOND, utcDate } from '../../time/micros'
import { newYorkDate } from '../../time/new-york'
import { type BrokerExecution, nonTradeActivity } from './activity'
import { type Books, moveClock } from './books'
import { coinFeeOf, type Liquidity } from './coins'
import { cents, decimal, plain, ZERO } from './decimal'
import { charge } from './fees'
import { assetClassOf, heldSymbol, positionSymbol } from './instrument'

export interface CashRequest {
  at: string
  /** Dollars: positive comes in, negative goes out. A canceled row moves none. */
  amount: string
  /** Default `JNLC`; CSD and CSW are bank transfers. */
  type?: 'JNLC' | 'CSD' | 'CSW' | 'INT' | 'FEE' | 'DIV' | 'DIVNRA' | 'PTC' | 'PTR' | 'MISC'
  subType?: string
  description?: string
  /** Default the day of `at` in New York. */
  date?: string
  status?: 'executed' | 'correct' | 'canceled'
  /** Further fields of the row: symbol, qty, price. */
  details?: Readonly<Record<string, string>>
}

/** A coin fee in dollars (`amount`) or in coins (`qty`, at a price in dollars). */
export type CoinFeeRequest = { at: string } & (
  | { amount: string; qty?: undefined }
  | { qty: string; price?: string; amount?: undefined }
)

/** Moves money in or out without a trade. */
export function moveCash(books: Books, request: CashRequest): void {
  const at = moveClock(books, micros(request.at))
  const { type = 'JNLC', subType, description, date = newYorkDate(at), details } = request
  const { status = 'executed' } = request
  const amount = decimal(request.amount)
  if (status !== 'canceled') books.cash.add(amount)
  books.activities.add(
    nonTradeActivity({
      uuid: books.uuid(),
      type,
      date,
      createdAt: at,
      netAmount: plain(amount),
      status,
      details: {
        ...(subType === undefined ? {} : { activity_sub_type: subType }),
        ...(description === undefined ? {} : { description }),
        ...details,
      },
    }),
  )
}

export interface DividendRequest {
  at: string
  perShare: string
  /** Percent that is withheld, in a DIVNRA row. */
  withheld?: string
}

/** Pays a cash dividend on the shares held, rounded to the cent. A short position pays it. */
export function payDividend(books: Books, symbol: string, request: DividendRequest): void {
  const { at, perShare, withheld } = request
  const date = newYorkDate(moveClock(books, micros(at)))
  const { qty } = books.positions.of(symbol)
  if (qty.eq(0)) return
  const amount = cents(qty.times(perShare))
  const details = { symbol, qty: plain(qty), per_share_amount: perShare }
  const description = `Cash DIV @ ${perShare}, Pos QTY: ${plain(qty)}, Rec Date: ${date}`
  moveCash(books, { at, amount: plain(amount), type: 'DIV', subType: 'CDIV', description, details })
  if (withheld === undefined) return
  moveCash(books, {
    at,
    amount: plain(cents(amount.times(withheld).div(100)).neg()),
    type: 'DIVNRA',
    description: `DIV tax withholding on $${plain(amount)} at ${withheld}% for tax country TWN; w8w9: w8`,
    details: { symbol },
  })
}

/**
 * Charges a coin fee: in dollars, in a row that names no coin, or in coins, which reduce the
 * position and cost no cash. Rows are dated in UTC (src/alpaca/README.md 3.5).
 * @throws RangeError for a symbol that is no coin.
 */
export function chargeCoinFee(books: Books, symbol: string, request: CoinFeeRequest): void {
  if (assetClassOf(symbol) !== 'crypto')
    throw new RangeError(`${symbol} is no coin, so it has no CFEE`)
  const at = moveClock(books, micros(request.at))
  const date = utcDate(at)
  if (request.amount !== undefined) {
    const description = 'Coin Pair Transaction Fee (USD)'
    charge(books, 'CFEE', at + SECOND, utcDate(at + SECOND), decimal(request.amount), {
      description,
    })
    return
  }
  const qty = decimal(request.qty)
  const coin = positionSymbol(symbol)
  const held = books.positions.of(coin)
  const left = held.qty.minus(qty)
  books.positions.set(coin, at, left, left.eq(0) ? ZERO : held.average)
  const spelled = heldSymbol(coin)
  const details = {
    symbol: spelled,
    cusip: `${spelled.slice(0, -3)}123456`,
    qty: plain(qty.neg()),
    price: request.price ?? '0',
    description: 'Coin Pair Transaction Fee (Non USD)',
  }
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

/**
 * Charges the fee of a coin execution (src/alpaca/README.md 3.5).
 * @throws RangeError for an execution of no coin.
 */
export function chargeCoinFeeOf(
  books: Books,
  execution: BrokerExecution,
  request: { at: string; liquidity?: Liquidity },
): void {
  const { at, liquidity = 'taker' } = request
  const fee = coinFeeOf(execution, liquidity)
  if ('amount' in fee) chargeCoinFee(books, execution.symbol, { at, amount: fee.amount })
  else chargeCoinFee(books, fee.symbol, { at, qty: fee.qty, price: fee.price })
}
