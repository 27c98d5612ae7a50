import { type Checkpoint, type Consumed, saveTrade } from './checkpoint'
import type { Micros } from './facts'
import type { Fold, FoldRules } from './fold'
import type { Carried, Listener } from './listener'
import { carry } from './order-trades'
import type { Placed } from './placed'
import { linkRolls } from './rolls'
import type { Moment, Timeline } from './timeline'

/** What a pass keeps to. */
export interface PassRules extends FoldRules {
  from: Checkpoint | undefined
  checkpointEvery: number
  until: Micros | undefined
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

/** After so many moments it is told what is over: while it is at hand, and so that it need not be kept. */
const TELL_EVERY = 500

/** One pass over the moments of an underlying: tells what is over as it goes, and leaves checkpoints behind. */
export class Pass {
  private readonly checkpoints: Checkpoint[] = []
  private sinceSaved = 0
  private sinceTold = 0
  /** How many orders have been placed, and how many of them have been told. */
  private placed = 0
  private told = 0
  private readonly undecided: Placed[] = []
  private ahead: Consumed[]

  constructor(
    private readonly fold: Fold,
    private readonly timeline: Timeline,
    private readonly rules: PassRules,
    private readonly to: Listener,
  ) {
    this.ahead = [...(rules.from?.consumed ?? [])]
  }

  run(): Checkpoint[] {
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
    if (this.rules.until === undefined) {
      this.fold.finish()
      this.tell()
      this.hold()
    }
    return this.checkpoints
  }

  private take(moment: Moment): void {
    this.fold.take(moment)
    if (moment.type === 'placed') this.placed++
    for (const consumed of takenAhead(moment)) this.ahead.push(consumed)
    this.sinceSaved++
    this.sinceTold++
  }

  /** Tells what is over and saves a checkpoint where that is due, once nothing is half done. */
  private pause(at: Micros): void {
    const { fold, rules, timeline } = this
    const isDue = this.sinceSaved >= rules.checkpointEvery
    if ((!isDue && this.sinceTold < TELL_EVERY) || !fold.isQuietBefore(at)) return
    if (timeline.waits.some(([from, to]) => from < at && at <= to)) return
    fold.advance(at)
    this.tell()
    if (!isDue) return
    this.save(at)
    if (rules.until !== undefined) this.hold()
  }

  /**
   * Tells of all that is over. Rolls lie within windows, and no window reaches over a moment when nothing is half done: only
   * what came since the last is looked at.
   */
  private tell(): void {
    const { fold, rules, to } = this
    const { ledger, entering, unfilled } = fold
    linkRolls(entering.windows, ledger.parts, rules.window)
    carry(ledger.parts)
    to.executed(ledger.parts)
    this.tellPlaced()
    for (const trade of ledger.trades) {
      if (!fold.isOver(trade)) continue
      to.trade(trade)
      trade.letGo()
      ledger.trades.delete(trade)
    }
    for (const trade of unfilled.takeTrades()) to.unfilled(trade)
    entering.windows.length = 0
    ledger.parts.length = 0
    this.sinceTold = 0
  }

  /** An order of a trade that the user made waits: others can still join that, and make it another structure. */
  private tellPlaced(): void {
    const { undecided, timeline, fold } = this
    const decided: Placed[] = []
    for (; this.told < this.placed; this.told++) {
      const placed = timeline.placed.all[this.told]
      if (!placed) break
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
  }
}
