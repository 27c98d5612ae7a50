import type { Book, Trade } from './book'
import { legKey } from './book'
import { older } from './closing-search'
import { type Decimal, ZERO } from './decimal'

/** Shares that the open short calls of a covered trade hold bound. */
function committed(trade: Trade): Decimal {
  let shares = ZERO
  for (const leg of trade.legs.values()) {
    if (leg.instrument.kind !== 'call') continue
    shares = shares.plus(leg.open.times(leg.instrument.multiplier))
  }
  return shares
}

/** Whether a trade is nothing but long shares. */
const isSharesAlone = (trade: Trade): boolean =>
  [...trade.legs.values()].every((leg) => leg.instrument.kind === 'stock' && leg.sign > 0)

/**
 * The share trade that covers a short call opened on its own, if uncommitted shares do (design 5.6): the oldest that covers
 * all of it, else the oldest of several that do together.
 */
export function coveringTrade(book: Book, call: Trade, underlying: string): Trade | null {
  const [leg] = call.legs.values()
  if (!leg || call.structure.strategy !== 'short_call') return null
  const needed = leg.tally.opened.times(leg.instrument.multiplier)
  const holders = book.holders(legKey(underlying, 1)).filter(isSharesAlone).sort(older)
  if (holders.length === 0) return null
  const bound = new Map<Trade, Decimal>()
  for (const trade of book.open) {
    const { coveredBy } = trade
    if (coveredBy && trade !== call)
      bound.set(coveredBy, (bound.get(coveredBy) ?? ZERO).plus(committed(trade)))
  }
  const free = holders.map((trade) => {
    const open = trade.legs.get(legKey(underlying, 1))?.open ?? ZERO
    return { trade, shares: open.minus(bound.get(trade) ?? ZERO) }
  })
  const whole = free.find(({ shares }) => shares.gte(needed))
  if (whole) return whole.trade
  const available = free.filter(({ shares }) => shares.gt(0))
  const sum = available.reduce((all, { shares }) => all.plus(shares), ZERO)
  return sum.gte(needed) ? (available[0]?.trade ?? null) : null
}
