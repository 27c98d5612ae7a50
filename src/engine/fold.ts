import { applyCorporateAction, takeCoinFee } from './adjustments'
import { Book, legKey, Opening, type Sign, Trade } from './book'
import { type Checkpoint, restoreTrades } from './checkpoint'
import { ClosingSearch, firstIn } from './closing-search'
import { type ClosingOrder, type ClosingSet, closedKey, closingSetsOf } from './closing-sets'
import { coveringTrade } from './cover'
import { type Decimal, least, ZERO } from './decimal'
import { type Delivered, deliverShares } from './deliveries'
import { type Entry, entriesOf, entryOf } from './entries'
import type { Execution } from './executions'
import type { CoinFeeEvent, DeliveryEvent, Micros, OverrideFact, TransferEvent } from './facts'
import type { FillPart, FillSource } from './fills'
import { addIncomplete, incompleteTrade } from './incomplete'
import type { PairedOption, Settlement } from './settlements'
import type { Moment, Placed } from './timeline'
import type { CloseCause } from './trade'
import { UnfilledOrders } from './unfilled'
import { type PastWindow, Window } from './windows'

/** What a fold is told besides the moments. */
export interface FoldRules {
  underlying: string
  /** How far apart the opening orders of one window may be created. */
  window: Micros
  idOf: (factId: string) => string
  overrides: readonly OverrideFact[]
}

/**
 * Folds the moments of one underlying, in the order of time, into trades. Everything later is decided by what stands when it
 * happens; only the entries of a window that still goes on are found anew with each order that joins it.
 */
export class Fold {
  readonly book = new Book()
  readonly parts: FillPart[] = []
  /** Every trade that was opened or changed. */
  readonly trades = new Set<Trade>()
  readonly windows: PastWindow[] = []
  readonly unfilled = new UnfilledOrders(this)
  readonly openings = new Map<string, Opening>()
  /** Trades that overrides made, kept for what joins them later. */
  readonly forced = new Map<string, Trade>()
  private readonly forcedBy = new Map<string, OverrideFact>()
  private readonly annotatedBy = new Map<string, OverrideFact>()
  private sets = new Map<string, ClosingSet>()
  private readonly pending = new Map<Opening, { entry: Entry; window: PastWindow }>()
  private readonly keysUsed = new Map<string, number>()
  /** What placed orders have still to execute. */
  private readonly awaited = new Map<string, Decimal>()
  private lastCloseAt = Number.NEGATIVE_INFINITY
  private window: Window | null = null

  constructor(private readonly rules: FoldRules) {
    for (const override of rules.overrides) {
      if (override.kind === 'annotate') this.annotatedBy.set(override.facts[0] ?? '', override)
      else for (const fact of override.facts) this.forcedBy.set(fact, override)
    }
  }

  /** Puts back what stood at a checkpoint. */
  restore(checkpoint: Checkpoint): void {
    for (const trade of restoreTrades(this.book, checkpoint, this.rules.idOf)) {
      this.trades.add(trade)
      if (trade.overrideId) this.forced.set(trade.overrideId, trade)
    }
  }

  /** Learns which orders are to come, so that closing orders are matched as sets. */
  expect(placed: ReadonlyMap<string, Placed>): void {
    this.sets = closingSetsOf(placed.values(), this.rules.window)
    this.unfilled.expect(placed)
  }

  /** The trades that the future may still touch. */
  kept(): Trade[] {
    return [...new Set([...this.book.open, ...this.forced.values()])]
  }

  take(moment: Moment): void {
    this.advance(moment.at)
    switch (moment.type) {
      case 'placed':
        this.place(moment)
        break
      case 'executed':
        this.execute(moment.execution)
        break
      case 'settlement':
        this.settleOptions(moment)
        break
      case 'corporate_action':
        this.closeWindow()
        applyCorporateAction(this.book, moment)
        break
      case 'delivery':
        this.settle()
        deliverShares(this, [deliveryOf(moment, null, 'exercise', moment.quantity, moment.at)])
        break
      case 'transfer':
        this.transfer(moment)
        break
      case 'coin_fee':
        this.chargeCoins(moment)
    }
  }

  /** Ends the last window. */
  finish(): void {
    this.closeWindow()
  }

  /**
   * Whether nothing is half done just before a moment: no window or chain of closing orders goes on, and every order placed
   * before has been executed. Then what stands is all that the future needs of the past.
   */
  isQuietBefore(at: Micros): boolean {
    const { window } = this.rules
    const entering = this.window !== null && at <= this.window.lastAt + window
    return !entering && at > this.lastCloseAt + window && this.awaited.size === 0
  }

  /** Ends the window when a moment is beyond it. */
  advance(at: Micros): void {
    if (this.window && at > this.window.lastAt + this.rules.window) this.closeWindow()
  }

  /** Finds the entries of the window as it is now, so that all that is open belongs to a trade. */
  settle(): void {
    const { window } = this
    if (!window?.changed) return
    for (const trade of window.trades) this.dissolve(trade)
    for (const opening of window.openings) if (opening.trade) this.book.detach(opening)
    window.trades = []
    window.entries = this.findEntries(window.openings)
    for (const entry of window.entries) {
      if (entry.openings.some((opening) => opening.tally.opened.gt(0)))
        this.enter(entry, window.trades)
    }
    for (const follower of window.followers) this.attachFollower(follower)
    window.changed = false
  }

  note(
    source: FillSource,
    effect: 'open' | 'close',
    holder: Opening | Trade,
    sign: Sign,
    quantity: Decimal,
    realized: Decimal | null,
    instrument = holder instanceof Opening ? holder.instrument : null,
  ): void {
    if (!instrument) return
    const side = (effect === 'open') === sign > 0 ? 'buy' : 'sell'
    this.parts.push({ source, effect, instrument, side, quantity, holder, realized })
  }

  openLot(opening: Opening, quantity: Decimal, source: FillSource): void {
    this.book.openLot(opening, quantity, source.price, source.at)
    this.note(source, 'open', opening, opening.sign, quantity, null)
  }

  closeLots(
    trade: Trade,
    key: string,
    quantity: Decimal,
    source: FillSource,
    cause: CloseCause | null,
  ): Opening[] {
    const instrument = trade.legs.get(key)?.instrument
    const parts = this.book.close(trade, key, quantity, source.price, source.at, cause)
    for (const part of parts) {
      const { opening, realized } = part
      this.note(
        source,
        'close',
        opening,
        opening.sign,
        part.quantity,
        realized,
        instrument ?? opening.instrument,
      )
    }
    this.trades.add(trade)
    return parts.map((part) => part.opening)
  }

  /** Opens a trade for an activity's opening. */
  openAlone(opening: Opening, deliveredBy: Opening | null): void {
    const { structure, shape } = entryOf([opening])
    const trade = new Trade(this.freshKey(opening.factId), this.rules.idOf, structure, shape)
    trade.deliveredBy = deliveredBy
    trade.settled = true
    this.trades.add(trade)
    this.join(opening, trade)
  }

  /** Lets an opening go with another's trade, whichever that comes to be. */
  follow(opening: Opening): void {
    if (this.window && opening.follows?.trade && !opening.follows.trade.settled)
      this.window.followers.push(opening)
    this.attachFollower(opening)
  }

  newTrade(entry: Entry): Trade {
    const factId = entry.openings[0]?.factId ?? ''
    return new Trade(factId, this.rules.idOf, entry.structure, entry.shape)
  }

  /** A key of its own for a further trade that the same fact opens (design 5.4). */
  freshKey(factId: string): string {
    const used = (this.keysUsed.get(factId) ?? 0) + 1
    this.keysUsed.set(factId, used)
    return used === 1 ? factId : `${factId}:${used}`
  }

  private attachFollower(opening: Opening): void {
    const trade = opening.follows?.trade
    if (trade && !opening.trade) this.book.attach(opening, trade)
  }

  private dissolve(trade: Trade): void {
    this.book.dissolve(trade)
    this.trades.delete(trade)
    if (trade.overrideId) this.forced.delete(trade.overrideId)
  }

  private closeWindow(): void {
    const { window } = this
    if (!window) return
    this.settle()
    const past: PastWindow = {
      startedAt: window.startedAt,
      lastAt: window.lastAt,
      trades: [...window.trades],
    }
    for (const trade of window.trades) this.seal(trade)
    for (const entry of window.entries) {
      if (entry.openings.some((opening) => opening.tally.opened.gt(0))) continue
      for (const opening of entry.openings) this.pending.set(opening, { entry, window: past })
    }
    this.unfilled.endWindow(window.unfilled, window.entries)
    this.windows.push(past)
    this.window = null
  }

  private seal(trade: Trade): void {
    trade.settled = true
    const cover = coveringTrade(this.book, trade, this.rules.underlying)
    if (!cover) return
    trade.coveredBy = cover
    trade.coveredById = cover.id
    trade.structure = { ...trade.structure, strategy: 'covered_call', strategyType: 'covered_call' }
  }

  private place(moment: Placed): void {
    const { order, opens, closes } = moment
    if (opens.gt(0) || closes.gt(0)) this.awaited.set(order.id, opens.plus(closes))
    if (closes.gt(0)) this.lastCloseAt = moment.at
    if (opens.gt(0)) {
      const sign = order.side === 'buy' ? 1 : -1
      const { id, createdAt, instrument, parentId } = order
      const opening = new Opening(id, 'order', createdAt, instrument, sign, opens, parentId)
      this.openings.set(id, opening)
      const window = this.windowAt(moment.at)
      window.openings.push(opening)
      window.changed = true
      return
    }
    if (closes.gt(0)) return
    if (order.intent === null) this.settle()
    const closing =
      order.intent === 'close' ||
      (order.intent === null && this.book.holders(closedKey(order)).length > 0)
    if (closing) {
      this.settle()
      this.unfilled.wouldClose(moment)
    } else this.windowAt(moment.at).unfilled.push(moment)
  }

  private windowAt(at: Micros): Window {
    this.window ??= new Window(at, at)
    this.window.lastAt = at
    return this.window
  }

  private findEntries(openings: readonly Opening[]): Entry[] {
    const forced = Map.groupBy(openings, (opening) => this.forcedBy.get(opening.factId)?.id ?? '')
    const free = forced.get('') ?? []
    forced.delete('')
    return [...[...forced.values()].map(entryOf), ...entriesOf(free)]
  }

  /** Puts an entry into the trade it scales into, or into one of its own. */
  private enter(entry: Entry, opened: Trade[]): void {
    const override = this.forcedBy.get(entry.openings[0]?.factId ?? '')
    const older = override ? this.forced.get(override.id) : this.scaledInto(entry)
    const trade = older ?? this.newTrade(entry)
    if (older) older.units += entry.structure.units
    else opened.push(trade)
    for (const opening of entry.openings) {
      opening.joined = older ?? null
      this.join(opening, trade)
    }
    if (override) this.force(trade, override)
    this.trades.add(trade)
  }

  private join(opening: Opening, trade: Trade): void {
    this.book.attach(opening, trade)
    trade.annotation = this.annotatedBy.get(opening.factId) ?? trade.annotation
  }

  private force(trade: Trade, override: OverrideFact): void {
    trade.overrideId = override.id
    this.forced.set(override.id, trade)
    const whole = entryOf(trade.openings)
    trade.structure = whole.structure
    trade.shape = `${whole.shape} by override`
    trade.units = whole.structure.units
  }

  /** The trade of the same structure that is open in full ratio, if any (design 5.4). */
  private scaledInto(entry: Entry): Trade | undefined {
    const before = entry.openings.find((opening) => opening.joined?.shape === entry.shape)?.joined
    if (before) return before
    const [first] = entry.legs
    const fits = (trade: Trade) =>
      trade.settled && trade.shape === entry.shape && !trade.incomplete && trade.isOpenInFullRatio
    const candidates = first ? this.book.holders(first.key).filter(fits) : []
    return candidates.sort((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1))[0]
  }

  private execute(execution: Execution): void {
    const { order, at, price, opened, closed } = execution
    const { id: executionId, activityId } = execution
    const source: FillSource = { executionId, activityId, order, kind: 'fill', at, price }
    this.noteExecuted(order.id, execution.quantity)
    if (closed.gt(0)) {
      this.settle()
      this.closeByOrder(source, closed)
    }
    const opening = this.openings.get(order.id)
    if (opened.gt(0) && opening) this.openByOrder(opening, opened, source)
  }

  private noteExecuted(orderId: string, quantity: Decimal): void {
    const rest = (this.awaited.get(orderId) ?? ZERO).minus(quantity)
    if (rest.gt(0)) this.awaited.set(orderId, rest)
    else this.awaited.delete(orderId)
  }

  private openByOrder(opening: Opening, quantity: Decimal, source: FillSource): void {
    this.openLot(opening, quantity, source)
    if (opening.trade) return
    const waiting = this.pending.get(opening)
    if (waiting) this.enterLate(waiting.entry, waiting.window)
    else if (this.window) this.window.changed = true
  }

  /** Opens the trade of an entry whose first execution came after its window was over. */
  private enterLate(entry: Entry, window: PastWindow): void {
    const opened: Trade[] = []
    this.enter(entry, opened)
    for (const trade of opened) this.seal(trade)
    window.trades.push(...opened)
    for (const opening of entry.openings) this.pending.delete(opening)
  }

  private closeByOrder(source: FillSource, quantity: Decimal): void {
    const set = source.order ? this.sets.get(source.order.id) : undefined
    const member = source.order ? set?.orders.get(source.order.id) : undefined
    if (!set || !member) return
    let rest = quantity
    for (let planned = false; rest.gt(0); ) {
      const [allocation] = member.plan
      if (allocation) {
        const taken = this.closeAllocated(member, rest, source)
        rest = rest.minus(taken)
        member.rest = member.rest.minus(taken)
      } else if (planned) break
      else {
        this.planSet(set)
        planned = true
      }
    }
    if (rest.eq(0)) return
    member.rest = member.rest.minus(rest)
    this.closeUnknown(set, member.key, source, rest)
  }

  private closeAllocated(member: ClosingOrder, rest: Decimal, source: FillSource): Decimal {
    const [allocation] = member.plan
    const trade = allocation?.anchor.trade
    const open = trade?.legs.get(member.key)?.open ?? ZERO
    const taken = allocation ? least(least(rest, allocation.quantity), open) : ZERO
    if (!allocation || !trade || taken.lte(0)) {
      member.plan.shift()
      return ZERO
    }
    this.closeLots(trade, member.key, taken, source, 'order')
    allocation.quantity = allocation.quantity.minus(taken)
    if (allocation.quantity.eq(0)) member.plan.shift()
    return taken
  }

  /** Decides what the rest of a set closes, in the order in which its orders were created. */
  private planSet(set: ClosingSet): void {
    const members = [...set.orders.values()].filter((member) => member.rest.gt(0))
    const wanted = new Map<string, Decimal>()
    for (const member of members) {
      member.plan = []
      wanted.set(member.key, (wanted.get(member.key) ?? ZERO).plus(member.rest))
    }
    const unplanned = new Map(members.map((member) => [member, member.rest]))
    for (const { key, trade, quantity } of new ClosingSearch(this.book, wanted).run()) {
      const anchor = trade.legs.get(key)?.lots[0]?.opening
      let rest = quantity
      for (const member of members) {
        const part = least(rest, unplanned.get(member) ?? ZERO)
        if (member.key !== key || part.lte(0) || !anchor) continue
        member.plan.push({ anchor, quantity: part })
        unplanned.set(member, (unplanned.get(member) ?? ZERO).minus(part))
        rest = rest.minus(part)
      }
    }
  }

  private closeUnknown(
    set: ClosingSet | null,
    key: string,
    source: FillSource,
    quantity: Decimal,
  ): void {
    const instrument = source.order?.instrument
    if (!instrument) return
    const sign: Sign = key.startsWith('+') ? 1 : -1
    const trade =
      set?.incomplete ?? incompleteTrade(this.freshKey(source.order?.id ?? ''), this.rules.idOf)
    if (set) set.incomplete = trade
    addIncomplete(trade, instrument, sign, quantity, source, 'order')
    this.note(source, 'close', trade, sign, quantity, null, instrument)
    this.trades.add(trade)
  }

  private settleOptions({ options, at }: Settlement): void {
    this.settle()
    const delivered = options.flatMap((pair) => this.closeOption(pair, at))
    if (delivered.length > 0) deliverShares(this, delivered)
  }

  /** Closes an option at 0, first in first out, and says which shares each of its openings delivered. */
  private closeOption({ option, deliveries }: PairedOption, at: Micros): Delivered[] {
    const { id, instrument, type } = option
    const sign: Sign = option.quantity.gt(0) ? -1 : 1
    const key = legKey(instrument.symbol, sign)
    const source: FillSource = {
      executionId: id,
      activityId: id,
      order: null,
      kind: type,
      at,
      price: ZERO,
    }
    const closed: { opening: Opening; quantity: Decimal }[] = []
    let rest = option.quantity.abs()
    while (rest.gt(0)) {
      const trade = firstIn(this.book.holders(key), key)
      if (!trade) break
      const quantity = least(rest, trade.legs.get(key)?.open ?? rest)
      const before = this.parts.length
      this.closeLots(trade, key, quantity, source, type)
      for (const part of this.parts.slice(before)) {
        if (part.holder instanceof Opening)
          closed.push({ opening: part.holder, quantity: part.quantity })
      }
      rest = rest.minus(quantity)
    }
    if (rest.gt(0)) this.closeUnknownOption(option, sign, source, rest)
    return deliveries.flatMap((delivery) => shareOut(delivery, option, closed, type, at))
  }

  private closeUnknownOption(
    option: PairedOption['option'],
    sign: Sign,
    source: FillSource,
    quantity: Decimal,
  ): void {
    const trade = incompleteTrade(this.freshKey(option.id), this.rules.idOf)
    addIncomplete(trade, option.instrument, sign, quantity, source, option.type)
    this.note(source, 'close', trade, sign, quantity, null, option.instrument)
    this.trades.add(trade)
  }

  private transfer(event: TransferEvent): void {
    this.settle()
    const { id, instrument, quantity, at } = event
    const price = event.price ?? ZERO
    const source: FillSource = {
      executionId: id,
      activityId: id,
      order: null,
      kind: 'transfer',
      at,
      price,
    }
    let rest = quantity.abs()
    const opposite = legKey(instrument.symbol, quantity.gt(0) ? -1 : 1)
    for (let trade = firstIn(this.book.holders(opposite), opposite); trade && rest.gt(0); ) {
      const part = least(rest, trade.legs.get(opposite)?.open ?? rest)
      this.closeLots(trade, opposite, part, source, null)
      rest = rest.minus(part)
      trade = firstIn(this.book.holders(opposite), opposite)
    }
    if (rest.eq(0)) return
    const sign = quantity.gt(0) ? 1 : -1
    const opening = new Opening(id, 'transfer', at, instrument, sign, rest, null)
    this.openAlone(opening, null)
    if (opening.trade && event.price === null) opening.trade.incomplete = true
    this.openLot(opening, rest, source)
  }

  private chargeCoins(fee: CoinFeeEvent): void {
    this.settle()
    const key = legKey(fee.instrument.symbol, 1)
    const rest = takeCoinFee(this.book, fee)
    const trade = firstIn(this.book.holders(key), key)
    if (rest.lte(0) || !trade) return
    const { id, at } = fee
    const source: FillSource = {
      executionId: id,
      activityId: id,
      order: null,
      kind: 'transfer',
      at,
      price: ZERO,
    }
    this.closeLots(trade, key, least(rest, trade.legs.get(key)?.open ?? rest), source, null)
  }
}

function deliveryOf(
  event: DeliveryEvent,
  option: Opening | null,
  cause: CloseCause,
  quantity: Decimal,
  at: Micros,
): Delivered {
  return { option, event, cause, sign: quantity.gt(0) ? 1 : -1, rest: quantity.abs(), at }
}

/** Shares out a delivery over the openings that the option closed, by their quantities; what is unexplained stands alone. */
function shareOut(
  event: DeliveryEvent,
  option: PairedOption['option'],
  closed: readonly { opening: Opening; quantity: Decimal }[],
  cause: CloseCause,
  at: Micros,
): Delivered[] {
  const whole = option.quantity.abs()
  let rest = event.quantity
  const shares = closed.map(({ opening, quantity }) => {
    const part = quantity.eq(whole)
      ? event.quantity
      : event.quantity.times(quantity).div(whole).round(9)
    rest = rest.minus(part)
    return deliveryOf(event, opening, cause, part, at)
  })
  return rest.eq(0) ? shares : [...shares, deliveryOf(event, null, cause, rest, at)]
}
