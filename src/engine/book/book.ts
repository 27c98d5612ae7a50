import type { Micros } from '../../time/micros'
import { append, NONE, sortNearly } from '../model/arrays'
import { type CloseCause, withCause } from '../model/close-cause'
import { type Decimal, decimal, ZERO } from '../model/decimal'
import type { OverrideFact } from '../model/facts'
import type { Instrument, Sign } from '../model/instrument'
import type { Overrides } from '../model/overrides'
import { recogniseStructure, type Structure } from '../strategies/recognise'
import type { ParentOrder } from '../timeline/orders'
import { type Checkpoint, restoredTrade, type SavedTrade } from './checkpoint'
import {
  addLots,
  carryLots,
  closeLots,
  closeLotsAtCost,
  earnIn,
  grow,
  legOf,
  openLot,
  recostLot,
  shrink,
  shrinkLot,
  sumOf,
} from './lots'
import { Booked, type Posting, type Source } from './posting'
import { type LegState, type LotState, OpeningState, PositionState, TradeState } from './state'
import type { Lot, Opening, OpeningFact, Position, Trade, TradeEntry, TradeLeg } from './view'

/** Part of every activity id of Alpaca, and of no order id. */
const IN_ACTIVITY_ID = '::'

/** The key of a trade that an activity opens: never equal to the key of an order. */
const activityKey = (id: string): string => (id.includes(IN_ACTIVITY_ID) ? id : `activity ${id}`)

// Every object that rules are given is one of the book's own.
const openingState = (opening: Opening) => opening as OpeningState
const tradeState = (trade: Trade) => trade as TradeState
const legState = (leg: TradeLeg) => leg as LegState
const lotState = (lot: Lot) => lot as LotState
const positionState = (position: Position) => position as PositionState

const bySequence = (a: TradeState, b: TradeState): number => a.sequence - b.sequence

/**
 * The lots, positions and trades of what is folded together: the only place that changes them.
 * Rules read them, and decide postings and compositions, which are applied here.
 */
export class Book {
  /** By symbol: positions of one side and of the other. */
  private readonly long = new Map<string, PositionState>()
  private readonly short = new Map<string, PositionState>()
  /** The positions of shares among them. */
  private readonly shares: PositionState[] = []
  private readonly keysUsed = new Map<string, number>()
  private booked: Booked[] = []
  /** Trades that are open, and trades that changed since finished ones were last taken. */
  private trades: TradeState[] = []
  private sequence = 0

  constructor(
    private readonly idOf: (factId: string) => string,
    private readonly overrides: Overrides,
  ) {}

  // Positions.

  position(instrument: Instrument, sign: Sign): Position {
    const positions = sign > 0 ? this.long : this.short
    const known = positions.get(instrument.symbol)
    if (known) return known
    const position = new PositionState(instrument, sign)
    positions.set(instrument.symbol, position)
    if (instrument.kind === 'stock') this.shares.push(position)
    return position
  }

  /** Whether any shares of one side are held. */
  holdsShares(side: Sign): boolean {
    for (const { sign, holders } of this.shares)
      if (sign === side && holders.length > 0) return true
    return false
  }

  /** The position of a symbol, if the book ever had one. */
  find(symbol: string, sign: Sign): Position | undefined {
    return (sign > 0 ? this.long : this.short).get(symbol)
  }

  /** The open quantity of one side of a symbol. */
  quantity = (symbol: string, sign: Sign): Decimal => {
    let quantity = ZERO
    for (const { open } of this.find(symbol, sign)?.holders ?? NONE) quantity = quantity.plus(open)
    return quantity
  }

  // Trades.

  /** Trades that are open, and trades that changed since finished ones were last taken. */
  get allTrades(): readonly Trade[] {
    sortNearly(this.trades, bySequence)
    return this.trades
  }

  /** A mark between the trades that were added so far and those added later. */
  mark(): number {
    return ++this.sequence
  }

  /** Orders trades as if they had been added, one after the other, at a mark. */
  order(opened: readonly { readonly trade: Trade }[], mark: number): void {
    const step = 1 / (opened.length + 1)
    let sequence = mark
    for (const { trade } of opened) {
      tradeState(trade).sequence = sequence
      sequence += step
    }
  }

  *openTrades(): Generator<Trade> {
    for (const trade of this.trades) if (trade.openLegs > 0) yield trade
  }

  /** Takes out the trades that are finished. */
  takeFinished(isFinished: (trade: Trade) => boolean): Trade[] {
    const finished: Trade[] = []
    sortNearly(this.trades, bySequence)
    let kept = 0
    for (const trade of this.trades) {
      if (isFinished(trade)) finished.push(trade)
      else this.trades[kept++] = trade
    }
    this.trades.length = kept
    return finished
  }

  /** Drops what only an open trade needs. */
  release(trade: Trade): void {
    tradeState(trade).release()
  }

  /** Takes out the parts booked since the last call. */
  takeBooked(): readonly Booked[] {
    const { booked } = this
    this.booked = []
    return booked
  }

  get parts(): readonly Booked[] {
    return this.booked
  }

  // Composition: which openings make which trade.

  newOpening(
    fact: OpeningFact,
    position: Position,
    expected: Decimal,
    parent: ParentOrder | null,
  ): Opening {
    return new OpeningState(fact, positionState(position), expected, parent, null)
  }

  /** Opens a trade for an entry, without its openings. */
  openTrade(entry: TradeEntry): Trade {
    const trade = this.tradeOf(entry)
    this.add(trade)
    return trade
  }

  /** Counts the structures of a scale-in. */
  scaleIn(view: Trade, units: number): void {
    const trade = tradeState(view)
    trade.units = trade.units.plus(units)
  }

  /** Puts an opening, with its lots and closings, into a trade. */
  join(opening: Opening, trade: Trade): void {
    this.attach(openingState(opening), tradeState(trade))
    this.annotate(tradeState(trade), opening.factId)
  }

  /** Notes the older trade that an opening scaled into; null for none. */
  noteJoined(opening: Opening, older: Trade | null): void {
    openingState(opening).joined = older === null ? null : tradeState(older)
  }

  /** Puts an opening into the trade of the one that it follows. */
  follow(opening: Opening): void {
    const trade = openingState(opening).follows?.trade
    if (trade && !opening.trade) this.attach(openingState(opening), trade)
  }

  /** Takes an opening out of a trade that it scaled into. */
  detach(view: Opening): void {
    const opening = openingState(view)
    const { trade } = opening
    if (!trade) return
    const leg = legOf(trade, opening)
    leg.lots = leg.lots.filter((lot) => lot.opening !== opening)
    leg.position.version++
    leg.subtract(opening)
    const open = sumOf(opening.lots)
    if (open.gt(0)) shrink(leg, open)
    trade.openings = trade.openings.filter((other) => other !== opening)
    opening.trade = null
    trade.isUntidy = false
  }

  /** Takes a trade apart, one of the last that were made: its openings are free again. */
  dissolve(view: Trade): void {
    const trade = tradeState(view)
    for (const opening of trade.openings) opening.trade = null
    for (const leg of trade.legs) {
      leg.position.release(leg)
      leg.position.version++
    }
    const index = this.trades.lastIndexOf(trade)
    if (index >= 0) this.trades.splice(index, 1)
  }

  /** Notes that the cost of an opening is unknown: so is the profit of its trade. */
  noteUnpriced(view: Opening): void {
    const opening = openingState(view)
    opening.unpriced = true
    if (opening.trade) opening.trade.incomplete = true
  }

  /** Marks an opening as final, or as one whose entry is still to be found. */
  setFinal(opening: Opening, final: boolean): void {
    openingState(opening).final = final
  }

  /** Makes the composition of a trade final. */
  seal(trade: Trade): void {
    tradeState(trade).sealed = true
  }

  /** Makes a trade the one of an override, with the structure of all its legs. */
  force(view: Trade, override: OverrideFact, structure: Structure): void {
    const trade = tradeState(view)
    trade.overrideId = override.id
    trade.structure = structure
    trade.shape = 'by override'
    trade.units = decimal(structure.units)
  }

  /** Covers a trade's short options by another trade, and names it by the union of the two. */
  cover(view: Trade, by: Trade, name: Omit<Structure, 'units'>): void {
    const trade = tradeState(view)
    coverBy(trade, tradeState(by))
    trade.coveredById = by.id
    const { strategy, strategyType } = name
    trade.structure = { ...trade.structure, strategy, strategyType }
  }

  /** Links a trade to the one that it was rolled from. */
  linkRoll(view: Trade, old: Trade): void {
    const from = tradeState(old)
    const first = from.roll?.first ?? from
    tradeState(view).roll = { from, first, count: from.rollCount + 1 }
    from.isRolled = true
  }

  /** Notes the leg numbers of a trade before a corporate action gives its legs other names. */
  number(view: Trade, symbols: readonly string[], at: Micros): void {
    tradeState(view).number(symbols, at)
  }

  /** A trade of orders that never filled: ordered quantities take the place of opened ones. */
  unfilledTrade(entry: TradeEntry, at: Micros): Trade {
    const trade = this.tradeOf(entry)
    trade.openedAt = at
    trade.sealed = true
    for (const opening of entry.openings) {
      this.annotate(trade, opening.factId)
      const leg = trade.legOf(positionState(opening.position), false)
      leg.opened = leg.opened.plus(opening.expected)
    }
    return trade
  }

  /** Puts back the trades of a checkpoint. */
  restore(checkpoint: Checkpoint): void {
    const byId = new Map<string, TradeState>()
    for (const saved of checkpoint.trades) {
      const trade = this.restoreTrade(saved)
      this.add(trade)
      byId.set(trade.id, trade)
    }
    for (const trade of byId.values()) {
      const by = trade.coveredById === null ? undefined : byId.get(trade.coveredById)
      if (by) coverBy(trade, by)
    }
  }

  private restoreTrade(saved: SavedTrade): TradeState {
    const { trade, openings } = restoredTrade(saved, this.idOf, (instrument, sign) =>
      positionState(this.position(instrument, sign)),
    )
    for (const opening of openings) this.attach(opening, trade)
    trade.openedAt = saved.openedAt
    trade.closedAt = saved.closedAt
    return trade
  }

  // Postings.

  /** Applies what a rule decides. */
  run<Result>(postings: Generator<Posting, Result, readonly Booked[]>): Result {
    let step = postings.next()
    while (!step.done) step = postings.next(this.post(step.value))
    return step.value
  }

  /** Applies one posting; returns the parts that were booked. */
  post(posting: Posting): readonly Booked[] {
    switch (posting.type) {
      case 'open':
        return [this.open(posting.opening, posting.quantity, posting.source)]
      case 'open_more': {
        const opening = openingState(posting.opening)
        opening.expected = opening.expected.plus(posting.quantity)
        return [this.open(opening, posting.quantity, posting.source)]
      }
      case 'open_alone':
        return [this.openAlone(posting)]
      case 'close':
        return this.close(
          posting.leg,
          posting.quantity,
          posting.source,
          posting.cause,
          posting.value,
        )
      case 'close_at_cost': {
        const parts = closeLotsAtCost(
          legState(posting.leg),
          posting.quantity,
          posting.source,
          posting.cause,
        )
        this.booked.push(...parts)
        return parts
      }
      case 'close_unknown': {
        const { position, quantity, source, cause, known } = posting
        return [this.closeUnknown(position, quantity, source, cause, known)]
      }
      case 'net':
        return this.net(posting)
      case 'carry': {
        const { leg, to, lots } = posting
        carryLots(legState(leg), positionState(to), lots, lotState)
        return NONE
      }
      case 'shrink':
        shrinkLot(legState(posting.leg), lotState(posting.lot), posting.quantity)
        return NONE
      case 'recost':
        recostLot(legState(posting.leg), lotState(posting.lot), posting.value)
        return NONE
      case 'earn':
        return [this.note(earnIn(legState(posting.leg), posting))]
    }
  }

  open(opening: Opening, quantity: Decimal, source: Source, value: Decimal | null = null): Booked {
    openLot(openingState(opening), quantity, source, value)
    const { position } = opening
    return this.note(new Booked(source, 'open', position, quantity, opening, null, null, value))
  }

  /** Closes lots of a leg, first in first out; as much of it must be open. */
  close(
    leg: TradeLeg,
    quantity: Decimal,
    source: Source,
    cause: CloseCause | null,
    value?: Decimal,
  ): readonly Booked[] {
    const parts = closeLots(legState(leg), quantity, source, cause, value)
    for (const part of parts) this.booked.push(part)
    return parts
  }

  /**
   * Closes quantity that was opened before the known history: its trade is incomplete.
   *
   * @param known the incomplete trade of other orders of the same set, or of other quantity of the
   * same activity, if there is one.
   */
  closeUnknown(
    position: Position,
    quantity: Decimal,
    source: Source,
    cause: CloseCause,
    known: Trade | null,
  ): Booked {
    const factId = source.order?.fact.id ?? source.executionId
    const key = source.order ? factId : activityKey(factId)
    // The order itself is the key of what it opens.
    const isTaken = source.order?.opens.gt(0) === true
    const trade = known ? tradeState(known) : this.incompleteTrade(this.freshKey(key, isTaken))
    addUnknown(trade, positionState(position), quantity, source, cause)
    this.annotate(trade, factId)
    if (!known) this.add(trade)
    return this.note(new Booked(source, 'close', position, quantity, null, trade, null))
  }

  private openAlone(posting: Extract<Posting, { type: 'open_alone' }>): Booked {
    const { fact, position, quantity, source, deliveredBy, from, incomplete } = posting
    const opening = new OpeningState(fact, positionState(position), quantity, null, null)
    const trade = new TradeState(
      this.freshKey(activityKey(fact.id)),
      this.idOf,
      enteredAlone(opening),
    )
    trade.deliveredBy = deliveredBy === null ? null : openingState(deliveredBy)
    trade.assignFrom(from?.id ?? null, from?.openedAt ?? null)
    trade.incomplete = incomplete
    trade.sealed = true
    opening.final = true
    this.add(trade)
    this.join(opening, trade)
    return this.open(opening, quantity, source, posting.value ?? null)
  }

  private net(posting: Extract<Posting, { type: 'net' }>): readonly Booked[] {
    const { option, fact, position, quantity, opened, closed, cause } = posting
    const state = positionState(position)
    const opening = new OpeningState(fact, state, quantity, null, openingState(option))
    const { price } = opened
    const gain = state.sign > 0 ? closed.price.minus(price) : price.minus(closed.price)
    const realized = gain.times(quantity)
    opening.noteOpened(quantity, price.times(quantity))
    opening.noteClosed(quantity, closed.price.times(quantity), realized)
    opening.causes = withCause(opening.causes, cause)
    opening.openedAt = opened.at
    opening.closedAt = closed.at
    this.follow(opening)
    return [
      this.note(new Booked(opened, 'open', position, quantity, opening, null, null)),
      this.note(
        new Booked(closed, 'close', position, quantity, opening, null, realized, null, opened),
      ),
    ]
  }

  private note(part: Booked): Booked {
    this.booked.push(part)
    return part
  }

  private attach(opening: OpeningState, trade: TradeState): void {
    const leg = legOf(trade, opening)
    opening.trade = trade
    if (opening.unpriced) trade.incomplete = true
    trade.openings = append(trade.openings, opening)
    leg.add(opening)
    trade.openedAt = Math.min(trade.openedAt, opening.openedAt)
    if (Number.isFinite(opening.closedAt))
      trade.closedAt = Math.max(trade.closedAt ?? 0, opening.closedAt)
    if (opening.lots.length > 0) {
      addLots(leg, opening.lots)
      grow(leg, sumOf(opening.lots))
    }
    if (trade.openLegs > 0) trade.closedAt = null
  }

  private add(trade: TradeState): void {
    trade.sequence = ++this.sequence
    this.trades.push(trade)
  }

  private tradeOf(entry: TradeEntry): TradeState {
    const first = entry.openings[0]
    if (!first) throw new Error('an entry has at least one opening')
    return new TradeState(first.factId, this.idOf, entry)
  }

  private incompleteTrade(key: string): TradeState {
    const structure = { strategy: 'options', strategyType: 'options', units: 0 } as const
    const trade = new TradeState(key, this.idOf, {
      structure,
      shape: '',
      legs: null,
    })
    trade.incomplete = true
    trade.sealed = true
    return trade
  }

  /** Gives a trade the user's name, tags and note for one of its facts. */
  private annotate(trade: TradeState, factId: string): void {
    trade.annotation = this.overrides.annotation(factId) ?? trade.annotation
  }

  /**
   * A key of its own for each further trade that the same fact opens.
   *
   * @param isTaken whether an entry has the first already.
   */
  private freshKey(factId: string, isTaken = false): string {
    const used = (this.keysUsed.get(factId) ?? Number(isTaken)) + 1
    this.keysUsed.set(factId, used)
    return used === 1 ? factId : `${factId}:${used}`
  }
}

/** Notes which trade covers another, and drops what that covered and is finished. */
function coverBy(trade: TradeState, by: TradeState): void {
  trade.coveredBy = by
  by.covers = append(
    by.covers.filter(({ isReleased }) => !isReleased),
    trade,
  )
}

/** The composition of a trade of one opening. */
function enteredAlone({ instrument, sign, expected, position }: OpeningState) {
  const { kind, strike, expiry } = instrument
  const structure = recogniseStructure([{ kind, strike, expiry, quantity: expected.times(sign) }])
  return { structure, shape: position.key, legs: [{ position, entered: expected }] }
}

/** Adds what was closed of the unknown; the closed legs must have been the structure. */
function addUnknown(
  trade: TradeState,
  position: PositionState,
  quantity: Decimal,
  { price, at }: Source,
  cause: CloseCause,
): void {
  const leg = trade.legOf(position, false)
  leg.opened = leg.opened.plus(quantity)
  leg.closed = leg.closed.plus(quantity)
  leg.closedValue = leg.closedValue.plus(price.times(quantity))
  leg.causes = withCause(leg.causes, cause)
  trade.openedAt = Math.min(trade.openedAt, at)
  trade.closedAt = at
  trade.structure = recogniseStructure(
    trade.legs.map((known) => ({
      ...known.instrument,
      quantity: known.sign > 0 ? known.opened : known.opened.neg(),
    })),
  )
  trade.units = decimal(trade.structure.units)
}
