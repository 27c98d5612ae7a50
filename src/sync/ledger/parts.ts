import type { FoldedUnderlying } from '../../db/ledger/folded'
import type { Checkpoint } from '../../engine/book/checkpoint'
import type { Grouping } from '../../engine/group'
import type { OverrideTrade } from '../../engine/output/order-trades'
import { tradeIdsOf } from '../../engine/output/trade-id'
import type { Claim } from './claim'

type SavedTrade = Checkpoint['trades'][number]

/** The trades of a checkpoint by their ids. */
function savedById(trades: readonly SavedTrade[], accountId: string): Map<string, SavedTrade> {
  const idOf = tradeIdsOf(accountId)
  return new Map(trades.map((trade) => [idOf(trade.factId), trade]))
}

/**
 * Trades of overrides that began before the fold: it returns the trade, but not its earlier orders.
 */
export function begunTrades(
  checkpoint: Checkpoint | null,
  { ofOverrides }: Pick<Grouping, 'ofOverrides'>,
  accountId: string,
): OverrideTrade[] {
  const begun = (checkpoint?.trades ?? []).filter(({ overrideId }) => overrideId !== null)
  if (begun.length === 0) return []
  const saved = savedById(begun, accountId)
  return ofOverrides.filter(({ tradeId }) => saved.has(tradeId))
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
    begun: begunTrades(checkpoint, grouping, accountId),
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
