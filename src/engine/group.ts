import { type Checkpoint, type Consumed, saveTrade } from './checkpoint'
import type { LedgerFacts, Micros } from './facts'
import { type FillRow, fillRows } from './fill-rows'
import { Fold } from './fold'
import { type OrderTrade, orderTrades } from './order-trades'
import { linkRolls } from './rolls'
import { type Moment, type Timeline, timelineOf } from './timeline'
import { tradeIdsOf } from './trade-id'
import { type TradeRow, tradeRow, unfilledRow } from './trade-row'

/** How to group. */
export interface GroupOptions {
  /** How far apart the opening orders of one window may be created (`GROUPING_WINDOW_SECONDS`). */
  windowSeconds: number
  /** Where to begin: the facts then are those from its moment on. Absent: at the beginning. */
  from?: Checkpoint
  /** After how many moments to save a checkpoint, at the next quiet moment. Absent: none is saved. */
  checkpointEvery?: number
}

/** What the facts come to. */
export interface Grouping {
  /** Every trade that was open at the beginning, opened, or changed. */
  trades: TradeRow[]
  /** What was executed since the beginning. */
  fills: FillRow[]
  orders: OrderTrade[]
  checkpoints: Checkpoint[]
}

const NONE: readonly Consumed[] = []

/** Activities that a moment takes before the day that they are dated. */
function takenAhead(moment: Moment): readonly Consumed[] {
  if (moment.type === 'placed' || moment.type === 'executed') return NONE
  const events =
    moment.type === 'settlement'
      ? moment.options.flatMap(({ option, deliveries }) => [option, ...deliveries])
      : moment.type === 'corporate_action'
        ? moment.rows
        : []
  return events.filter((event) => event.at > moment.at).map(({ id, at }) => ({ id, at }))
}

/** One pass over the moments of an underlying, with the checkpoints that it leaves behind. */
class Pass {
  readonly checkpoints: Checkpoint[] = []
  private linkedParts = 0
  private sinceSaved = 0
  private ahead: Consumed[]

  constructor(
    private readonly fold: Fold,
    private readonly reach: Micros,
    private readonly every: number,
    from: Checkpoint | undefined,
  ) {
    this.ahead = [...(from?.consumed ?? [])]
  }

  run({ moments, waits }: Timeline): void {
    let last = Number.NEGATIVE_INFINITY
    for (const moment of moments) {
      if (this.sinceSaved >= this.every && moment.at !== last) this.saveIfQuiet(moment.at, waits)
      last = moment.at
      this.fold.take(moment)
      for (const consumed of takenAhead(moment)) this.ahead.push(consumed)
      this.sinceSaved++
    }
    this.fold.finish()
    this.link()
  }

  /** Rolls lie within windows, and no window reaches over a checkpoint: only what came since the last is looked at. */
  private link(): void {
    const { windows } = this.fold.entering
    const { parts } = this.fold.ledger
    const since = this.linkedParts === 0 ? parts : parts.slice(this.linkedParts)
    linkRolls(windows, since, this.reach)
    windows.length = 0
    this.linkedParts = parts.length
  }

  private saveIfQuiet(at: Micros, waits: Timeline['waits']): void {
    if (!this.fold.isQuietBefore(at) || waits.some(([from, to]) => from < at && at <= to)) return
    this.fold.advance(at)
    this.link()
    this.ahead = this.ahead.filter((activity) => activity.at >= at)
    const trades = this.fold.kept().sort((a, b) => (a.id < b.id ? -1 : 1))
    this.checkpoints.push({ at, trades: trades.map(saveTrade), consumed: [...this.ahead] })
    this.sinceSaved = 0
  }
}

/** The facts that a checkpoint has not taken yet. */
function withoutConsumed(facts: LedgerFacts, from: Checkpoint | undefined): LedgerFacts {
  if (!from || from.consumed.length === 0) return facts
  const consumed = new Set(from.consumed.map(({ id }) => id))
  return { ...facts, events: facts.events.filter((event) => !consumed.has(event.id)) }
}

/**
 * Groups the facts of one underlying into trades (design 5). Pure: the same facts give the same answer in whatever order
 * they come, and from a checkpoint the same as from the beginning.
 *
 * @param facts all facts of the underlying, or with `from` those whose moment is at or after the checkpoint's.
 */
export function groupOrders(facts: LedgerFacts, options: GroupOptions): Grouping {
  const { accountId, underlying, overrides } = facts
  const { from, windowSeconds, checkpointEvery = Number.POSITIVE_INFINITY } = options
  const window = windowSeconds * 1_000_000
  const rules = { underlying, window, idOf: tradeIdsOf(accountId), overrides }
  const fold = new Fold(rules)
  if (from) fold.restore(from)
  const timeline = timelineOf(withoutConsumed(facts, from), fold.ledger.book.holdings())
  fold.expect(timeline.placed)
  const pass = new Pass(fold, window, checkpointEvery, from)
  pass.run(timeline)
  const filled = [...fold.ledger.trades].map((trade) => tradeRow(trade, underlying))
  return {
    trades: [...filled, ...fold.unfilled.trades.map((trade) => unfilledRow(trade, underlying))],
    fills: fillRows(fold.ledger.parts),
    orders: orderTrades(timeline.placed.all, fold.ledger.parts, fold.unfilled),
    checkpoints: pass.checkpoints,
  }
}
