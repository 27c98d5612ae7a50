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

interface Sum {
  part: FillPart
  trade: Trade
  quantity: Decimal
  realized: Decimal | null
  /** Another of the same execution. */
  next: Sum | null
}

const belongs = (sum: Sum, part: FillPart, trade: Trade): boolean =>
  sum.trade === trade &&
  sum.part.effect === part.effect &&
  sum.part.instrument.symbol === part.instrument.symbol

/**
 * Adds up the parts of one execution that went to one trade with one effect. Those of an order's execution follow one another;
 * those of an activity may not.
 */
function sumsOf(parts: readonly FillPart[]): Sum[] {
  const firsts: Sum[] = []
  const byActivity = new Map<string, Sum>()
  const earlier = ({ order, executionId }: FillSource): Sum | undefined =>
    order === null ? byActivity.get(executionId) : undefined
  for (const part of parts) {
    const trade = holderTrade(part.holder)
    if (!trade) continue
    const { quantity, realized, source } = part
    const last = firsts.at(-1)
    let known = last?.part.source === source ? last : earlier(source)
    while (known && !belongs(known, part, trade) && known.next) known = known.next
    if (known && belongs(known, part, trade)) {
      known.quantity = known.quantity.plus(quantity)
      known.realized = realized && (known.realized?.plus(realized) ?? null)
      continue
    }
    const sum = { part, trade, quantity, realized, next: null }
    if (known) known.next = sum
    else {
      firsts.push(sum)
      if (source.order === null) byActivity.set(source.executionId, sum)
    }
  }
  const sums: Sum[] = []
  for (const first of firsts) for (let sum: Sum | null = first; sum; sum = sum.next) sums.push(sum)
  return sums
}

/** The rows that tell which executed quantity belongs to which trade. */
export function fillRows(parts: readonly FillPart[]): FillRow[] {
  return sumsOf(parts).map(({ part, trade, quantity, realized }) => {
    const { source, effect, instrument, side } = part
    return {
      tradeId: trade.id,
      executionId: source.executionId,
      effect,
      symbol: instrument.symbol,
      kind: source.kind,
      legKind: instrument.kind,
      orderId: source.order?.id ?? null,
      activityId: source.activityId,
      side,
      qty: plain(quantity),
      price: plain(source.price),
      multiplier: plain(instrument.multiplier),
      realizedPl: realized === null ? null : plain(realized),
      executedAt: momentText(source.at),
      tradingDay: tradingDayOf(source.at),
    }
  })
}
