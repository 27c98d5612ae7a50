import { type Micros, micros } from '../../time/micros'
import { type Decimal, decimal, least, ZERO } from '../model/decimal'
import type { DeliveredBy, LotPart } from '../output/lot-parts'
import type { TaxFill } from './tax-facts'

/**
 * What an option earned before it delivered shares, fees included, for one contract. Null if it is
 * not known.
 */
export type PremiumOf = (option: DeliveredBy) => Decimal | null

/** What was opened of one symbol at one moment of a trade. */
export interface OpenLot {
  /** Names it among all that was opened. */
  readonly key: string
  readonly symbol: string
  readonly at: Micros
  readonly sign: 1 | -1
  readonly kind: string
  readonly fill: TaxFill
  quantity: Decimal
  fees: Decimal
  /** Moved here from options, for what is still open, in the order in which lots are closed. */
  readonly premiums: Premium[]
  /** The trades of those options. */
  readonly from: Set<string>
  /** The option closings that delivered it. */
  readonly deliveredBy: Set<string>
}

/** What options earned that delivered some of a lot. */
interface Premium {
  /** In units of the opening. */
  quantity: Decimal
  /** Above zero what they earned. Null if it is not known. */
  amount: Decimal | null
}

export const signOf = ({ effect, side }: TaxFill): 1 | -1 =>
  (effect === 'open') === (side === 'buy') ? 1 : -1

/** The parts of a fill; of one that is a single part, that. */
export function taxPartsOf(fill: TaxFill): readonly TaxPart[] {
  if (fill.lots !== null) return fill.lots.map(readPart)
  const { qty, price, realizedPl, acquiredAt } = fill
  const quantity = decimal(qty)
  return [
    {
      quantity,
      total: decimal(price).times(quantity),
      realized: realizedPl === null ? null : decimal(realizedPl),
      acquiredAt,
      openedAs: null,
      since: null,
      deliveredBy: null,
      delivers: false,
    },
  ]
}

/** A part of a fill, read. `total` is without multiplier. */
export interface TaxPart {
  readonly quantity: Decimal
  readonly total: Decimal
  readonly realized: Decimal | null
  readonly acquiredAt: Micros | null
  readonly openedAs: { symbol: string; quantity: Decimal } | null
  readonly since: readonly [Micros, Micros] | null
  readonly deliveredBy: DeliveredBy | null
  readonly delivers: boolean
}

const readPart = (part: LotPart): TaxPart => ({
  quantity: decimal(part.qty),
  total: decimal(part.total),
  realized: part.realized_pl === null ? null : decimal(part.realized_pl),
  acquiredAt: part.acquired_at === null ? null : micros(part.acquired_at),
  openedAs: part.opened_as
    ? { symbol: part.opened_as.symbol, quantity: decimal(part.opened_as.qty) }
    : null,
  since: part.since ? [micros(part.since[0]), micros(part.since[1])] : null,
  deliveredBy: part.delivered_by ?? null,
  delivers: part.delivers ?? false,
})

/** The key of an option closing that delivers. */
export const deliveryKey = ({
  execution_id,
  trade_id,
}: Pick<DeliveredBy, 'execution_id' | 'trade_id'>): string => `${execution_id} ${trade_id}`

/** The premium that moves to a quantity of delivered shares; 0 if no option delivered them. */
export function premiumOfPart(
  { deliveredBy, quantity }: TaxPart,
  premiumOf: PremiumOf,
): Decimal | null {
  if (deliveredBy === null) return ZERO
  const each = premiumOf(deliveredBy)
  return each === null ? null : each.times(quantity).times(deliveredBy.contracts).round(PLACES)
}

/** What a trade opened, by symbol, side and moment. */
export class OpenLots {
  private readonly lots = new Map<string, OpenLot>()

  constructor(
    tradeId: string,
    fills: readonly TaxFill[],
    fees: ReadonlyMap<TaxFill, Decimal>,
    premiumOf: PremiumOf,
  ) {
    for (const fill of fills) {
      if (fill.effect !== 'open') continue
      const lot = this.add(tradeId, fill)
      lot.fees = lot.fees.plus(fees.get(fill) ?? ZERO)
      for (const part of taxPartsOf(fill)) addPart(lot, part, premiumOf)
    }
  }

  get all(): IterableIterator<OpenLot> {
    return this.lots.values()
  }

  /** What a part of a closing fill closes of; undefined where that is not known. */
  of(fill: TaxFill, { acquiredAt, openedAs }: TaxPart): OpenLot | undefined {
    if (acquiredAt === null) return undefined
    return this.lots.get(keyOf(openedAs?.symbol ?? fill.symbol, signOf(fill), acquiredAt))
  }

  private add(tradeId: string, fill: TaxFill): OpenLot {
    const { symbol, at, kind } = fill
    const sign = signOf(fill)
    const key = keyOf(symbol, sign, at)
    const known = this.lots.get(key)
    if (known) return known
    const lot: OpenLot = {
      ...{ key: `${tradeId} ${key}`, symbol, at, sign, kind, fill, quantity: ZERO, fees: ZERO },
      ...{ premiums: [], from: new Set(), deliveredBy: new Set() },
    }
    this.lots.set(key, lot)
    return lot
  }
}

const keyOf = (symbol: string, sign: 1 | -1, at: Micros): string => `${symbol} ${sign} ${at}`

function addPart(lot: OpenLot, part: TaxPart, premiumOf: PremiumOf): void {
  lot.quantity = lot.quantity.plus(part.quantity)
  if (part.deliveredBy === null) return
  lot.premiums.push({ quantity: part.quantity, amount: premiumOfPart(part, premiumOf) })
  lot.deliveredBy.add(deliveryKey(part.deliveredBy))
  if (part.deliveredBy.trade_id !== null) lot.from.add(part.deliveredBy.trade_id)
}

/** Takes the premium of a quantity out of a lot: lots of one moment close first in first out. */
export function takePremium({ premiums }: OpenLot, quantity: Decimal): Decimal | null {
  let sum: Decimal | null = ZERO
  let rest = quantity
  while (rest.gt(0)) {
    const [first] = premiums
    if (!first) break
    const part = least(rest, first.quantity)
    const { amount } = first
    const taken =
      amount && (part.eq(first.quantity) ? amount : shareOf(amount, part, first.quantity))
    sum = sum && taken && sum.plus(taken)
    first.quantity = first.quantity.minus(part)
    first.amount = amount && taken && amount.minus(taken)
    if (first.quantity.isZero) premiums.shift()
    rest = rest.minus(part)
  }
  return sum
}

/** Decimal places of what is divided: finer than any price. */
const PLACES = 9

/** A quantity's part of an amount that belongs to a whole. */
export const shareOf = (amount: Decimal, quantity: Decimal, whole: Decimal): Decimal =>
  amount.isZero || quantity.isZero ? ZERO : amount.times(quantity).divTo(whole, PLACES)
