import type { BegunTrade } from '../../db/orders/assign-trades'
import type { FoldedUnderlying } from '../../db/trades/store'
import type { Checkpoint } from '../../engine/book/checkpoint'
import type { Grouping } from '../../engine/group'
import { tradeIdsOf } from '../../engine/output/trade-id'
import type { TradeRow } from '../../engine/output/trade-row'
import type { Claim } from './claim'

type SavedTrade = Checkpoint['trades'][number]

/** The trades of a checkpoint by their ids. */
function savedById(trades: readonly SavedTrade[], accountId: string): Map<string, SavedTrade> {
  const idOf = tradeIdsOf(accountId)
  return new Map(trades.map((trade) => [idOf(trade.factId), trade]))
}

/**
 * The numbers of a trade's legs by their symbols, as its orders carry them: shares that were only
 * delivered have none of their own.
 */
function numbersOf({ legs }: TradeRow, saved: SavedTrade): Record<string, number> {
  const entered = new Set(saved.legs.flatMap((leg) => (leg.delivered ? [] : leg.symbol)))
  const delivered = new Set(saved.legs.flatMap(({ symbol }) => (entered.has(symbol) ? [] : symbol)))
  const numbers: Record<string, number> = {}
  let last = 0
  for (const { symbol } of legs) numbers[symbol] ??= delivered.has(symbol) ? 1 : ++last
  return numbers
}

/**
 * What the user made one and what began before a fold: of that the fold tells the trade, and not
 * its earlier orders.
 */
function begunTrades({ checkpoint }: Claim, { trades }: Grouping, accountId: string): BegunTrade[] {
  const begun = (checkpoint?.trades ?? []).filter(({ overrideId }) => overrideId !== null)
  if (begun.length === 0) return []
  const saved = savedById(begun, accountId)
  return trades.flatMap((trade) => {
    const before = saved.get(trade.tradeId)
    if (!before) return []
    const { tradeId, strategyType } = trade
    return [{ tradeId, strategyType, legNumbers: numbersOf(trade, before) }]
  })
}

/** What a fold comes to that reaches the end of what is known. */
export function lastPart(claim: Claim, grouping: Grouping, accountId: string): FoldedUnderlying {
  const { underlying, members, marks, checkpoint } = claim
  return {
    underlying,
    members,
    marks,
    from: checkpoint?.at ?? null,
    resumeAt: null,
    carried: [],
    begun: begunTrades(claim, grouping, accountId),
    ...grouping,
  }
}

/**
 * What a fold comes to up to a checkpoint. A trade that goes on behind it is left to the part in
 * which it ends, or to the last: so each is written once, as it is in the end, and nobody reads
 * meanwhile that one is open which has long been closed. Of one that the user made, the orders are
 * told what they are of, and the rest once all of it is known.
 */
export function partUntil(
  end: Checkpoint,
  claim: Claim,
  grouping: Grouping,
  accountId: string,
): FoldedUnderlying {
  const carried = savedById(end.trades, accountId)
  const isUndecided = (tradeId: string) => (carried.get(tradeId)?.overrideId ?? null) !== null
  return {
    ...lastPart(claim, grouping, accountId),
    trades: grouping.trades.filter(({ tradeId }) => !carried.has(tradeId)),
    orders: grouping.orders.map((order) =>
      isUndecided(order.tradeId) ? { ...order, strategyType: null, legNumber: null } : order,
    ),
    resumeAt: end.at,
    carried: [...carried.keys()],
    begun: [],
  }
}
