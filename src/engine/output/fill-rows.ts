import { type Micros, momentText } from '../../time/micros'
import { newYorkDate } from '../../time/new-york'
import type { Booked } from '../book/posting'
import type { Trade } from '../book/view'
import { append } from '../model/arrays'
import { type Decimal, plain } from '../model/decimal'
import type { LegKind } from '../model/instrument'
import { type LotPart, lotPart, needsPart } from './lot-parts'

/**
 * A part of an execution that belongs to one trade. Prices are per share or coin; profit is before
 * fees.
 */
export interface FillRow {
  tradeId: string
  executionId: string
  effect: 'open' | 'close'
  symbol: string
  underlying: string
  kind: string
  legKind: LegKind
  orderId: string | null
  activityId: string | null
  side: 'buy' | 'sell'
  qty: string
  price: string
  multiplier: string
  realizedPl: string | null
  executedAt: string
  tradingDay: string
  /** When the lot was acquired that a row closes, of several the first. Null if it opens. */
  acquiredAt: string | null
  /** Its parts, where one lot with the quantity and price of the row is not all that it has. */
  lots: LotPart[] | null
}

/** Parts of one execution that went to one trade with one effect, added up. */
interface Sum {
  part: Booked
  parts: Booked[]
  trade: Trade
  quantity: Decimal
  /** The average of its parts: cash that settles an option can close it at two prices. */
  price: Decimal
  realized: Decimal | null
}

/** Adds a part to the sum that it belongs to. */
function addUp(sums: Sum[], part: Booked | undefined): void {
  const trade = part?.trade ?? null
  if (!part || !trade) return
  const { effect, instrument, quantity, realized, price } = part
  const known = sums.find(
    (sum) =>
      sum.trade === trade &&
      sum.part.effect === effect &&
      sum.part.instrument.symbol === instrument.symbol,
  )
  if (!known) sums.push({ part, parts: [part], trade, quantity, price, realized })
  else {
    const whole = known.quantity.plus(quantity)
    if (!price.eq(known.price) && !whole.isZero)
      known.price = known.price.times(known.quantity).plus(price.times(quantity)).div(whole)
    known.quantity = whole
    known.parts = append(known.parts, part)
    known.realized = realized && (known.realized?.plus(realized) ?? null)
  }
}

/** Where the parts of one source that follow one another end. */
function runFrom(parts: readonly Booked[], start: number): number {
  const source = parts[start]?.source
  let end = start + 1
  while (parts[end]?.source === source) end++
  return end
}

/** Adds a row for each part of an execution that belongs to a trade. */
export function addFillRows(rows: FillRow[], parts: readonly Booked[]): void {
  const ofActivities = new Map<string, Sum[]>()
  // The parts of an order's execution follow one another; those of an activity may not.
  for (let start = 0, end = 0; start < parts.length; start = end) {
    end = runFrom(parts, start)
    const first = parts[start]
    if (!first) break
    const { source } = first
    if (source.order && end === start + 1) {
      const { trade } = first
      if (trade) rows.push(fillRow(first, trade, first, [first]))
      continue
    }
    const sums = (source.order ? null : ofActivities.get(source.executionId)) ?? []
    for (let i = start; i < end; i++) addUp(sums, parts[i])
    if (source.order) for (const sum of sums) rows.push(rowOfSum(sum))
    else ofActivities.set(source.executionId, sums)
  }
  for (const sums of ofActivities.values()) for (const sum of sums) rows.push(rowOfSum(sum))
}

const rowOfSum = (sum: Sum): FillRow => fillRow(sum.part, sum.trade, sum, sum.parts)

function firstAcquired(parts: readonly Booked[]): string | null {
  let first: Micros | null = null
  for (const { acquiredAt } of parts)
    if (acquiredAt !== null && (first === null || acquiredAt < first)) first = acquiredAt
  return first === null ? null : momentText(first)
}

/**
 * @param part the first of its parts.
 * @param sum of all of its parts.
 */
function fillRow(
  part: Booked,
  trade: Trade,
  { quantity, price, realized }: Pick<Sum, 'quantity' | 'price' | 'realized'>,
  parts: readonly Booked[],
): FillRow {
  const { source, effect, instrument, side } = part
  return {
    tradeId: trade.id,
    executionId: source.executionId,
    effect,
    symbol: instrument.symbol,
    underlying: instrument.underlying,
    kind: source.kind,
    legKind: instrument.kind,
    orderId: source.order?.fact.id ?? source.paidFor ?? null,
    activityId: source.activityId,
    side,
    qty: plain(quantity),
    price: plain(price),
    multiplier: plain(instrument.multiplier),
    realizedPl: realized === null ? null : plain(realized),
    executedAt: momentText(source.at),
    tradingDay: newYorkDate(source.at),
    acquiredAt: firstAcquired(parts),
    lots: parts.length > 1 || needsPart(part) ? parts.map(lotPart) : null,
  }
}
