import type { Micros } from '../time/micros'
import { type Checkpoint, restoreTrades } from './book/checkpoint'
import { Ledger } from './book/ledger'
import { Opening } from './book/opening'
import type { Trade } from './book/trade-state'
import { type ClosingOrder, closedBy, expectCloses } from './closing/closing-sets'
import { OrderCloses } from './closing/order-closes'
import { Enterings } from './entries/enterings'
import { UnfilledOrders } from './entries/unfilled'
import { applyCorporateAction } from './events/adjustments'
import { deliverAlone, settleOptions } from './events/option-settlements'
import type { Happening } from './events/pair-events'
import { bookCoinFee, bookTransfer } from './events/transfers'
import type { Decimal } from './model/decimal'
import type { OverrideFact } from './model/facts'
import type { Sign } from './model/instrument'
import { Overrides } from './model/overrides'
import type { Execution, Placed } from './timeline/orders'
import type { Timeline } from './timeline/timeline'

/** What a fold is told besides the moments. */
export interface FoldRules {
  /** How far apart the opening orders of one window may be created. */
  window: Micros
  idOf: (factId: string) => string
  overrides: readonly OverrideFact[]
}

/** Whether nothing can change a trade any more, once nothing is half done. */
export const isOver = (trade: Trade): boolean => trade.openLegs === 0 && trade.overrideId === null

const NEVER = Number.POSITIVE_INFINITY

/**
 * Folds moments, in the order of time, into trades. Everything later is decided by what stands when it
 * happens.
 */
export class Fold {
  readonly ledger: Ledger
  readonly unfilled: UnfilledOrders
  readonly entering: Enterings
  private readonly closes: OrderCloses

  constructor(private readonly rules: FoldRules) {
    const { window, idOf } = rules
    const overrides = new Overrides(rules.overrides)
    this.ledger = new Ledger(idOf, overrides)
    this.unfilled = new UnfilledOrders(this.ledger)
    this.entering = new Enterings(this.ledger, this.unfilled, { window, overrides })
    this.closes = new OrderCloses(this.ledger)
  }

  /** Puts back what stood at a checkpoint. */
  restore(checkpoint: Checkpoint): void {
    for (const trade of restoreTrades(this.ledger.book, checkpoint, this.rules.idOf)) {
      this.ledger.trades.push(trade)
      if (trade.overrideId) this.entering.forced.set(trade.overrideId, trade)
    }
  }

  /** The trades that the future may still touch. */
  kept(): Trade[] {
    return [...new Set([...this.ledger.open(), ...this.entering.forced.values()])]
  }

  /** What is held of one side of a symbol between two stretches. */
  held = (symbol: string, sign: Sign): Decimal => this.ledger.book.quantity(symbol, sign)

  /**
   * Takes a stretch, moment by moment; its last window ends with it.
   *
   * @returns its closing orders, as they were created.
   */
  take({ placed, executions, happenings }: Timeline): readonly ClosingOrder[] {
    const closing = expectCloses(this.ledger.book, placed.all, this.rules.window)
    this.unfilled.expect(placed)
    for (let [o, e, h] = [0, 0, 0]; ; ) {
      const order = placed.all[o]
      const execution = executions[e]
      const happening = happenings[h]
      const executedAt = execution ? execution.at : NEVER
      const happensAt = happening ? happening.at : NEVER
      if (order && order.at <= executedAt && order.at <= happensAt) {
        this.entering.advance(order.at)
        this.place(order)
        o++
      } else if (execution && executedAt <= happensAt) {
        this.entering.advance(executedAt)
        this.execute(execution)
        e++
      } else if (happening) {
        this.entering.advance(happensAt)
        this.happen(happening)
        h++
      } else break
    }
    this.entering.close()
    return closing
  }

  private happen(moment: Happening): void {
    const { ledger, entering } = this
    entering.settle()
    switch (moment.type) {
      case 'settlement':
        settleOptions(ledger, entering, moment)
        break
      case 'delivery':
        deliverAlone(ledger, entering, moment)
        break
      case 'transfer':
        bookTransfer(ledger, moment)
        break
      case 'coin_fee':
        bookCoinFee(ledger, moment)
        break
      case 'corporate_action':
        entering.close()
        applyCorporateAction(ledger.book, moment)
    }
  }

  private place(moment: Placed): void {
    const { order, parent, sign, opens, closes } = moment
    if (opens.gt(0)) {
      const held = this.ledger.book.held(order.instrument, sign)
      const opening = new Opening(order, held, opens, parent)
      moment.opening = opening
      this.entering.place(opening)
    } else if (closes.isZero) this.placeUnfilled(moment)
  }

  private placeUnfilled(moment: Placed): void {
    const { order } = moment
    if (order.intent !== 'open') this.entering.settle()
    const closing =
      order.intent === 'close' ||
      (order.intent === null && closedBy(this.ledger.book, order).holders.length > 0)
    if (closing) this.unfilled.wouldClose(moment)
    else this.entering.placeUnfilled(moment)
  }

  private execute(execution: Execution): void {
    const { placed, opened, closed } = execution
    const { opening, closing } = placed
    if (closing && closed.gt(0)) {
      this.entering.settle()
      this.closes.execute(closing, execution, closed)
    }
    if (opening && opened.gt(0)) this.entering.execute(opening, opened, execution)
  }
}
