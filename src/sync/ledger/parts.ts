import type { FoldedUnderlying } from '../../db/ledger/folded'
import type { BegunTrade } from '../../db/orders/assign-trades'
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
 * Leg numbers of a trade by symbol, as its orders carry them. Shares that were only delivered have
 * none of their own.
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
 * Trades of overrides that began before the fold: it returns the trade, but not its earlier orders.
 */
export function begunTrades(
  checkpoint: Checkpoint | null,
  trades: readonly TradeRow[],
  accountId: string,
): BegunTrade[] {
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

/** The result of a fold that reaches the last fact. */
export function lastPart(claim: Claim, grouping: Grouping, accountId: string): FoldedUnderlying {
  const { underlying, members, marks, checkpoint } = claim
  return {
    underlying,
    members,
    marks,
    from: checkpoint?.at ?? null,
    resumeAt: null,
    carried: [],
    begun: begunTrades(checkpoint, grouping.trades, accountId),
    ...grouping,
  }
}

/**
 * The result of a fold up to a checkpoint. A trade that goes on after it is left to the part in
 * which it ends, or to the last one: so each trade is written once, in its final state. Orders of
 * an override's trade get its id now, and the rest once the trade is complete.
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
