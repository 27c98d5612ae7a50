import { z } from 'zod'
import type { DirtyUnderlying } from '../../db/ledger/read-dirty'
import {
  activityFactRow,
  contractFactRow,
  type FactRange,
  orderFactRow,
  overrideFactRow,
  readActivityFacts,
  readContractFacts,
  readOrderFacts,
  readOverrideFacts,
} from '../../db/ledger/read-facts'
import type { FoldedUnderlying } from '../../db/ledger/write-fold'
import { runBatch } from '../../db/write/batch'
import type { Checkpoint } from '../../engine/checkpoint'
import type { LedgerFacts } from '../../engine/facts'
import { type Grouping, type GroupOptions, groupOrders } from '../../engine/group'
import { type FactRows, factsOf } from './facts'
import type { LedgerContext } from './update'

/** Moments between two checkpoints: what a new fact makes the ledger fold again, at the most, in quiet times. */
const CHECKPOINT_EVERY = 256

const rangeOf = ({ underlying, checkpoint, until }: Claim): FactRange => ({
  underlying,
  from: checkpoint?.at ?? null,
  until,
})

/** An underlying that is to be folded, with the checkpoint it begins at. */
export interface Claim extends Omit<DirtyUnderlying, 'checkpoint'> {
  checkpoint: Checkpoint | null
}

/** The stored facts of some underlyings, in one round trip. */
async function readFacts(
  { db, budget }: LedgerContext,
  accountId: string,
  claims: readonly Claim[],
): Promise<LedgerFacts[]> {
  const ranges = claims.map(rangeOf)
  budget.count()
  const [orders, activities, contracts, overrides] = await runBatch(
    db,
    readOrderFacts(accountId, ranges),
    readActivityFacts(accountId, ranges),
    readContractFacts(ranges),
    readOverrideFacts(accountId, ranges),
  )
  const byUnderlying = <Row extends { underlying: string }>(rows: Row[]) =>
    Map.groupBy(rows, (row) => row.underlying)
  const ordersOf = byUnderlying(z.array(orderFactRow).parse(orders))
  const activitiesOf = byUnderlying(z.array(activityFactRow).parse(activities))
  const overridesOf = byUnderlying(z.array(overrideFactRow).parse(overrides))
  const known = z.array(contractFactRow).parse(contracts)
  return claims.map(({ underlying, checkpoint }) => {
    const rows: FactRows = {
      orders: ordersOf.get(underlying) ?? [],
      activities: activitiesOf.get(underlying) ?? [],
      overrides: overridesOf.get(underlying) ?? [],
    }
    const from = checkpoint?.at ?? Number.NEGATIVE_INFINITY
    return factsOf(rows, { accountId, underlying, from, contracts: known })
  })
}

/** The facts before a checkpoint that was found among them. */
function factsBefore(facts: LedgerFacts, { at, consumed }: Checkpoint): LedgerFacts {
  const ahead = new Set(consumed.map(({ id }) => id))
  const orders = facts.orders.filter((order) => order.createdAt < at)
  const ids = new Set(orders.map(({ id }) => id))
  return {
    ...facts,
    orders,
    fills: facts.fills.filter((fill) => ids.has(fill.orderId)),
    events: facts.events.filter((event) => event.at < at || ahead.has(event.id)),
  }
}

const folded = (
  { underlying, version, checkpoint }: Claim,
  grouping: Grouping,
  resumeAt: number | null,
): FoldedUnderlying => ({
  underlying,
  version,
  from: checkpoint?.at ?? null,
  resumeAt,
  ...grouping,
})

/** Folds a chunk up to its last quiet moment: what lies behind that could still change with what the chunk does not hold. */
function foldChunk(
  claim: Claim,
  facts: LedgerFacts,
  options: GroupOptions,
): FoldedUnderlying | null {
  const ends = groupOrders(facts, options).checkpoints.filter(({ at }) => at <= (claim.until ?? at))
  const end = ends.at(-1)
  if (!end) return null
  const grouping = groupOrders(factsBefore(facts, end), options)
  return folded(claim, { ...grouping, checkpoints: ends }, end.at)
}

/**
 * Folds the facts of some underlyings since their checkpoints. One whose chunk has no quiet moment is left out: it needs a
 * larger chunk.
 */
export async function foldUnderlyings(
  ctx: LedgerContext,
  accountId: string,
  claims: readonly Claim[],
): Promise<FoldedUnderlying[]> {
  const all = await readFacts(ctx, accountId, claims)
  return claims.flatMap((claim, i) => {
    const facts = all[i]
    if (!facts) return []
    const options: GroupOptions = {
      windowSeconds: ctx.groupingWindowSeconds,
      checkpointEvery: CHECKPOINT_EVERY,
      ...(claim.checkpoint ? { from: claim.checkpoint } : {}),
    }
    if (claim.until !== null) return foldChunk(claim, facts, options) ?? []
    return [folded(claim, groupOrders(facts, options), null)]
  })
}
