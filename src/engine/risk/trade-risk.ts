import { openCostOf, openCostOfPart } from '../book/cost'
import { ofOlder } from '../book/trades'
import type { Trade, TradeLeg } from '../book/view'
import { sharesToCover } from '../links/cover'
import { type Decimal, least, plain, ZERO } from '../model/decimal'
import { isOption, type Option } from '../model/instrument'
import { type ExpiryClaim, payoffOf } from './payoff'

/**
 * The risk of a trade as it is stored and served, with the fields of `Payoff`: decimals as text,
 * prices per share of the underlying, P/L of the whole trade before fees, with what is realized so
 * far.
 */
export interface RiskRow {
  knots: { price: string; pl: string }[]
  max_profit: string | null
  max_loss: string | null
  breakevens: string[]
}

/** An open leg, or the part of one that covers another trade. */
interface Holding {
  readonly leg: TradeLeg
  readonly quantity: Decimal
}

const isOpen = (leg: TradeLeg): boolean => leg.open.gt(0)

const costOfHolding = ({ leg, quantity }: Holding): Decimal =>
  quantity.eq(leg.open) ? openCostOf(leg) : openCostOfPart(leg, quantity)

/** A holding as a claim; null where the price of the underlying does not determine its value. */
function claimOf({ leg, quantity }: Holding, underlying: string): ExpiryClaim | null {
  const { instrument, sign } = leg
  const signed = quantity.times(sign)
  if (!isOption(instrument))
    return instrument.kind === 'stock' && instrument.symbol === underlying
      ? { kind: 'stock', quantity: signed }
      : null
  const { kind, strike, multiplier, adjusted } = instrument
  if (instrument.underlying !== underlying || adjusted === 'other') return null
  const { shares, cash } = adjusted ?? { shares: multiplier, cash: ZERO }
  return { kind, quantity: signed, shares, strikeValue: strike.times(multiplier).minus(cash) }
}

/** The one option expiry of some legs, as one of the options; null for several or none. */
function oneExpiry(legs: readonly TradeLeg[]): Option | null {
  let first: Option | null = null
  for (const { instrument } of legs) {
    if (!isOption(instrument)) continue
    if (first !== null && first.expiry !== instrument.expiry) return null
    first ??= instrument
  }
  return first
}

/**
 * The shares that cover a trade's short options: of the trade that `coveredBy` names, and if they
 * do not suffice, of the oldest others, as an assignment would close them. Null where a long call
 * of a later expiry covers them, because its value at their expiry is not known.
 */
function coverOf(trade: Trade): Holding[] | null {
  const [covering] = trade.coveredBy?.legs.filter(isOpen) ?? []
  if (!covering) return []
  if (covering.instrument.kind !== 'stock')
    return sharesToCover(trade, covering.sign).gt(0) ? null : []
  const others = covering.position.holders.filter((leg) => leg !== covering).sort(ofOlder)
  const holdings: Holding[] = []
  let rest = sharesToCover(trade, covering.sign)
  for (const leg of [covering, ...others]) {
    const quantity = least(rest, leg.open)
    if (quantity.lte(0)) break
    holdings.push({ leg, quantity })
    rest = rest.minus(quantity)
  }
  return holdings
}

const isKnown = ({ leg }: Holding): boolean => !leg.trade.incomplete

/**
 * The risk of a trade whose open options share one expiry, judged with the shares that cover it.
 * Null for any other trade, and where the cost of an open lot is unknown.
 */
export function riskOf(trade: Trade): RiskRow | null {
  const open = trade.legs.filter(isOpen)
  const option = oneExpiry(open)
  const cover = option && coverOf(trade)
  if (!option || !cover) return null
  const holdings = [...open.map((leg) => ({ leg, quantity: leg.open })), ...cover]
  if (!holdings.every(isKnown)) return null
  const claims: ExpiryClaim[] = []
  let fixed = trade.legs.reduce((sum, { realized }) => sum.plus(realized), ZERO)
  for (const holding of holdings) {
    const claim = claimOf(holding, option.underlying)
    if (claim === null) return null
    claims.push(claim)
    fixed = fixed.minus(costOfHolding(holding))
  }
  const { knots, maxProfit, maxLoss, breakevens } = payoffOf(fixed, claims)
  return {
    knots: knots.map(({ price, pl }) => ({ price: plain(price), pl: plain(pl) })),
    max_profit: maxProfit && plain(maxProfit),
    max_loss: maxLoss && plain(maxLoss),
    breakevens: breakevens.map(plain),
  }
}
