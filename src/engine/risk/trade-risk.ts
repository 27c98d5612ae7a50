import { openCostOf, openCostOfPart } from '../book/cost'
import { isOpenLeg, ofOlder } from '../book/trades'
import type { Trade, TradeLeg } from '../book/view'
import { sharesToCover } from '../links/cover'
import { NONE } from '../model/arrays'
import { type Decimal, least, plain, ZERO } from '../model/decimal'
import { isOption, type Option } from '../model/instrument'
import { type ExpiryClaim, type Payoff, payoffOf } from './payoff'

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

/** The one expiry of a trade's open options, as one of the options; null for several or none. */
function oneExpiry({ legs }: Trade): Option | null {
  let first: Option | null = null
  for (const { instrument, open } of legs) {
    if (!isOption(instrument) || open.isZero) continue
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
function coverOf(trade: Trade): readonly Holding[] | null {
  const covering = trade.coveredBy?.legs.find(isOpenLeg)
  if (!covering) return NONE
  if (covering.instrument.kind !== 'stock')
    return sharesToCover(trade, covering.sign).gt(0) ? null : NONE
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

/** What a trade holds, and what covers it; null where that is not known. */
function holdingsOf(trade: Trade): readonly Holding[] | null {
  const cover = coverOf(trade)
  if (cover === null) return null
  const holdings: Holding[] = []
  for (const leg of trade.legs) if (isOpenLeg(leg)) holdings.push({ leg, quantity: leg.open })
  holdings.push(...cover)
  return holdings.some(({ leg }) => leg.trade.incomplete) ? null : holdings
}

/**
 * The risk of a trade whose open options share one expiry, judged with the shares that cover it.
 * Null for any other trade, and where the cost of an open lot is unknown.
 */
export function riskOf(trade: Trade): RiskRow | null {
  const option = oneExpiry(trade)
  const holdings = option && holdingsOf(trade)
  if (!option || !holdings) return null
  const claims: ExpiryClaim[] = []
  let fixed = ZERO
  for (const { realized } of trade.legs) fixed = fixed.plus(realized)
  for (const holding of holdings) {
    const claim = claimOf(holding, option.underlying)
    if (claim === null) return null
    claims.push(claim)
    fixed = fixed.minus(costOfHolding(holding))
  }
  return riskRow(payoffOf(fixed, claims))
}

const riskRow = ({ knots, maxProfit, maxLoss, breakevens }: Payoff): RiskRow => ({
  knots: knots.map(({ price, pl }) => ({ price: plain(price), pl: plain(pl) })),
  max_profit: maxProfit && plain(maxProfit),
  max_loss: maxLoss && plain(maxLoss),
  breakevens: breakevens.map(plain),
})
