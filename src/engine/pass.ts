import type { Micros } from '../time/micros'
import { type Checkpoint, type Consumed, saveTrade } from './book/checkpoint'
import type { ClosingOrder } from './closing/closing-sets'
import type { Happening } from './events/pair-events'
import { type Fold, type FoldRules, isOver } from './fold'
import { linkRolls } from './links/rolls'
import type { LedgerFacts } from './model/facts'
import type { Carried, Listener } from './output/listener'
import { carry } from './output/order-trades'
import type { Placed } from './timeline/orders'
import { stretchesOf } from './timeline/segments'
import { timelineOf } from './timeline/timeline'

/** What a pass keeps to. */
export interface PassRules extends FoldRules {
  from: Checkpoint | undefined
  checkpointEvery: number
  until: Micros | undefined
}

/** After so many moments it is told what is over: while it is at hand, and so that it need not be kept. */
const TELL_EVERY = 500

/** Activities that a happening takes before the day that they are dated. */
function takenAhead(happening: Happening): Consumed[] {
  const events =
    happening.type === 'settlement'
      ? happening.options.flatMap(({ option, deliveries }) => [option, ...deliveries])
      : happening.type === 'corporate_action'
        ? happening.rows
        : []
  return events.filter((event) => event.at > happening.at).map(({ id, at }) => ({ id, at }))
}

/** One pass over facts: tells what is over as it goes, and leaves checkpoints behind. */
export class Pass {
  private readonly checkpoints: Checkpoint[] = []
  private sinceSaved = 0
  private readonly undecided: Placed[] = []
  private ahead: Consumed[]

  constructor(
    private readonly fold: Fold,
    private readonly rules: PassRules,
    private readonly to: Listener,
  ) {
    this.ahead = [...(rules.from?.consumed ?? [])]
  }

  run(facts: LedgerFacts): Checkpoint[] {
    const { fold, rules } = this
    const { window, until, checkpointEvery } = rules
    const size = Math.min(TELL_EVERY, checkpointEvery)
    for (const stretch of stretchesOf(facts, { window, until, size })) {
      const timeline = timelineOf(stretch, fold.held)
      const { placed, executions, happenings } = timeline
      const closing = fold.take(timeline)
      this.ahead.push(...happenings.flatMap(takenAhead))
      this.sinceSaved += placed.all.length + executions.length + happenings.length
      this.tell(placed.all, closing)
      if (stretch.end !== null && this.sinceSaved >= checkpointEvery) this.save(stretch.end)
    }
    if (until === undefined) this.hold()
    return this.checkpoints
  }

  /**
   * Tells of all that is over. Rolls lie within windows, and no window reaches over a moment when nothing is half done: only
   * what came since the last is looked at.
   */
  private tell(placed: readonly Placed[], closing: readonly ClosingOrder[]): void {
    const { fold, rules, to } = this
    const { ledger, entering, unfilled } = fold
    linkRolls(entering.takeWindows(), closing, rules.window)
    carry(ledger.parts)
    to.executed(ledger.parts)
    this.tellPlaced(placed)
    for (const trade of ledger.takeOver(isOver)) {
      to.trade(trade)
      trade.letGo()
    }
    for (const trade of unfilled.takeTrades()) to.unfilled(trade)
    ledger.parts.length = 0
  }

  /** An order of a trade that the user made waits: others can still join that, and make it another structure. */
  private tellPlaced(all: readonly Placed[]): void {
    const { undecided, fold } = this
    const decided: Placed[] = []
    for (const placed of all) {
      const trade = fold.unfilled.tradeOf(placed)
      if (trade !== null && trade.overrideId !== null) undecided.push(placed)
      else {
        placed.trade = trade
        decided.push(placed)
      }
      placed.letGo()
    }
    this.to.placed(decided)
  }

  private hold(): void {
    const { fold, to, undecided } = this
    const carried = undecided.flatMap((placed): Carried[] => {
      const trade = fold.unfilled.tradeOf(placed)
      return trade ? [{ placed, trade }] : []
    })
    to.hold(fold.ledger.trades, carried)
  }

  private save(at: Micros): void {
    this.ahead = this.ahead.filter((activity) => activity.at >= at)
    const trades = this.fold.kept().sort((a, b) => (a.id < b.id ? -1 : 1))
    this.checkpoints.push({ at, trades: trades.map(saveTrade), consumed: [...this.ahead] })
    this.sinceSaved = 0
    if (this.rules.until !== undefined) this.hold()
  }
}
