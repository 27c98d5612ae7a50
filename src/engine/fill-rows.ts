import { type Decimal, plain } from './decimal'
import type { FillPart, FillSource } from './fills'
import type { Opening } from './opening'
import type { LegKind } from './trade'
import { Trade } from './trade-state'
import { momentText, tradingDayOf } from './trading-day'

/** What of an execution belongs to a trade. `price` is per share or coin, `realizedPl` before fees. */
export interface FillRow {
  tradeId: string
  executionId: string
  effect: 'open' | 'close'
  symbol: string
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
}

/** The trade that a part of an execution went to. */
export const holderTrade = (holder: Opening | Trade): Trade | null =>
  holder instanceof Trade ? holder : holder.trade

/** Parts of one execution that went to one trade with one effect, added up. */
interface Sum {
  part: FillPart
  trade: Trade
  quantity: Decimal
  realized: Decimal | null
}

const belongs = (sum: Sum, { source, effect, instrument }: FillPart, trade: Trade): boolean =>
  sum.trade === trade &&
  sum.part.effect === effect &&
  sum.part.source.executionId === source.executionId &&
  sum.part.instrument.symbol === instrument.symbol

/** Adds a part to the sum that it belongs to, of those from an index on. */
function addUp(sums: Sum[], from: number, part: FillPart, trade: Trade): void {
  const { quantity, realized } = part
  for (let i = from; i < sums.length; i++) {
    const sum = sums[i]
    if (!sum || !belongs(sum, part, trade)) continue
    sum.quantity = sum.quantity.plus(quantity)
    sum.realized = realized && (sum.realized?.plus(realized) ?? null)
    return
  }
  sums.push({ part, trade, quantity, realized })
}

/** The parts of an order's execution follow one another; those of an activity may not. */
function sumsOf(parts: readonly FillPart[]): Sum[] {
  const sums: Sum[] = []
  const byActivity = new Map<string, Sum[]>()
  let source: FillSource | null = null
  let from = 0
  for (const part of parts) {
    const trade = holderTrade(part.holder)
    if (!trade) continue
    if (part.source.placed) {
      if (part.source !== source) from = sums.length
      source = part.source
      addUp(sums, from, part, trade)
      continue
    }
    const { executionId } = part.source
    const ofActivity = byActivity.get(executionId) ?? []
    byActivity.set(executionId, ofActivity)
    addUp(ofActivity, 0, part, trade)
  }
  for (const ofActivity of byActivity.values()) sums.push(...ofActivity)
  return sums
}

/** The rows that tell which executed quantity belongs to which trade. */
export function fillRows(parts: readonly FillPart[]): FillRow[] {
  return sumsOf(parts).map(fillRow)
}

function fillRow({ part, trade, quantity, realized }: Sum): FillRow {
  const { source, effect, instrument, side } = part
  return {
    tradeId: trade.id,
    executionId: source.executionId,
    effect,
    symbol: instrument.symbol,
    kind: source.kind,
    legKind: instrument.kind,
    orderId: source.placed?.order.id ?? null,
    activityId: source.activityId,
    side,
    qty: plain(quantity),
    price: plain(source.price),
    multiplier: plain(instrument.multiplier),
    realizedPl: realized === null ? null : plain(realized),
    executedAt: momentText(source.at),
    tradingDay: tradingDayOf(source.at),
  }
}
