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
  readonly first: Booked
  readonly trade: Trade
  quantity: Decimal
  /** The average of its parts: cash that settles an option can close it at two prices. */
  price: Decimal
  realized: Decimal | null
  /** When the first of its lots was acquired; null of what opens, or closes the unknown. */
  acquiredAt: Micros | null
  /** All parts; null where there is but the first. */
  parts: Booked[] | null
}

function sumOf(first: Booked, trade: Trade): Sum {
  const { quantity, price, realized, acquiredAt } = first
  return { first, trade, quantity, price, realized, acquiredAt, parts: null }
}

/** The sum that a part of the same execution belongs to. */
function sumFor(sums: readonly Sum[], part: Booked, trade: Trade): Sum | null {
  for (const sum of sums) {
    const { effect, instrument } = sum.first
    if (sum.trade !== trade || effect !== part.effect) continue
    if (instrument.symbol === part.instrument.symbol) return sum
  }
  return null
}

/** Adds a part to the sum that it belongs to. */
function addUp(sums: Sum[], part: Booked | undefined): void {
  const trade = part?.trade ?? null
  if (!part || !trade) return
  const known = sumFor(sums, part, trade)
  if (known) addTo(known, part)
  else sums.push(sumOf(part, trade))
}

function addTo(sum: Sum, part: Booked): void {
  const { quantity, realized, price, acquiredAt } = part
  const whole = sum.quantity.plus(quantity)
  if (!price.eq(sum.price) && !whole.isZero)
    sum.price = sum.price.times(sum.quantity).plus(price.times(quantity)).div(whole)
  sum.quantity = whole
  sum.parts = append(sum.parts ?? [sum.first], part)
  sum.realized = realized && (sum.realized?.plus(realized) ?? null)
  if (acquiredAt !== null && (sum.acquiredAt === null || acquiredAt < sum.acquiredAt))
    sum.acquiredAt = acquiredAt
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
      if (trade) rows.push(fillRow(sumOf(first, trade)))
      continue
    }
    const sums = (source.order ? null : ofActivities.get(source.executionId)) ?? []
    for (let i = start; i < end; i++) addUp(sums, parts[i])
    if (source.order) for (const sum of sums) rows.push(fillRow(sum))
    else ofActivities.set(source.executionId, sums)
  }
  for (const sums of ofActivities.values()) for (const sum of sums) rows.push(fillRow(sum))
}

function fillRow(sum: Sum): FillRow {
  const { first, parts, realized, acquiredAt } = sum
  const { source, effect, instrument, side } = first
  return {
    tradeId: sum.trade.id,
    executionId: source.executionId,
    effect,
    symbol: instrument.symbol,
    underlying: instrument.underlying,
    kind: source.kind,
    legKind: instrument.kind,
    orderId: source.order?.fact.id ?? source.paidFor ?? null,
    activityId: source.activityId,
    side,
    qty: plain(sum.quantity),
    price: plain(sum.price),
    multiplier: plain(instrument.multiplier),
    realizedPl: realized === null ? null : plain(realized),
    executedAt: momentText(source.at),
    tradingDay: newYorkDate(source.at),
    acquiredAt: acquiredAt === null ? null : momentText(acquiredAt),
    lots: parts ? parts.map(lotPart) : needsPart(first) ? [lotPart(first)] : null,
  }
}
