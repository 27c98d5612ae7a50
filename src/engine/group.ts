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
  /** Where to begin: the facts then are those from its moment on. Absent: at the beginning. */
  from?: Checkpoint
  /** After how many moments to save a checkpoint, at the next quiet moment. Absent: none is saved. */
  checkpointEvery?: number
  /**
   * Up to when the facts are all there. What comes of them is then told up to the last checkpoint at or before it, because what
   * lies behind that could still change with what is not there; without such a checkpoint nothing is told.
   */
  until?: Micros
}

/** What the facts come to. */
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
 * Groups facts into trades, and tells a listener of them.
 *
 * @param facts all facts of what is folded together, or with `from` those whose moment is at or after the checkpoint's.
 * @returns the checkpoints on the way.
 */
export function groupAndTell(
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
 * Groups facts into trades, as rows. Pure: the same facts give the same answer in whatever
 * order they come, and from a checkpoint the same as from the beginning.
 *
 * @param facts all facts of what is folded together, or with `from` those whose moment is at or after the checkpoint's.
 */
export function groupOrders(facts: LedgerFacts, options: GroupOptions): Grouping {
  const rows = new Rows()
  const checkpoints = groupAndTell(facts, options, rows)
  return { ...rows.held, checkpoints }
}
