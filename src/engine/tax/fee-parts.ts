import { newYorkDate } from '../../time/new-york'
import { type Decimal, decimal, ZERO } from '../model/decimal'
import { DAY_RULES, type DayRule, isDayRule, tradeDateOf } from '../output/fees'
import type { TaxFee, TaxFill, TaxTrade } from './tax-facts'

/** What `DAY_RULES` weigh a fill by. */
const weighed = ({ legKind, side, qty, price, multiplier }: TaxFill) => ({
  legKind,
  side,
  quantity: decimal(qty),
  price: decimal(price),
  multiplier: decimal(multiplier),
})

/** How heavily a fee is charged on a fill of the trade; null if it is not. */
function weightOf(fee: TaxFee, fill: TaxFill): Decimal | null {
  if (fee.executionId !== null)
    return fill.executionId === fee.executionId ? decimal(fill.qty) : null
  if (fee.rule === 'order')
    return fill.orderId !== null && fee.orderIds.includes(fill.orderId) ? decimal(fill.qty) : null
  if (!isDayRule(fee.rule) || fill.kind !== 'fill' || fill.legKind === 'crypto') return null
  if (tradeDateOf(fill.at) !== fee.day) return null
  const of = weighed(fill)
  const { covers, weigh }: DayRule = DAY_RULES[fee.rule]
  return covers(of) ? weigh(of) : null
}

/**
 * The fills of a trade that bear its share of a fee. A fee that none of them explains is borne by
 * the last sale up to its day, else by the last fill.
 */
function bearers(fee: TaxFee, fills: readonly TaxFill[]): (readonly [TaxFill, Decimal])[] {
  const charged = fills.flatMap((fill) => {
    const weight = weightOf(fee, fill)
    return weight?.gt(0) ? [[fill, weight] as const] : []
  })
  if (charged.length > 0) return charged
  const upTo = fills.filter(({ at }) => newYorkDate(at) <= fee.day)
  const last = upTo.findLast(({ side, kind }) => side === 'sell' && kind === 'fill')
  const bearer = last ?? upTo.at(-1) ?? fills.at(-1)
  return bearer ? [[bearer, decimal(1)]] : []
}

/** What of a trade's fees each of its fills bears. Fills without fees are absent. */
export function feesOfFills({
  fills,
  fees,
}: Pick<TaxTrade, 'fills' | 'fees'>): Map<TaxFill, Decimal> {
  const borne = new Map<TaxFill, Decimal>()
  for (const fee of fees) {
    const charged = bearers(fee, fills)
    const whole = charged.reduce((sum, [, weight]) => sum.plus(weight), ZERO)
    let rest = decimal(fee.amount)
    for (const [i, [fill, weight]] of charged.entries()) {
      const isLast = i === charged.length - 1
      const part = isLast ? rest : decimal(fee.amount).times(weight).divTo(whole, FEE_PLACES)
      rest = rest.minus(part)
      borne.set(fill, (borne.get(fill) ?? ZERO).plus(part))
    }
  }
  return borne
}

/** Parts of a fee have at most so many decimal places; the last part takes the rest. */
const FEE_PLACES = 9
