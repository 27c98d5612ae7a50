import type { Micros } from '../../time/micros'
import { newYorkDate, newYorkTime } from '../../time/new-york'
import type { Books } from './books'
import { type Decimal, plain, smaller, sum, ZERO } from './decimal'
import { assetClassOf, assetIdOf, exchangeOf, heldSymbol, positionSymbol } from './instrument'
import type { Mark, Marks } from './marks'
import { isOpen, remainingQty } from './order'
import type { Holding } from './positions'

/** A holding with its value in dollars, negative when short (src/alpaca/README.md 2). */
export interface Valued {
  readonly holding: Holding
  readonly mark: Mark
  readonly costBasis: Decimal
  readonly marketValue: Decimal
}

/** The holdings of a moment, at the marks of that moment. */
export function valuePositions(books: Books, marks: Marks, at: Micros, asOf = at): Valued[] {
  return books.positions.open(asOf).map((holding) => {
    const mark = marks.of(books, holding.symbol, at)
    const points = holding.qty.times(books.contracts.multiplier(holding.symbol))
    return {
      holding,
      mark,
      costBasis: points.times(holding.average.round(16)),
      marketValue: points.times(mark.current),
    }
  })
}

/**
 * The JSON of one position (src/alpaca/README.md 2). Amounts of options include the multiplier, and
 * all amounts are signed.
 */
export function positionPayload(books: Books, valued: Valued, at: Micros): Record<string, unknown> {
  const { holding, mark, costBasis, marketValue } = valued
  const { symbol, qty } = holding
  // Ratios of options have 5 places, those of shares 16 (src/alpaca/README.md 2).
  const places = assetClassOf(symbol) === 'us_option' ? 5 : 16
  const profit = marketValue.minus(costBasis)
  const dayBasis = basisOfToday(books, valued, at)
  const dayProfit = marketValue.minus(dayBasis)
  return {
    asset_id: assetIdOf(symbol),
    symbol: heldSymbol(symbol),
    exchange: exchangeOf(symbol),
    asset_class: assetClassOf(symbol),
    asset_marginable: assetClassOf(symbol) !== 'crypto',
    qty: plain(qty),
    avg_entry_price: plain(holding.average),
    side: qty.gt(0) ? 'long' : 'short',
    market_value: plain(marketValue),
    cost_basis: plain(costBasis),
    unrealized_pl: plain(profit),
    unrealized_plpc: plain(ratio(profit, costBasis), places),
    unrealized_intraday_pl: plain(dayProfit),
    unrealized_intraday_plpc: plain(ratio(dayProfit, dayBasis), places),
    current_price: plain(mark.current),
    lastday_price: plain(mark.lastDay),
    change_today: plain(ratio(mark.current.minus(mark.lastDay), mark.lastDay), places),
    qty_available: plain(availableQty(books, holding)),
  }
}

/** The overnight quantity at the last close's price plus today's at its cost. */
function basisOfToday(books: Books, { holding, mark }: Valued, at: Micros): Decimal {
  const overnight = books.positions.of(holding.symbol, newYorkTime(newYorkDate(at)) - 1).qty
  const sameSide = overnight.gt(0) === holding.qty.gt(0) && !overnight.eq(0)
  const kept = sameSide ? smaller(overnight.abs(), holding.qty.abs()) : ZERO
  const added = holding.qty.abs().minus(kept)
  const basis = kept.times(mark.lastDay).plus(added.times(holding.average))
  const signed = holding.qty.gt(0) ? basis : basis.neg()
  return signed.times(books.contracts.multiplier(holding.symbol))
}

/** The quantity that no working closing order reserves. */
function availableQty(books: Books, holding: Holding): Decimal {
  const closing = holding.qty.gt(0) ? 'sell' : 'buy'
  const held = sum(
    books.orders
      .working(isOpen)
      .filter(
        (order) => positionSymbol(order.symbol ?? '') === holding.symbol && order.side === closing,
      )
      .map((order) => remainingQty(order) ?? ZERO),
  )
  const free = holding.qty.abs().minus(smaller(held, holding.qty.abs()))
  return holding.qty.gt(0) ? free : free.neg()
}

function ratio(part: Decimal, whole: Decimal): Decimal {
  return whole.eq(0) ? ZERO : part.div(whole.abs())
}
