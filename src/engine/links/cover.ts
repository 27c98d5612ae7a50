import type { Book } from '../book/book'
import { ofOlder } from '../book/trades'
import type { Trade } from '../book/view'
import { type Decimal, ZERO } from '../model/decimal'

/** Shares that bind a trade's open short calls. */
function committed(trade: Trade): Decimal {
  let shares = ZERO
  for (const leg of trade.legs) {
    if (leg.instrument.kind !== 'call' || leg.sign > 0) continue
    shares = shares.plus(leg.open.times(leg.instrument.multiplier))
  }
  return shares
}

/**
 * The trade whose uncommitted shares cover a short call opened alone (README, Rolls and cover): the
 * oldest that covers all of it, else the oldest of several that do together. Shares left over from
 * a buy-write count too.
 */
export function coveringTrade(book: Book, call: Trade): Trade | null {
  const [leg] = call.legs
  if (!leg || call.structure.strategy !== 'short_call') return null
  const needed = leg.opened.times(leg.instrument.multiplier)
  const shares = book.find(leg.instrument.underlying, 1)
  if (!shares || shares.holders.length === 0) return null
  const holders = shares.holders.toSorted(ofOlder)
  const bound = new Map<Trade, Decimal>()
  for (const trade of book.openTrades()) {
    const holder = trade.coveredBy ?? trade
    if (trade !== call) bound.set(holder, (bound.get(holder) ?? ZERO).plus(committed(trade)))
  }
  const free = holders.map(({ trade, open }) => {
    return { trade, shares: open.minus(bound.get(trade) ?? ZERO) }
  })
  const whole = free.find(({ shares }) => shares.gte(needed))
  if (whole) return whole.trade
  const available = free.filter(({ shares }) => shares.gt(0))
  const sum = available.reduce((all, { shares }) => all.plus(shares), ZERO)
  return sum.gte(needed) ? (available[0]?.trade ?? null) : null
}
