import type { Micros } from '../../time/micros'
import { append, NONE } from '../model/arrays'
import { type Causes, NO_CAUSES, withCauses } from '../model/close-cause'
import { type Decimal, decimal, ZERO } from '../model/decimal'
import type { OverrideFact } from '../model/facts'
import type { Instrument, Sign } from '../model/instrument'
import type { Structure } from '../strategies/recognise'
import type { ParentOrder } from '../timeline/orders'
import type {
  EarlierNames,
  Entered,
  Lot,
  LotOrigin,
  Opening,
  OpeningFact,
  Position,
  Renames,
  Sums,
  Trade,
  TradeLeg,
} from './view'

// The book's own, mutable state. No file outside of this folder imports it (a test holds that).

export interface LotState extends Lot {
  readonly opening: OpeningState
  quantity: Decimal
  price: Decimal
  cost: Decimal | null
  origin: LotOrigin | null
}

/** Sums that grow and shrink. */
class Tally implements Sums {
  opened: Decimal = ZERO
  openedValue: Decimal = ZERO
  closed: Decimal = ZERO
  closedValue: Decimal = ZERO
  realized: Decimal = ZERO
  causes: Causes = NO_CAUSES

  add(other: Sums): void {
    this.opened = this.opened.plus(other.opened)
    this.openedValue = this.openedValue.plus(other.openedValue)
    this.closed = this.closed.plus(other.closed)
    this.closedValue = this.closedValue.plus(other.closedValue)
    this.realized = this.realized.plus(other.realized)
    this.causes = withCauses(this.causes, other.causes)
  }

  /** Takes sums out again; causes stay. */
  subtract(other: Sums): void {
    this.opened = this.opened.minus(other.opened)
    this.openedValue = this.openedValue.minus(other.openedValue)
    this.closed = this.closed.minus(other.closed)
    this.closedValue = this.closedValue.minus(other.closedValue)
    this.realized = this.realized.minus(other.realized)
  }

  noteOpened(quantity: Decimal, value: Decimal): void {
    this.opened = this.opened.plus(quantity)
    this.openedValue = this.openedValue.plus(value)
  }

  noteClosed(quantity: Decimal, value: Decimal, realized: Decimal): void {
    this.closed = this.closed.plus(quantity)
    this.closedValue = this.closedValue.plus(value)
    this.realized = this.realized.plus(realized)
  }
}

export class PositionState implements Position {
  holders: readonly LegState[] = NONE
  version = 0
  readonly key: string

  constructor(
    readonly instrument: Instrument,
    readonly sign: Sign,
  ) {
    this.key = instrument.keyOn(sign)
  }

  hold(leg: LegState): void {
    if (this.holders.length === 0) this.holders = [leg]
    else if (!this.holders.includes(leg)) this.holders = [...this.holders, leg]
  }

  release(leg: LegState): void {
    if (this.holders.length === 1 && this.holders[0] === leg) this.holders = NONE
    else this.holders = this.holders.filter((other) => other !== leg)
  }
}

export class OpeningState extends Tally implements Opening {
  lots: LotState[] = NONE
  trade: TradeState | null = null
  joined: TradeState | null = null
  openedAt: Micros = Number.POSITIVE_INFINITY
  closedAt: Micros = Number.POSITIVE_INFINITY
  final = false
  /** Whether the cost of some of it is unknown. */
  unpriced = false

  constructor(
    readonly fact: OpeningFact,
    readonly position: PositionState,
    public expected: Decimal,
    readonly parent: ParentOrder | null,
    readonly follows: OpeningState | null,
  ) {
    super()
  }

  get factId(): string {
    return this.fact.id
  }

  get createdAt(): Micros {
    return this.fact.createdAt
  }

  get instrument(): Instrument {
    return this.position.instrument
  }

  get sign(): Sign {
    return this.position.sign
  }

  /** Whether all executions are in, and everything is closed. */
  get isOver(): boolean {
    return this.lots.length === 0 && this.opened.gte(this.expected)
  }
}

export class LegState extends Tally implements TradeLeg {
  open: Decimal = ZERO
  lots: LotState[] = NONE

  constructor(
    readonly trade: TradeState,
    readonly position: PositionState,
    readonly delivered: boolean,
  ) {
    super()
  }

  get instrument(): Instrument {
    return this.position.instrument
  }

  get sign(): Sign {
    return this.position.sign
  }
}

/** A trade of which only the id is needed. The id of one that has none yet costs a hash. */
interface Identified {
  readonly id: string
}

/** The place of a trade in a chain of rolls. */
export interface Roll {
  readonly from: Identified
  /** The first trade of the chain. */
  readonly first: Identified
  readonly count: number
}

export class TradeState implements Trade {
  /** So few that a search beats any index. */
  legs: LegState[] = NONE
  openings: OpeningState[] = NONE
  openedAt: Micros = Number.POSITIVE_INFINITY
  closedAt: Micros | null = null
  openLegs = 0
  units: Decimal
  incomplete = false
  sealed = false
  isUntidy = false
  /** Orders trades among one another where they are passed on. */
  sequence = 0
  overrideId: string | null = null
  annotation: OverrideFact | null = null
  roll: Roll | null = null
  isRolled = false
  /** The option's opening that delivered its shares: `assignedFrom` names the trade it is in. */
  deliveredBy: OpeningState | null = null
  coveredBy: TradeState | null = null
  covers: TradeState[] = NONE
  isReleased = false
  coveredById: string | null = null
  numbered: readonly string[] | null = null
  earlierNames: readonly EarlierNames[] = NONE
  structure: Structure
  private delivererId: string | null = null
  private knownDelivererOpenedAt: Micros | null = null
  private renamed: Map<string, string> | null = null
  private reshaped: string | null = null
  private knownId: string | null = null

  constructor(
    readonly factId: string,
    private readonly idOf: (factId: string) => string,
    public entered: Entered,
  ) {
    this.structure = entered.structure
    this.units = decimal(entered.structure.units)
  }

  get id(): string {
    this.knownId ??= this.idOf(this.factId)
    return this.knownId
  }

  get shape(): string {
    return this.reshaped ?? this.entered.shape
  }

  /** Sets another shape than that of the entry. */
  set shape(shape: string) {
    this.reshaped = shape
  }

  /** Whether the shape is still that of the entry. */
  get isAsEntered(): boolean {
    return this.reshaped === null
  }

  get rolledFrom(): string | null {
    return this.roll === null ? null : this.roll.from.id
  }

  get chain(): string | null {
    return this.roll === null ? null : this.roll.first.id
  }

  get chainId(): string {
    return this.chain ?? this.id
  }

  get rollCount(): number {
    return this.roll === null ? 0 : this.roll.count
  }

  get assignedFrom(): string | null {
    return this.deliveredBy?.trade?.id ?? this.delivererId
  }

  /** Names the trade that delivered its shares, and when that trade was opened. */
  assignFrom(tradeId: string | null, openedAt: Micros | null): void {
    this.delivererId = tradeId
    this.knownDelivererOpenedAt = openedAt
  }

  get delivererOpenedAt(): Micros | null {
    return this.deliveredBy?.trade?.openedAt ?? this.knownDelivererOpenedAt
  }

  get renames(): Renames {
    return this.renamed === null ? NONE : [...this.renamed]
  }

  /** Notes the leg numbers and the names of legs until a moment. */
  number(numbered: readonly string[], until: Micros): void {
    this.numbered = numbered
    this.earlierNames = [...this.earlierNames, { until, numbered, renames: this.renames }]
  }

  /** Notes that a leg has another symbol now; earlier names of it lead there too. */
  rename(from: string, to: string): void {
    this.renamed ??= new Map()
    for (const [first, last] of this.renamed) if (last === from) this.renamed.set(first, to)
    this.renamed.set(from, to)
    // A symbol that has its first name again.
    this.renamed.delete(to)
  }

  /** The leg of one position, made where there is none. */
  legOf(position: PositionState, delivered: boolean): LegState {
    for (const leg of this.legs)
      if (leg.position === position && leg.delivered === delivered) return leg
    const leg = new LegState(this, position, delivered)
    this.legs = append(this.legs, leg)
    return leg
  }

  /** Drops what only an open trade needs, so that finished trades take little memory. */
  release(): void {
    this.isReleased = true
    this.openings = NONE
    this.roll = null
    this.entered = { structure: this.structure, shape: '', legs: null }
  }
}
