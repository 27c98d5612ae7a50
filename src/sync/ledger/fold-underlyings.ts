import type { SQL } from 'drizzle-orm'
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
} from '../../db/ledger/facts'
import type { FoldedUnderlying } from '../../db/ledger/folded'
import { beginFolds } from '../../db/ledger/marks'
import { fence } from '../../db/runs/lease'
import type { StatementRows as StoredRows } from '../../db/statements/batch'
import { type GroupOptions, groupOrders } from '../../engine/group'
import type { LedgerFacts } from '../../engine/model/facts'
import { roundTrip } from '../run/round-trip'
import type { LedgerSession } from '../run/session'
import { refusedState } from '../store/tolerant'
import { isContained } from './begun-folds'
import { type Claim, markedIn } from './claim'
import { type FactRows, factsOf } from './facts'
import { lastPart, partUntil } from './parts'

/**
 * Moments between two checkpoints, at the least. A checkpoint waits for the end of a New York day:
 * of 100,000 orders a new one makes the ledger fold 59 again, as the mean of many moments.
 */
const CHECKPOINT_EVERY = 192

/** A chunk ends at its last checkpoint, so a small one needs some nearer to each other. */
const CHECKPOINTS_A_CHUNK = 8

/** Activities that are read for each order of a chunk, at the most. */
const ACTIVITIES_PER_ORDER = 4

/**
 * Round trips that must fit to read a claim's facts again: that, and the write of what is folded.
 */
const AGAIN_AND_WRITE = 2

/** What was read of a claim: all of it, or the part before `until` (microseconds). */
interface Reading {
  facts: LedgerFacts
  until: number | null
}

interface Rows extends FactRows {
  isFull: boolean
}

/** How much of each claim is read: up to `until`, and no more than a chunk of orders. */
interface Range {
  chunk: number
  until: number | null
}

/**
 * Reads the stored facts of one claim from the answers of a round trip; throws where a row is not
 * as it must be.
 */
type ReadClaim = (index: number) => Rows

/**
 * Reads the stored facts of some underlyings in one round trip. The same transaction stores that
 * their fold begins: if the run dies of it, the next one knows which fold it was.
 */
async function readRows(
  session: LedgerSession,
  claims: readonly Claim[],
  { chunk, until }: Range,
): Promise<{ rowsOf: ReadClaim; contracts: () => ContractFactRow[] }> {
  const { accountId } = session.lease
  const underlyings = claims.flatMap(({ members }) => members)
  const activityLimit = chunk * ACTIVITIES_PER_ORDER
  const alone = claims.length === 1
  const begin = beginFolds(accountId, claims.flatMap(markedIn), { alone, now: session.now() })
  // What is read again up to a bound has begun already.
  const before = until === null ? [fence(session.lease), begin] : []
  const [contracts, overrides, ...results] = await readBehind(
    session,
    before,
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
  const said = Map.groupBy(overrides ?? [], ({ underlying }) => underlying)
  const rowsOf = (index: number): Rows => {
    const members = claims[index]?.members ?? []
    const orders = z.array(orderFactRow).parse(results[2 * index])
    const activities = z.array(activityFactRow).parse(results[2 * index + 1])
    const own = members.flatMap((member) => said.get(member) ?? [])
    const isFull = orders.length > chunk || activities.length === activityLimit
    return { orders, activities, overrides: z.array(overrideFactRow).parse(own), isFull }
  }
  return { rowsOf, contracts: () => z.array(contractFactRow).parse(contracts) }
}

/** Reads behind some writes, in one transaction; answers the rows of the reads. */
async function readBehind(
  session: LedgerSession,
  writes: SQL[],
  ...reads: SQL[]
): Promise<StoredRows[]> {
  const [first, ...rest] = [...writes, ...reads]
  if (first === undefined) return []
  return (await roundTrip(session, first, ...rest)).slice(writes.length)
}

/** The moment before which a full reading is complete, in microseconds. */
function endOf({ orders, activities }: Rows, chunk: number): number {
  return Math.min(orders[chunk]?.created_at ?? Infinity, activities.at(-1)?.at ?? Infinity)
}

/**
 * How a claim is read: null where it is to be read again and the budget has no room; throws where
 * its rows cannot be read.
 */
type Read = () => Promise<Reading | null>

/** Prepares to read the facts of each claim. What the database refuses to read is read alone. */
async function readFacts(
  session: LedgerSession,
  claims: readonly Claim[],
  chunk: number,
): Promise<Read[]> {
  try {
    const first = await readRows(session, claims, { chunk, until: null })
    return claims.map((claim, index) => async () => {
      const rows = first.rowsOf(index)
      const until = rows.isFull ? endOf(rows, chunk) : null
      if (until !== null && !session.budget.fits(AGAIN_AND_WRITE)) return null
      // Shares delivered lie behind the end of a chunk, so that is read with its own bound.
      const again =
        until === null ? null : await readRows(session, [claim], { chunk: chunk * 2, until })
      const from = claim.checkpoint?.at ?? Number.NEGATIVE_INFINITY
      const about = { accountId: session.lease.accountId, from, contracts: first.contracts() }
      return { facts: factsOf(again?.rowsOf(0) ?? rows, about), until }
    })
  } catch (error) {
    if (refusedState(error) === null) throw error
    if (claims.length === 1) return [() => Promise.reject(error)]
    return claims.map((claim) => async () => {
      if (!session.budget.fits(AGAIN_AND_WRITE)) return null
      const [read] = await readFacts(session, [claim], chunk)
      return read ? await read() : null
    })
  }
}

/** What became of a group of underlyings. */
export interface GroupFold {
  folded: FoldedUnderlying[]
  /** Whether one is left out because its chunk has no quiet moment: it needs a larger one. */
  stuck: boolean
  /** Those whose facts could not be folded, with the error. */
  failed: { claim: Claim; error: unknown }[]
}

/**
 * Folds the facts of some underlyings since their checkpoints. One that has more than a chunk of
 * orders is folded in part. One that cannot be folded holds no other up. It stays marked, and so
 * does one for which the budget has no room.
 */
export async function foldUnderlyings(
  session: LedgerSession,
  claims: readonly Claim[],
  chunk: number,
): Promise<GroupFold> {
  const reads = await readFacts(session, claims, chunk)
  const fold: GroupFold = { folded: [], stuck: false, failed: [] }
  for (const [i, claim] of claims.entries()) {
    try {
      const reading = await reads[i]?.()
      if (!reading) continue
      const part = foldOne(session, claim, reading, chunk)
      if (part === null) fold.stuck = true
      else {
        fold.folded.push(part)
        session.budget.handle(reading.facts.orders.length)
      }
    } catch (error) {
      if (!isContained(error)) throw error
      fold.failed.push({ claim, error })
    }
  }
  return fold
}

function foldOne(
  session: LedgerSession,
  claim: Claim,
  reading: Reading,
  chunk: number,
): FoldedUnderlying | null {
  const options: GroupOptions = {
    windowSeconds: session.groupingWindowSeconds,
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
