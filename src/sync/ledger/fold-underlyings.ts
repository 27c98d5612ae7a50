import * as z from 'zod'
import {
  activityFactRow,
  type ContractFactRow,
  contractFactRow,
  orderFactRow,
  overrideFactRow,
  readActivityFacts,
  readContractFacts,
  readOrderFacts,
  readOverrideFacts,
} from '../../db/ledger/read-facts'
import type { FoldedUnderlying } from '../../db/ledger/write-fold'
import { type GroupOptions, groupOrders } from '../../engine/group'
import type { LedgerFacts } from '../../engine/model/facts'
import { roundTrip } from '../round-trip'
import type { Claim } from './claim'
import { type FactRows, factsOf } from './facts'
import { lastPart, partUntil } from './parts'
import type { LedgerContext } from './update'

/** Moments between two checkpoints: how much a new fact makes the ledger fold again. */
const CHECKPOINT_EVERY = 256

/** A chunk ends at its last checkpoint, so a small one needs some nearer to each other. */
const CHECKPOINTS_A_CHUNK = 8

/** Activities that are read for each order of a chunk, at the most. */
const ACTIVITIES_PER_ORDER = 4

/** Round trips needed to read a claim's facts again and to write what they come to. */
const AGAIN_AND_WRITE = 2

/** What was read of a claim: all of it, or the part before `until` (microseconds). */
interface Reading {
  facts: LedgerFacts
  until: number | null
}

interface ReadRows extends FactRows {
  isFull: boolean
}

/**
 * The stored facts of some underlyings, in one round trip: up to `until`, and at most a chunk of
 * orders each.
 */
async function readRows(
  ctx: LedgerContext,
  accountId: string,
  claims: readonly Claim[],
  { chunk, until }: { chunk: number; until: number | null },
): Promise<{ rows: ReadRows[]; contracts: ContractFactRow[] }> {
  const underlyings = claims.flatMap(({ members }) => members)
  const activityLimit = chunk * ACTIVITIES_PER_ORDER
  const [contracts, overrides, ...results] = await roundTrip(
    ctx,
    readContractFacts(underlyings),
    readOverrideFacts(accountId, underlyings),
    ...claims.flatMap(({ members, checkpoint }) => {
      const range = { underlyings: members, from: checkpoint?.at ?? null, until }
      return [
        readOrderFacts(accountId, { ...range, limit: chunk + 1 }),
        readActivityFacts(accountId, { ...range, limit: activityLimit }),
      ]
    }),
  )
  const said = Map.groupBy(z.array(overrideFactRow).parse(overrides), (row) => row.underlying)
  const rows = claims.map(({ members }, i) => {
    const orders = z.array(orderFactRow).parse(results[2 * i])
    const activities = z.array(activityFactRow).parse(results[2 * i + 1])
    const overrides = members.flatMap((member) => said.get(member) ?? [])
    const isFull = orders.length > chunk || activities.length === activityLimit
    return { orders, activities, overrides, isFull }
  })
  return { rows, contracts: z.array(contractFactRow).parse(contracts) }
}

/** The moment up to which a reading that is full tells everything. */
function endOf({ orders, activities }: ReadRows, chunk: number): number {
  return Math.min(orders[chunk]?.created_at ?? Infinity, activities.at(-1)?.at ?? Infinity)
}

/** The facts of each claim; null if they must be read again and the budget has no room for it. */
async function readFacts(
  ctx: LedgerContext,
  accountId: string,
  claims: readonly Claim[],
  chunk: number,
): Promise<(Reading | null)[]> {
  const first = await readRows(ctx, accountId, claims, { chunk, until: null })
  const readings: (Reading | null)[] = []
  for (const [i, claim] of claims.entries()) {
    const rows = first.rows[i]
    if (!rows) continue
    const until = rows.isFull ? endOf(rows, chunk) : null
    if (until !== null && !ctx.budget.fits(AGAIN_AND_WRITE)) {
      readings.push(null)
      continue
    }
    // Shares delivered lie behind the end of a chunk, so that is read with its own bound.
    const again =
      until === null ? null : await readRows(ctx, accountId, [claim], { chunk: chunk * 2, until })
    const from = claim.checkpoint?.at ?? Number.NEGATIVE_INFINITY
    const about = { accountId, from, contracts: first.contracts }
    readings.push({ facts: factsOf(again?.rows[0] ?? rows, about), until })
  }
  return readings
}

/** What became of a group of underlyings. */
export interface GroupFold {
  folded: FoldedUnderlying[]
  /** Whether one is left out because its chunk has no quiet moment: it needs a larger one. */
  stuck: boolean
  /** Those whose facts could not be folded, with the error. */
  failed: { members: readonly string[]; error: unknown }[]
}

/**
 * Folds the facts of some underlyings since their checkpoints. One with more than a chunk of orders
 * is folded in part. One that fails does not hold up the others: it stays marked, and so does one
 * for which the budget has no room.
 */
export async function foldUnderlyings(
  ctx: LedgerContext,
  accountId: string,
  claims: readonly Claim[],
  chunk: number,
): Promise<GroupFold> {
  const readings = await readFacts(ctx, accountId, claims, chunk)
  const fold: GroupFold = { folded: [], stuck: false, failed: [] }
  for (const [i, claim] of claims.entries()) {
    const reading = readings[i]
    if (!reading) continue
    try {
      const part = foldOne(ctx, claim, reading, chunk)
      if (part === null) fold.stuck = true
      else {
        fold.folded.push(part)
        ctx.budget.handle(reading.facts.orders.length)
      }
    } catch (error) {
      fold.failed.push({ members: claim.members, error })
    }
  }
  return fold
}

function foldOne(
  ctx: LedgerContext,
  claim: Claim,
  reading: Reading,
  chunk: number,
): FoldedUnderlying | null {
  const options: GroupOptions = {
    windowSeconds: ctx.groupingWindowSeconds,
    checkpointEvery: Math.min(CHECKPOINT_EVERY, Math.ceil(chunk / CHECKPOINTS_A_CHUNK)),
    ...(claim.checkpoint ? { from: claim.checkpoint } : {}),
  }
  const { facts, until } = reading
  const { accountId } = facts
  if (until === null) return lastPart(claim, groupOrders(facts, options), accountId)
  const grouping = groupOrders(facts, { ...options, until })
  const end = grouping.checkpoints.at(-1)
  return end ? partUntil(end, claim, grouping, accountId) : null
}
