import { type Entry, entryOf } from '../entries/entries'
import type { Decimal } from '../model/decimal'
import type { Overrides } from '../model/overrides'
import type { CloseCause } from '../model/trade'
import { Book } from './book'
import { addIncomplete, incompleteTrade } from './incomplete'
import type { Opening } from './opening'
import type { Held } from './position'
import { FillPart, type FillSource } from './posting'
import { Trade, type TradeLeg } from './trade-state'

/** What Alpaca's activity ids have, and its order ids have not. */
const IN_ACTIVITY_ID = '::'

/** What the id of a trade is made of that an activity opens: never what that of an order's is, whatever ids are told. */
const activityKey = (id: string): string => (id.includes(IN_ACTIVITY_ID) ? id : `activity ${id}`)

/** What has been booked so far: who holds what, every execution's parts, and every trade that was opened or changed. */
export class Ledger {
  readonly book = new Book()
  readonly parts: FillPart[] = []
  /** Trades that are open, or that came to be or changed since what is over was last taken. */
  readonly trades: Trade[] = []
  private readonly keysUsed = new Map<string, number>()

  constructor(
    private readonly idOf: (factId: string) => string,
    private readonly overrides: Overrides,
  ) {}

  /** Takes out the trades that are over. */
  takeOver(isOver: (trade: Trade) => boolean): Trade[] {
    const over: Trade[] = []
    let kept = 0
    for (const trade of this.trades) {
      if (isOver(trade)) over.push(trade)
      else this.trades[kept++] = trade
    }
    this.trades.length = kept
    return over
  }

  /** Takes out a trade that is none after all: one of the last that were made. */
  drop(trade: Trade): void {
    const index = this.trades.lastIndexOf(trade)
    if (index >= 0) this.trades.splice(index, 1)
  }

  /** The trades that are open. */
  *open(): Generator<Trade> {
    for (const trade of this.trades) if (trade.openLegs > 0) yield trade
  }

  newTrade(entry: Entry): Trade {
    const factId = entry.openings[0]?.factId ?? ''
    return new Trade(factId, this.idOf, entry)
  }

  /** Puts an opening into a trade; what the user said of it is said of the trade. */
  join(opening: Opening, trade: Trade): void {
    this.book.attach(opening, trade)
    this.annotate(trade, opening.factId)
  }

  /** Says of a trade what the user said of a fact of it. */
  annotate(trade: Trade, factId: string): void {
    trade.annotation = this.overrides.annotation(factId) ?? trade.annotation
  }

  /**
   * Opens a trade for an activity's opening.
   *
   * @param deliveredBy the option's opening that delivered it, if any is known.
   * @param from the trade that it came from.
   */
  openAlone(opening: Opening, deliveredBy: Opening | null, from: Trade | null = null): void {
    const trade = new Trade(
      this.freshKey(activityKey(opening.factId)),
      this.idOf,
      entryOf([opening]),
    )
    trade.deliveredBy = deliveredBy
    trade.assignedFrom = from?.id ?? null
    trade.settled = true
    opening.final = true
    this.trades.push(trade)
    this.join(opening, trade)
  }

  openLot(opening: Opening, quantity: Decimal, source: FillSource): void {
    this.book.openLot(opening, quantity, source.price, source.at)
    this.note(source, 'open', opening, opening.held, quantity, null)
  }

  /**
   * Closes lots of a leg, of which as much must be open. A null cause is no exit that the trade tells of.
   *
   * @returns a part for each opening that was closed.
   */
  closeLots(
    leg: TradeLeg,
    quantity: Decimal,
    source: FillSource,
    cause: CloseCause | null,
  ): readonly FillPart[] {
    const closed = this.book.close(leg, quantity, source, cause)
    for (const part of closed) this.parts.push(part)
    return closed
  }

  /**
   * Closes what history did not tell of.
   *
   * @param known the incomplete trade that other orders of the same set made, if any.
   */
  closeUnknown(
    held: Held,
    quantity: Decimal,
    source: FillSource,
    cause: CloseCause,
    known: Trade | null = null,
  ): Trade {
    const factId = source.placed?.order.id ?? source.executionId
    const key = source.placed ? factId : activityKey(factId)
    const trade = known ?? incompleteTrade(this.freshKey(key), this.idOf)
    addIncomplete(trade, held, quantity, source, cause)
    this.annotate(trade, factId)
    this.note(source, 'close', trade, held, quantity, null)
    if (!known) this.trades.push(trade)
    return trade
  }

  note(
    source: FillSource,
    effect: 'open' | 'close',
    holder: Opening | Trade,
    held: Held,
    quantity: Decimal,
    realized: Decimal | null,
  ): void {
    this.parts.push(new FillPart(source, effect, held, quantity, holder, realized))
  }

  /** A key of its own for a further trade that the same fact opens (design 5.4). */
  private freshKey(factId: string): string {
    const used = (this.keysUsed.get(factId) ?? 0) + 1
    this.keysUsed.set(factId, used)
    return used === 1 ? factId : `${factId}:${used}`
  }
}
