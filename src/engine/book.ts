import { NO_CAUSES, withCause, withCauses } from './causes'
import { type Decimal, least, ZERO } from './decimal'
import type { Micros, OverrideFact } from './facts'
import type { Instrument } from './instrument'
import type { Structure } from './structures/recognise'
import type { CloseCause } from './trade'

/** +1 when long, -1 when short. */
export type Sign = 1 | -1

/** Sums over all that was opened and closed of something. Values are price times quantity, without the multiplier. */
export class Tally {
  opened = ZERO
  openedValue = ZERO
  closed = ZERO
  closedValue = ZERO
  realized = ZERO
  causes = NO_CAUSES

  add(other: Tally): void {
    this.opened = this.opened.plus(other.opened)
    this.openedValue = this.openedValue.plus(other.openedValue)
    this.closed = this.closed.plus(other.closed)
    this.closedValue = this.closedValue.plus(other.closedValue)
    this.realized = this.realized.plus(other.realized)
    this.causes = withCauses(this.causes, other.causes)
  }
}

/** Open quantity of one symbol from one opening execution. */
export interface Lot {
  opening: Opening
  quantity: Decimal
  price: Decimal
  at: Micros
}

/** How an opening came about: shares delivered are no entry of their own, and their cash belongs to the exit. */
export type OpeningKind = 'order' | 'delivery' | 'transfer'

/** One fact that opens quantity: an opening order leg, or an activity. Its lots move with it from trade to trade. */
export class Opening {
  readonly tally = new Tally()
  lots: Lot[] = []
  trade: Trade | null = null
  /** The trade that it was found to scale into, so that a later look at its window does not undo it. */
  joined: Trade | null = null
  /** When it was first executed; infinite before. */
  openedAt: Micros = Number.POSITIVE_INFINITY
  /** When the last of it was closed; infinite while some is open or still to be executed. */
  closedAt: Micros = Number.POSITIVE_INFINITY

  constructor(
    readonly factId: string,
    readonly kind: OpeningKind,
    readonly createdAt: Micros,
    readonly instrument: Instrument,
    readonly sign: Sign,
    /** Signed by side and summed over all executions, in contracts, shares or coins. */
    public expected: Decimal,
    readonly parentId: string | null,
    /** For shares delivered and netted within a trade: the option's opening, with whose trade they go. */
    readonly follows: Opening | null = null,
  ) {}

  get key(): string {
    return legKey(this.instrument.symbol, this.sign)
  }

  /** Whether all that will be executed has been, and all of it is closed. */
  get isOver(): boolean {
    return this.lots.length === 0 && this.tally.opened.gte(this.expected)
  }
}

const MOST_KEYS = 50_000
const keys = new Map<string, { long: string; short: string }>()

/** A symbol on one side: what lots are looked up by. Remembered, because text made anew is hashed anew at each look-up. */
export function legKey(symbol: string, sign: Sign): string {
  let known = keys.get(symbol)
  if (!known) {
    if (keys.size >= MOST_KEYS) keys.clear()
    known = { long: `+${symbol}`, short: `-${symbol}` }
    keys.set(symbol, known)
  }
  return sign > 0 ? known.long : known.short
}

/** One symbol and side of a trade. Lots are kept oldest first. */
export class TradeLeg {
  readonly tally = new Tally()
  open = ZERO
  lots: Lot[] = []

  constructor(
    readonly instrument: Instrument,
    readonly sign: Sign,
    /** Shares that an assignment or exercise brought: no part of what was entered. */
    readonly delivered: boolean,
  ) {}
}

/** One entry and its scale-ins, as it stands. */
export class Trade {
  readonly legs = new Map<string, TradeLeg>()
  openings: Opening[] = []
  openedAt: Micros = Number.POSITIVE_INFINITY
  closedAt: Micros | null = null
  openLegs = 0
  units: number
  incomplete = false
  overrideId: string | null = null
  rolledFrom: string | null = null
  /** The option's opening that delivered its shares: with whose trade that link goes. */
  deliveredBy: Opening | null = null
  /** The share trade that covers it, while both are open; `coveredById` remains. */
  coveredBy: Trade | null = null
  coveredById: string | null = null
  private assignedFromId: string | null = null
  /** The first trade of the chain it was rolled along; null when it begins one. */
  chain: string | null = null
  rollCount = 0
  /** Set once its window is over: from then on its composition is final. */
  settled = false

  /** What the user called it, and said of it. */
  annotation: OverrideFact | null = null
  private known: string | null = null

  constructor(
    /** The fact that its id is made of: the earliest opening leg, or the activity that opened it. */
    readonly factId: string,
    private readonly idOf: (factId: string) => string,
    public structure: Structure,
    /** Symbols, sides and ratio: what a scale-in must equal. */
    public shape: string,
  ) {
    this.units = structure.units
  }

  get id(): string {
    this.known ??= this.idOf(this.factId)
    return this.known
  }

  /** The id of the trade whose assignment or exercise opened it. */
  get assignedFrom(): string | null {
    return this.deliveredBy?.trade?.id ?? this.assignedFromId
  }

  set assignedFrom(tradeId: string | null) {
    this.assignedFromId = tradeId
  }

  get chainId(): string {
    return this.chain ?? this.id
  }

  /** Whether each leg is open in the ratio in which it was entered. */
  get isOpenInFullRatio(): boolean {
    let first: TradeLeg | null = null
    for (const leg of this.legs.values()) {
      if (leg.delivered) continue
      if (leg.open.eq(0)) return false
      first ??= leg
      if (leg === first) continue
      if (!leg.open.times(first.tally.opened).eq(first.open.times(leg.tally.opened))) return false
    }
    return first !== null
  }
}

/** A quantity closed of one opening, as the fills of trades tell it. */
export interface ClosedPart {
  opening: Opening
  quantity: Decimal
  realized: Decimal
}

const byTime = (a: Lot, b: Lot) => a.at - b.at

/** Every trade that is open, found by the legs that it holds. */
export class Book {
  private readonly byLeg = new Map<string, Set<Trade>>()
  readonly open = new Set<Trade>()

  holders(key: string): Trade[] {
    return [...(this.byLeg.get(key) ?? [])]
  }

  /** Quantity held of each leg. */
  holdings(): Map<string, Decimal> {
    const held = new Map<string, Decimal>()
    for (const trade of this.open) {
      for (const { instrument, sign, open } of trade.legs.values()) {
        const key = legKey(instrument.symbol, sign)
        if (open.gt(0)) held.set(key, (held.get(key) ?? ZERO).plus(open))
      }
    }
    return held
  }

  /** Puts an opening, with whatever lots and closings it has, into a trade. */
  attach(opening: Opening, trade: Trade): void {
    const leg = this.legOf(trade, opening)
    opening.trade = trade
    trade.openings.push(opening)
    leg.tally.add(opening.tally)
    trade.openedAt = Math.min(trade.openedAt, opening.openedAt)
    if (Number.isFinite(opening.closedAt))
      trade.closedAt = Math.max(trade.closedAt ?? 0, opening.closedAt)
    if (opening.lots.length > 0) {
      leg.lots =
        leg.lots.length === 0 ? [...opening.lots] : [...leg.lots, ...opening.lots].sort(byTime)
      this.grow(
        trade,
        leg,
        opening.lots.reduce((sum, lot) => sum.plus(lot.quantity), ZERO),
      )
    }
  }

  /** Takes a trade apart: its openings are free again. */
  dissolve(trade: Trade): void {
    for (const opening of trade.openings) opening.trade = null
    for (const key of trade.legs.keys()) this.byLeg.get(key)?.delete(trade)
    this.open.delete(trade)
  }

  /** Takes an opening out of a trade that it scaled into. */
  detach(opening: Opening): void {
    const { trade } = opening
    if (!trade) return
    const rest = trade.openings.filter((other) => other !== opening)
    const leg = this.legOf(trade, opening)
    leg.lots = leg.lots.filter((lot) => lot.opening !== opening)
    subtract(leg.tally, opening.tally)
    const open = opening.lots.reduce((sum, lot) => sum.plus(lot.quantity), ZERO)
    if (open.gt(0)) this.shrink(trade, leg, open)
    trade.openings = rest
    opening.trade = null
  }

  openLot(opening: Opening, quantity: Decimal, price: Decimal, at: Micros): void {
    const lot = { opening, quantity, price, at }
    opening.lots.push(lot)
    opening.closedAt = Number.POSITIVE_INFINITY
    opening.openedAt = Math.min(opening.openedAt, at)
    note(opening.tally, quantity, price)
    const { trade } = opening
    if (!trade) return
    const leg = this.legOf(trade, opening)
    leg.lots.push(lot)
    note(leg.tally, quantity, price)
    this.grow(trade, leg, quantity)
    trade.openedAt = Math.min(trade.openedAt, at)
  }

  /** Closes lots of one leg of a trade, first in first out (design 5.5). The trade must hold the quantity. */
  close(
    trade: Trade,
    key: string,
    quantity: Decimal,
    price: Decimal,
    at: Micros,
    cause: CloseCause | null,
  ): ClosedPart[] {
    const leg = trade.legs.get(key)
    if (!leg) return []
    const parts: ClosedPart[] = []
    let rest = quantity
    let done = 0
    for (const lot of leg.lots) {
      if (rest.eq(0)) break
      const taken = least(rest, lot.quantity)
      parts.push(closeLot(leg, lot, taken, price, at, cause))
      rest = rest.minus(taken)
      if (lot.quantity.eq(0)) done++
    }
    leg.lots.splice(0, done)
    this.shrink(trade, leg, quantity.minus(rest))
    if (trade.openLegs === 0) trade.closedAt = at
    return parts
  }

  /** Puts a leg in the place of another that a corporate action turned into it. */
  replaceLeg(trade: Trade, key: string, moved: TradeLeg): void {
    const old = trade.legs.get(key)
    this.byLeg.get(key)?.delete(trade)
    if (old?.tally.opened.eq(0)) trade.legs.delete(key)
    const newKey = legKey(moved.instrument.symbol, moved.sign)
    const known = trade.legs.get(newKey)
    if (known) {
      known.tally.add(moved.tally)
      known.lots = [...known.lots, ...moved.lots].sort(byTime)
      if (known.open.gt(0)) trade.openLegs--
      known.open = known.open.plus(moved.open)
    } else trade.legs.set(newKey, moved)
    this.hold(trade, newKey)
  }

  /** Takes quantity out of what was opened, leaving its cost: what is left cost more each. */
  lose(trade: Trade, key: string, opening: Opening, quantity: Decimal): void {
    const leg = trade.legs.get(key)
    if (!leg) return
    leg.open = leg.open.minus(quantity)
    opening.expected = opening.expected.minus(quantity)
    for (const tally of [leg.tally, opening.tally]) tally.opened = tally.opened.minus(quantity)
  }

  private hold(trade: Trade, key: string): void {
    const holders = this.byLeg.get(key)
    if (holders) holders.add(trade)
    else this.byLeg.set(key, new Set([trade]))
  }

  private legOf(trade: Trade, opening: Opening): TradeLeg {
    const delivered = opening.follows !== null
    const key = delivered ? `${opening.key} delivered` : opening.key
    let leg = trade.legs.get(key)
    if (!leg) {
      leg = new TradeLeg(opening.instrument, opening.sign, delivered)
      trade.legs.set(key, leg)
    }
    return leg
  }

  private grow(trade: Trade, leg: TradeLeg, quantity: Decimal): void {
    if (leg.open.eq(0) && quantity.gt(0)) {
      trade.openLegs++
      this.hold(trade, legKey(leg.instrument.symbol, leg.sign))
      this.open.add(trade)
      trade.closedAt = null
    }
    leg.open = leg.open.plus(quantity)
  }

  private shrink(trade: Trade, leg: TradeLeg, quantity: Decimal): void {
    leg.open = leg.open.minus(quantity)
    if (leg.open.gt(0)) return
    trade.openLegs--
    this.byLeg.get(legKey(leg.instrument.symbol, leg.sign))?.delete(trade)
    if (trade.openLegs === 0) this.open.delete(trade)
  }
}

function note(tally: Tally, quantity: Decimal, price: Decimal): void {
  tally.opened = tally.opened.plus(quantity)
  tally.openedValue = tally.openedValue.plus(price.times(quantity))
}

function subtract(tally: Tally, other: Tally): void {
  tally.opened = tally.opened.minus(other.opened)
  tally.openedValue = tally.openedValue.minus(other.openedValue)
  tally.closed = tally.closed.minus(other.closed)
  tally.closedValue = tally.closedValue.minus(other.closedValue)
  tally.realized = tally.realized.minus(other.realized)
}

function closeLot(
  leg: TradeLeg,
  lot: Lot,
  quantity: Decimal,
  price: Decimal,
  at: Micros,
  cause: CloseCause | null,
) {
  const { opening } = lot
  const gain = (leg.sign > 0 ? price.minus(lot.price) : lot.price.minus(price)).times(quantity)
  const realized = gain.times(leg.instrument.multiplier)
  const value = price.times(quantity)
  for (const tally of [opening.tally, leg.tally]) {
    tally.closed = tally.closed.plus(quantity)
    tally.closedValue = tally.closedValue.plus(value)
    tally.realized = tally.realized.plus(realized)
    if (cause) tally.causes = withCause(tally.causes, cause)
  }
  lot.quantity = lot.quantity.minus(quantity)
  if (lot.quantity.eq(0)) {
    opening.lots.splice(opening.lots.indexOf(lot), 1)
    if (opening.isOver) opening.closedAt = at
  }
  return { opening, quantity, realized }
}
