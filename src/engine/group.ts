import { type Checkpoint, type Consumed, saveTrade } from './checkpoint'
import type { LedgerFacts, Micros } from './facts'
import { addFillRows, type FillRow } from './fill-rows'
import { Fold, type FoldRules } from './fold'
import { addOrderTrades, carry, type OrderTrade, undecidedOrders } from './order-trades'
import type { Placed } from './placed'
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
  /**
   * Up to when the facts are all there. What comes of them is then told up to the last checkpoint at or before it, because what
   * lies behind that could still change with what is not there; without such a checkpoint nothing is told.
   */
  until?: Micros
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

/** After so many moments rows are made of what is over: while it is at hand, and so that it need not be kept. */
const ROWS_EVERY = 500

/** One pass over the moments of an underlying, with the rows and the checkpoints that it leaves behind. */
class Pass {
  private readonly result: Grouping = { trades: [], fills: [], orders: [], checkpoints: [] }
  private sinceSaved = 0
  private sinceTold = 0
  /** How many orders have been placed, and of how many it is told which trade they carry. */
  private placed = 0
  private told = 0
  private readonly undecided: Placed[] = []
  private ahead: Consumed[]
  /** What the last checkpoint is the end of. */
  private safe: Grouping = { trades: [], fills: [], orders: [], checkpoints: [] }

  constructor(
    private readonly fold: Fold,
    private readonly timeline: Timeline,
    private readonly rules: PassRules,
  ) {
    this.ahead = [...(rules.from?.consumed ?? [])]
  }

  run(): Grouping {
    const until = this.rules.until ?? Number.POSITIVE_INFINITY
    let last = Number.NEGATIVE_INFINITY
    // From the end of a reversed list, so that nothing keeps what is over.
    const ahead = this.timeline.moments.reverse()
    for (let moment = ahead.pop(); moment; moment = ahead.pop()) {
      if (moment.at > until) break
      if (moment.at !== last) this.pause(moment.at)
      last = moment.at
      this.take(moment)
    }
    if (this.rules.until !== undefined) return this.safe
    this.fold.finish()
    this.tell()
    return this.sofar()
  }

  private take(moment: Moment): void {
    this.fold.take(moment)
    if (moment.type === 'placed') this.placed++
    for (const consumed of takenAhead(moment)) this.ahead.push(consumed)
    this.sinceSaved++
    this.sinceTold++
  }

  /** Makes rows and saves a checkpoint where that is due, once nothing is half done. */
  private pause(at: Micros): void {
    const { fold, rules, timeline } = this
    const isDue = this.sinceSaved >= rules.checkpointEvery
    if ((!isDue && this.sinceTold < ROWS_EVERY) || !fold.isQuietBefore(at)) return
    if (timeline.waits.some(([from, to]) => from < at && at <= to)) return
    fold.advance(at)
    this.tell()
    if (!isDue) return
    this.save(at)
    if (rules.until !== undefined) this.safe = this.sofar()
  }

  /**
   * Makes rows of all that is over. Rolls lie within windows, and no window reaches over a moment when nothing is half done:
   * only what came since the last is looked at.
   */
  private tell(): void {
    const { fold, result, rules, timeline } = this
    const { ledger, entering } = fold
    linkRolls(entering.windows, ledger.parts, rules.window)
    addFillRows(result.fills, ledger.parts)
    carry(ledger.parts)
    const placed = timeline.placed.all.slice(this.told, this.placed)
    this.undecided.push(...addOrderTrades(result.orders, placed, fold.unfilled))
    for (const order of placed) order.letGo()
    for (const trade of ledger.trades) {
      if (!fold.isOver(trade)) continue
      result.trades.push(tradeRow(trade, rules.underlying))
      trade.letGo()
      ledger.trades.delete(trade)
    }
    for (const trade of fold.unfilled.takeTrades())
      result.trades.push(unfilledRow(trade, rules.underlying))
    entering.windows.length = 0
    ledger.parts.length = 0
    this.told = this.placed
    this.sinceTold = 0
  }

  /** All that is told, with the trades that are still open as they are now. */
  private sofar(): Grouping {
    const { fold, result, rules, undecided } = this
    const { underlying } = rules
    const open = Array.from(fold.ledger.trades, (trade) => tradeRow(trade, underlying))
    return {
      trades: [...result.trades, ...open],
      fills: [...result.fills],
      orders: [...result.orders, ...undecidedOrders(undecided, fold.unfilled)],
      checkpoints: [...result.checkpoints],
    }
  }

  private save(at: Micros): void {
    this.ahead = this.ahead.filter((activity) => activity.at >= at)
    const trades = this.fold.kept().sort((a, b) => (a.id < b.id ? -1 : 1))
    const checkpoint = { at, trades: trades.map(saveTrade), consumed: [...this.ahead] }
    this.result.checkpoints.push(checkpoint)
    this.sinceSaved = 0
  }
}

/** What a pass keeps to. */
interface PassRules extends FoldRules {
  from: Checkpoint | undefined
  checkpointEvery: number
  until: Micros | undefined
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
  const { from, until, windowSeconds, checkpointEvery = Number.POSITIVE_INFINITY } = options
  const window = windowSeconds * 1_000_000
  const idOf = tradeIdsOf(accountId)
  const rules = { underlying, window, idOf, overrides, from, until, checkpointEvery }
  const fold = new Fold(rules)
  if (from) fold.restore(from)
  const timeline = timelineOf(withoutConsumed(facts, from), fold.ledger.book.holdings())
  fold.expect(timeline.placed)
  return new Pass(fold, timeline, rules).run()
}
