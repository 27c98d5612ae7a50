import { Decimal, decimal, plain, ZERO } from '../model/decimal'

const CENT = decimal('0.01')
const CENT_PLACES = 2
/** The broker counts coins in billionths. */
const COIN_PLACES = 9

function roundUp(amount: Decimal, places: number): Decimal {
  const down = amount.round(places, Decimal.roundDown)
  return down.lt(amount) ? down.plus(decimal(1, places)) : down
}

/** Whether an amount is a rate of some dollars, rounded up to the cent. */
export const isDollarFee = (amount: Decimal, dollars: Decimal, rate: Decimal): boolean =>
  roundUp(dollars.times(rate), CENT_PLACES).eq(amount)

/** Whether a quantity of coins is a rate of a larger one, rounded up to nine places. */
export const isCoinFee = (quantity: Decimal, bought: Decimal, rate: Decimal): boolean =>
  roundUp(bought.times(rate), COIN_PLACES).eq(quantity)

/** The unit that a fee is shared out in: a cent, or its last digit where that is finer. */
export function roundingUnit(amount: Decimal): Decimal {
  const digits = plain(amount).split('.')[1]?.length ?? 0
  return digits <= CENT_PLACES ? CENT : decimal(1, digits)
}

interface Part {
  tradeId: string
  units: Decimal
  remainder: Decimal
}

/** Shares an amount out by weight. The rest goes to the largest remainders, then by trade id. */
export function shareOut(
  amount: Decimal,
  weights: ReadonlyMap<string, Decimal>,
  unit: Decimal,
): { tradeId: string; amount: Decimal }[] {
  const whole = amount.abs().div(unit)
  const total = [...weights.values()].reduce((sum, weight) => sum.plus(weight), ZERO)
  const parts = [...weights].map(([tradeId, weight]): Part => {
    const product = whole.times(weight)
    const units = product.div(total).round(0, Decimal.roundDown)
    return { tradeId, units, remainder: product.minus(units.times(total)) }
  })
  parts.sort((a, b) => b.remainder.cmp(a.remainder) || (a.tradeId < b.tradeId ? -1 : 1))
  let left = whole.minus(parts.reduce((sum, part) => sum.plus(part.units), ZERO)).toNumber()
  return parts.map(({ tradeId, units }) => {
    const extra = left-- > 0 ? 1 : 0
    return {
      tradeId,
      amount: units
        .plus(extra)
        .times(unit)
        .times(amount.lt(0) ? -1 : 1),
    }
  })
}
