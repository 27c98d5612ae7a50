import { type Micros, momentText } from '../time/micros'
import { Book } from './book/book'
import { type Checkpoint, type Consumed, saveTrade } from './book/checkpoint'
import type { Postings } from './book/posting'
import type { Opening, Trade } from './book/view'
import { ClosingOrders, closedBy } from './closing/closing-orders'
import { OrderCloses } from './closing/order-closes'
import { Entries } from './entries/entries'
import { linkedTrade, type TradeLink, UnfilledOrders } from './entries/unfilled'
import { bookAction } from './events/actions/book-action'
import { takeCoinFee } from './events/coin-fees'
import { payWithCoins } from './events/coin-payments'
import { deliverAlone, settleOptions } from './events/option-events'
import type { CorporateAction, PositionEvent } from './events/position-events'
import { transferPosition } from './events/transfers'
import { Cover } from './links/cover'
import { linkRolls } from './links/rolls'
import type { Decimal } from './model/decimal'
import type { LedgerFacts, OverrideFact } from './model/facts'
import { known } from './model/invariant'
import { Overrides } from './model/overrides'
import type { Listener, UnbookedActivity } from './output/listener'
import { numberedSymbols, tradesOfOrders } from './output/order-trades'
import type { Execution, OrderState } from './timeline/orders'
import { segmentsOf } from './timeline/segments'
import { type Timeline, timelineOf } from './timeline/timeline'

/** What a run needs besides the facts. */
export interface RunRules {
  /** How far apart the opening orders of one window may be created. */
  window: Micros
  idOf: (factId: string) => string
  overrides: readonly OverrideFact[]
  from: Checkpoint | undefined
  checkpointEvery: number
  until: Micros | undefined
}

/** Finished trades are passed on after so many moments, so that memory holds few of them. */
const PASS_ON_EVERY = 192
/** What orders opened, by the index of the order. */
type OpeningsByOrder = (Opening | undefined)[]

const NEVER = Number.POSITIVE_INFINITY

/** Whether nothing can change a trade any more. True between segments only. */
const isFinished = (trade: Trade): boolean => trade.openLegs === 0 && trade.overrideId === null

/** Adds the activities that an event takes before the day that they are dated. */
function addTakenAhead(event: PositionEvent, to: Consumed[]): void {
  const add = ({ id, at }: Consumed): void => {
    if (at > event.at) to.push({ id, at })
  }
  switch (event.type) {
    case 'settlement':
      for (const { option, deliveries } of event.options) {
        add(option)
        deliveries.forEach(add)
      }
      return
    case 'corporate_action':
      event.rows.forEach(add)
      return
    case 'delivery':
      add(event.delivery)
      return
    case 'coin_fee':
      add(event.fee)
      return
    case 'transfer':
      add(event.transfer)
  }
}

/**
 * The loop: takes facts segment by segment and moment by moment, asks the rules, lets the book
 * apply what they decide, passes on what is finished, and saves checkpoints.
 */
export class Run {
  private readonly book: Book
  private readonly unfilled: UnfilledOrders
  private readonly entries: Entries
  private readonly cover: Cover
  private readonly closes: OrderCloses
  private readonly checkpoints: Checkpoint[] = []
  private readonly undecided: { order: OrderState; link: TradeLink }[] = []
  private closing: ClosingOrders
  private ahead: Consumed[]
  private sinceSaved = 0
  private refused: UnbookedActivity[] = []

  constructor(
    private readonly rules: RunRules,
    private readonly to: Listener,
  ) {
    const { window, idOf, from } = rules
    const overrides = new Overrides(rules.overrides)
    this.book = new Book(idOf, overrides)
    this.unfilled = new UnfilledOrders(this.book)
    this.cover = new Cover(this.book)
    this.entries = new Entries(this.book, this.unfilled, { window, overrides, cover: this.cover })
    this.closes = new OrderCloses(this.book)
    this.closing = new ClosingOrders(this.book, [], window)
    this.ahead = [...(from?.consumed ?? [])]
    if (!from) return
    this.book.restore(from)
    for (const trade of this.book.allTrades)
      if (trade.overrideId) this.entries.forced.set(trade.overrideId, trade)
  }

  /** Takes the facts; returns the checkpoints on the way. */
  take(facts: LedgerFacts): Checkpoint[] {
    const { window, until, checkpointEvery } = this.rules
    const size = Math.min(PASS_ON_EVERY, checkpointEvery)
    for (const segment of segmentsOf(facts, { window, until, size })) {
      const timeline = timelineOf(segment, this.book.quantity)
      const { orders, executions, events } = timeline
      this.takeSegment(timeline)
      for (const event of events) addTakenAhead(event, this.ahead)
      this.sinceSaved += orders.all.length + executions.length + events.length
      this.passOn(orders.all)
      if (segment.end !== null && this.sinceSaved >= checkpointEvery) this.save(segment.end)
    }
    if (until === undefined) this.passOnOpen()
    return this.checkpoints
  }

  /** Takes a segment, moment by moment. Its last window ends with it. */
  private takeSegment({ orders, executions, events }: Timeline): void {
    this.closing = new ClosingOrders(this.book, orders.all, this.rules.window)
    this.unfilled.begin(orders)
    const openings: OpeningsByOrder = new Array(orders.all.length)
    let [o, e, h] = [0, 0, 0]
    let [order, execution, event] = [orders.all[o], executions[e], events[h]]
    let placedAt = order ? order.at : NEVER
    let executedAt = execution ? execution.at : NEVER
    let happensAt = event ? event.at : NEVER
    for (;;) {
      if (order && placedAt <= executedAt && placedAt <= happensAt) {
        this.advance(placedAt)
        this.place(order, openings)
        order = orders.all[++o]
        placedAt = order ? order.at : NEVER
      } else if (execution && executedAt <= happensAt) {
        this.advance(executedAt)
        this.execute(execution, openings)
        execution = executions[++e]
        executedAt = execution ? execution.at : NEVER
      } else if (event) {
        this.advance(happensAt)
        this.happen(event)
        event = events[++h]
        happensAt = event ? event.at : NEVER
      } else break
    }
    this.entries.close()
    this.cover.close()
  }

  /** Ends what ends before a moment: windows, then days. */
  private advance(at: Micros): void {
    this.entries.advance(at)
    this.cover.advance(at)
  }

  private place(order: OrderState, openings: OpeningsByOrder): void {
    const { fact, parent, sign, opens, closes } = order
    if (opens.gt(0)) {
      const position = this.book.position(fact.instrument, sign)
      const opening = this.book.newOpening(fact, position, opens, parent)
      openings[order.index] = opening
      this.entries.place(opening)
    } else if (closes.isZero) this.placeUnfilled(order)
  }

  private placeUnfilled(order: OrderState): void {
    const { intent } = order.fact
    if (intent !== 'open') this.entries.settle(order.at)
    const closes =
      intent === 'close' || (intent === null && closedBy(this.book, order.fact).holders.length > 0)
    if (closes) this.unfilled.wouldClose(order)
    else this.entries.placeUnfilled(order)
  }

  private execute(execution: Execution, openings: OpeningsByOrder): void {
    const { order, opened, closed } = execution
    const closing = closed.gt(0) ? this.closing.of(order) : undefined
    if (closing) {
      this.entries.settle(execution.at)
      this.closes.execute(closing, execution, closed)
    }
    const opening = opened.gt(0) ? openings[order.index] : undefined
    if (!opening) return
    if (execution.paid !== undefined) this.pay(execution, execution.paid, opening)
    this.entries.execute(opening, opened, execution)
  }

  /** Takes the coins that pay for an execution; their cost is its price. */
  private pay(execution: Execution, paid: Decimal, opening: Opening): void {
    this.entries.settle(execution.at)
    const coin = known(execution.order.fact.paidWith, 'the paying coin', execution.executionId)
    const { cost, isKnown } = this.book.run(payWithCoins(this.book, coin, paid, execution))
    execution.payFor(cost.div(execution.quantity))
    if (!isKnown) this.book.noteUnpriced(opening)
  }

  private happen(event: PositionEvent): void {
    this.entries.settle(event.at)
    // A corporate action changes positions: what is entered after it stays apart.
    if (event.type === 'corporate_action') this.act(event)
    else this.book.run(this.postingsOf(event))
  }

  private act({ at, rows, effect }: CorporateAction): void {
    const { book } = this
    const decided = known(effect, 'the effect of a corporate action', rows[0]?.id ?? '')
    if (decided.type === 'refused') {
      const { reason } = decided
      for (const { id, instrument } of rows)
        this.refused.push({
          activityId: id,
          underlying: instrument.underlying,
          reason,
          at: momentText(at),
        })
      return
    }
    this.entries.close()
    book.run(
      bookAction(book, decided, at, ({ trade }) => book.number(trade, numberedSymbols(trade), at)),
    )
  }

  private postingsOf(event: Exclude<PositionEvent, CorporateAction>): Postings {
    const { book } = this
    switch (event.type) {
      case 'settlement':
        return settleOptions(book, event)
      case 'delivery':
        return deliverAlone(book, event)
      case 'transfer':
        return transferPosition(book, event.transfer, event.at)
      case 'coin_fee':
        return takeCoinFee(book, event)
    }
  }

  /**
   * Passes on all that is finished. Rolls lie within windows or days of New York, and neither
   * reaches beyond its segment, so that only this segment's windows are looked at.
   */
  private passOn(orders: readonly OrderState[]): void {
    const { book, entries, unfilled, rules, to } = this
    linkRolls(book, entries.takeWindows(), this.closing, rules.window)
    const booked = book.takeBooked()
    to.executed(booked)
    to.refused(this.refused)
    this.refused = []
    this.passOnOrders(orders, tradesOfOrders(booked, orders.length))
    for (const trade of book.takeFinished(isFinished)) {
      to.trade(trade)
      book.release(trade)
    }
    for (const trade of unfilled.takeTrades()) to.unfilled(trade)
  }

  /** Passes on orders with their trades. Trades of an override wait: others can still join them. */
  private passOnOrders(
    orders: readonly OrderState[],
    executed: readonly (Trade | undefined)[],
  ): void {
    const trades = new Array<Trade | null>(orders.length)
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i]
      if (order) trades[i] = executed[i] ?? this.anchorTrade(order, executed)
    }
    if (this.entries.forced.size === 0) this.to.orders(orders, trades)
    else {
      const isDecided = (_: unknown, i: number) => (trades[i]?.overrideId ?? null) === null
      for (const [i, order] of orders.entries())
        if (!isDecided(order, i)) this.undecide(order, executed)
      this.to.orders(orders.filter(isDecided), trades.filter(isDecided))
    }
  }

  private anchorTrade(order: OrderState, executed: readonly (Trade | undefined)[]): Trade | null {
    const link = this.unfilled.linkOf(order, executed)
    return link && linkedTrade(link)
  }

  private undecide(order: OrderState, executed: readonly (Trade | undefined)[]): void {
    const trade = executed[order.index]
    const link = trade ? { trade } : this.unfilled.linkOf(order, executed)
    if (link) this.undecided.push({ order, link })
  }

  private passOnOpen(): void {
    const orders: OrderState[] = []
    const trades: Trade[] = []
    for (const { order, link } of this.undecided) {
      const trade = linkedTrade(link)
      if (!trade) continue
      orders.push(order)
      trades.push(trade)
    }
    this.to.hold(this.book.allTrades, orders, trades)
  }

  private save(at: Micros): void {
    this.ahead = this.ahead.filter((activity) => activity.at >= at)
    const trades = this.kept().sort((a, b) => (a.id < b.id ? -1 : 1))
    this.checkpoints.push({ at, trades: trades.map(saveTrade), consumed: [...this.ahead] })
    this.sinceSaved = 0
    if (this.rules.until !== undefined) this.passOnOpen()
  }

  /** The trades that later facts may still change. */
  private kept(): Trade[] {
    return [...new Set([...this.book.openTrades(), ...this.entries.forced.values()])]
  }
}
