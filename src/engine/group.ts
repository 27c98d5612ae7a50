import type { Micros } from '../time/micros'
import type { Checkpoint } from './book/checkpoint'
import type { LedgerFacts } from './model/facts'
import type { Listener } from './output/listener'
import { type LedgerRows, Rows } from './output/rows'
import { tradeIdsOf } from './output/trade-id'
import { Run } from './run'

/** How to group. */
export interface GroupOptions {
  /** How far apart the opening orders of one window may be created (`GROUPING_WINDOW_SECONDS`). */
  windowSeconds: number
  /** The checkpoint to start from; `facts` then begin at its moment. Absent: the beginning. */
  from?: Checkpoint
  /** Saves a checkpoint at the end of the segment after so many moments. Absent: saves none. */
  checkpointEvery?: number
  /**
   * Exclusive end of the complete input. Only results up to the last checkpoint at or before it are
   * returned, because later ones could still change; without such a checkpoint there are none.
   */
  until?: Micros
}

/** The rows of a grouping, and the checkpoints on the way. */
export interface Grouping extends LedgerRows {
  checkpoints: Checkpoint[]
}

/** The facts that a checkpoint has not taken yet. */
function withoutConsumed(facts: LedgerFacts, from: Checkpoint | undefined): LedgerFacts {
  if (!from || from.consumed.length === 0) return facts
  const consumed = new Set(from.consumed.map(({ id }) => id))
  return { ...facts, events: facts.events.filter((event) => !consumed.has(event.id)) }
}

/**
 * Groups facts into trades, and passes them to a listener.
 *
 * @param facts all facts of what is folded together; with `from`, those at or after the checkpoint.
 * @returns the checkpoints on the way.
 */
export function groupInto(
  facts: LedgerFacts,
  options: GroupOptions,
  listener: Listener,
): Checkpoint[] {
  const { accountId, overrides } = facts
  const { from, until, windowSeconds, checkpointEvery = Number.POSITIVE_INFINITY } = options
  const window = windowSeconds * 1_000_000
  const idOf = tradeIdsOf(accountId)
  const rules = { window, idOf, overrides, from, until, checkpointEvery }
  return new Run(rules, listener).take(withoutConsumed(facts, from))
}

/**
 * Groups facts into trades, as rows. Pure: the same facts give the same answer in any order, and
 * from a checkpoint the same as from the beginning.
 *
 * @param facts all facts of what is folded together; with `from`, those at or after the checkpoint.
 */
export function groupOrders(facts: LedgerFacts, options: GroupOptions): Grouping {
  const rows = new Rows()
  const checkpoints = groupInto(facts, options, rows)
  return { ...rows.held, checkpoints }
}
