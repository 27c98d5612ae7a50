import type { Micros } from '../../time/micros'
import type { BrokerExecution } from './activity'
import type { Books } from './books'
import { centsUp, type Decimal, decimal, plain, ZERO } from './decimal'
import { positionSymbol, quoteCoin } from './instrument'

/** What one execution changes: a signed quantity at a price per share, premium or coin. */
interface Settlement {
  readonly symbol: string
  readonly at: Micros
  readonly change: Decimal
  readonly price: Decimal
}

/**
 * Moves the position and what pays for it: dollars, or the coins of a pair like ETH/BTC, which move
 * without a row of their own (src/alpaca/README.md 3.2). The cost of the coins that leave is the
 * cost of those that arrive.
 */
export function settleFill(books: Books, { symbol, at, change, price }: Settlement): void {
  const held = positionSymbol(symbol)
  const coin = quoteCoin(symbol)
  if (coin === null) {
    books.positions.change(held, at, change, price)
    books.cash.add(change.times(price).times(books.contracts.multiplier(symbol)).neg())
    return
  }
  const paid = change.times(price).neg()
  const [outgoing, incoming] = change.gt(0)
    ? [
        { symbol: coin, qty: paid },
        { symbol: held, qty: change },
      ]
    : [
        { symbol: held, qty: change },
        { symbol: coin, qty: paid },
      ]
  const cost = outgoing.qty.abs().times(books.positions.of(outgoing.symbol).average)
  books.positions.change(outgoing.symbol, at, outgoing.qty, ZERO)
  books.positions.change(incoming.symbol, at, incoming.qty, cost.div(incoming.qty))
}

/** Alpaca's rates of the first tier (src/alpaca/README.md 3.5). */
const RATES = { taker: decimal('0.0025'), maker: decimal('0.0015') } as const
export type Liquidity = keyof typeof RATES

/** A coin fee in dollars (`amount`) or in coins of a position (`symbol`, `qty`). */
export type CoinFee =
  | { readonly amount: string }
  | { readonly symbol: string; readonly qty: string; readonly price: string }

/**
 * The fee of one execution, taken from what it credits and rounded up: coins to 9 places, dollars
 * to the cent (src/alpaca/README.md 3.5).
 */
export function coinFeeOf(execution: BrokerExecution, liquidity: Liquidity): CoinFee {
  const rate = RATES[liquidity]
  const { symbol, side, qty, price } = execution
  const value = decimal(qty).times(price)
  if (side === 'buy') return feeInCoins(positionSymbol(symbol), decimal(qty).times(rate), price)
  const coin = quoteCoin(symbol)
  if (coin === null) return { amount: plain(centsUp(value.times(rate))) }
  return feeInCoins(coin, value.times(rate), '0')
}

const ROUND_UP = 3

function feeInCoins(symbol: string, qty: Decimal, price: string): CoinFee {
  return { symbol, qty: plain(qty.round(9, ROUND_UP)), price }
}
