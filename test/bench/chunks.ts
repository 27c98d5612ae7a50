import type { Checkpoint } from '../../src/engine/book/checkpoint'
import { groupOrders } from '../../src/engine/group'
import type { EventFact, LedgerFacts, OrderFact } from '../../src/engine/model/facts'
import type { Micros } from '../../src/time/micros'
import { took } from './stopwatch'

export const WINDOW_SECONDS = 300
/** Orders that are grouped at once. */
export const CHUNK = 5_000
/** Moments after which a checkpoint is due, as in the ledger (src/sync/ledger/fold-underlyings). */
export const CHECKPOINT_EVERY = 192

/**
 * Reads the facts of one underlying by time, in chunks, as from a database.
 */
export interface FactReader {
  /** Orders created at or after a moment with their fills, oldest first. */
  orders(from: Micros, count: number): OrderFact[]
  events(from: Micros, until: Micros): EventFact[]
}

export type Opening = Pick<LedgerFacts, 'accountId'>

/** Counts of a grouping from checkpoint to checkpoint. The rows are made and discarded. */
export interface Folded {
  chunks: number
  checkpoints: number
  trades: number
  /** Time of grouping, without reading. */
  milliseconds: number
  last: Checkpoint | null
}

/**
 * Groups an underlying of any length from checkpoint to checkpoint, with one chunk in memory at a
 * time.
 */
export function foldInChunks(of: Opening, reader: FactReader): Folded {
  const folded: Folded = { chunks: 0, checkpoints: 0, trades: 0, milliseconds: 0, last: null }
  let size = CHUNK
  for (;;) {
    const from = folded.last?.at ?? 0
    const orders = reader.orders(from, size)
    const isEnd = orders.length < size
    const until = orders.at(-1)?.createdAt ?? 0
    const events = reader.events(from, isEnd ? Number.POSITIVE_INFINITY : until)
    const facts = { ...of, orders, events, overrides: [] }
    const options = {
      ...{ windowSeconds: WINDOW_SECONDS, checkpointEvery: CHECKPOINT_EVERY },
      ...(folded.last ? { from: folded.last } : {}),
      ...(isEnd ? {} : { until }),
    }
    const { result, milliseconds } = took(() => groupOrders(facts, options))
    const { trades, checkpoints } = result
    folded.milliseconds += milliseconds
    folded.chunks++
    folded.checkpoints += checkpoints.length
    folded.trades += trades.length
    const last = checkpoints.at(-1)
    if (isEnd) return folded
    if (last) folded.last = last
    size = last ? CHUNK : size * 2
  }
}
