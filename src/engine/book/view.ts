import type { Micros } from '../../time/micros'
import type { Causes } from '../model/close-cause'
import type { Decimal } from '../model/decimal'
import type { OverrideFact } from '../model/facts'
import type { Instrument, Sign } from '../model/instrument'
import type { Structure } from '../strategies/recognise'
import type { ParentOrder } from '../timeline/orders'

// The book as rules see it. All of it is read-only: only `Book` changes it.

/** One side of a symbol, and the trade legs that hold it. One object per side within a book. */
export interface Position {
  readonly instrument: Instrument
  readonly sign: Sign
  /** The side and symbol as text: names the position, and sorts it among others. */
  readonly key: string
  /** The legs that have open quantity. Replaced, not changed, when the book changes. */
  readonly holders: readonly TradeLeg[]
  /** Grows with each change of the holders, their lots or their open quantity. */
  readonly version: number
}

/** Sums over everything opened and closed. Values are price times quantity, without multiplier. */
export interface Sums {
  readonly opened: Decimal
  readonly openedValue: Decimal
  readonly closed: Decimal
  readonly closedValue: Decimal
  readonly realized: Decimal
  readonly causes: Causes
}

/** Open quantity of one position from one opening execution. */
export interface Lot {
  readonly opening: Opening
  readonly quantity: Decimal
  readonly price: Decimal
  /**
   * Its total cost without multiplier, where price times quantity is not exactly that; else null.
   */
  readonly cost: Decimal | null
  readonly at: Micros
  /** Null of a lot that is as it was opened: nearly all. */
  readonly origin: LotOrigin | null
}

/**
 * What a lot was when it was opened, where corporate actions or coin fees have changed it since, or
 * where its shares came of others.
 */
export interface LotOrigin {
  readonly symbol: string
  /** How much of the quantity that was opened the lot stands for. */
  readonly quantity: Decimal
  /** Of shares that came of others: when the first and the last of those were acquired. */
  readonly since: readonly [Micros, Micros] | null
}

/** The fact behind an opening: an order, or an activity at the moment when it took effect. */
export interface OpeningFact {
  readonly id: string
  readonly createdAt: Micros
}

/** One fact that opens quantity. Its lots move with it from trade to trade. */
export interface Opening extends Sums {
  readonly fact: OpeningFact
  readonly factId: string
  readonly createdAt: Micros
  readonly position: Position
  readonly instrument: Instrument
  readonly sign: Sign
  /** Quantity that will have been opened once all executions are in. Positive. */
  readonly expected: Decimal
  /** The multi-leg order that it is a leg of, if any. */
  readonly parent: ParentOrder | null
  /** Of shares delivered and netted within a trade: the option's opening, whose trade they join. */
  readonly follows: Opening | null
  /** Oldest first. Not kept up to date once the opening is final: the trade's leg has them. */
  readonly lots: readonly Lot[]
  readonly trade: Trade | null
  /** The older trade that it scaled into, so that a later look at its window keeps it there. */
  readonly joined: Trade | null
  /** When it was first executed; infinite before. */
  readonly openedAt: Micros
  /** When the last of it was closed; infinite while some is open or still to be executed. */
  readonly closedAt: Micros
  /** True once its window is sealed: it stays in its trade. */
  readonly final: boolean
}

/** One position within a trade. Lots are oldest first. */
export interface TradeLeg extends Sums {
  readonly trade: Trade
  readonly position: Position
  readonly instrument: Instrument
  readonly sign: Sign
  /** True of shares that an assignment or exercise brought into the trade. */
  readonly delivered: boolean
  readonly open: Decimal
  readonly lots: readonly Lot[]
}

/** One leg of an entry: a position and the quantity entered, without sign. */
export interface EnteredLeg {
  readonly position: Position
  readonly entered: Decimal
}

/** The composition of an entry, or of the entry that a trade began with. */
export interface Entered {
  readonly structure: Structure
  /** Symbols, sides and ratio as text. */
  readonly shape: string
  /** Null when only the text is known: of a trade restored from a checkpoint. */
  readonly legs: readonly EnteredLeg[] | null
}

/** An entry that a trade can be opened with. */
export interface TradeEntry extends Entered {
  /** In order of creation, then id. Never empty. */
  readonly openings: readonly Opening[]
}

/** One entry and its scale-ins, from the first fill until flat. */
export interface Trade {
  /** The fact that its id is made from: the earliest opening leg, or the opening activity. */
  readonly factId: string
  readonly id: string
  /** In the order in which they were entered. */
  readonly legs: readonly TradeLeg[]
  readonly openings: readonly Opening[]
  readonly structure: Structure
  /** The entry that it began with. */
  readonly entered: Entered
  /** Symbols, sides and ratio: a scale-in must equal them. */
  readonly shape: string
  /** False once its shape differs from that of its entry. */
  readonly isAsEntered: boolean
  /** Whole structures put on, scale-ins included. */
  readonly units: Decimal
  readonly openedAt: Micros
  readonly closedAt: Micros | null
  readonly openLegs: number
  /** True when some of its history is unknown, so that its profit is unknown too. */
  readonly incomplete: boolean
  /**
   * True when two openings have lots of the same moment: their order depends on how it was built.
   */
  readonly isUntidy: boolean
  /** True once its window is sealed: its composition is final. */
  readonly sealed: boolean
  /** The merge or split that made it. */
  readonly overrideId: string | null
  /** The user's name, tags and note. */
  readonly annotation: OverrideFact | null
  /** Costs a hash when first asked for, as `chain` and `chainId` do; `rollCount` costs none. */
  readonly rolledFrom: string | null
  readonly chainId: string
  /** The first trade of its chain; null when it is that itself. */
  readonly chain: string | null
  readonly rollCount: number
  /** True once another trade was rolled from it. */
  readonly isRolled: boolean
  /** The id of the trade whose assignment or exercise opened it. */
  readonly assignedFrom: string | null
  /** When the trade that delivered its shares was opened; null for other trades. */
  readonly delivererOpenedAt: Micros | null
  /** The trade of the shares or the long call that cover it, while that is open. */
  readonly coveredBy: Trade | null
  readonly coveredById: string | null
  /** The trades that it covers, and perhaps some that are finished. */
  readonly covers: readonly Trade[]
  /** Symbols by leg number, as of before the first corporate action; null without one. */
  readonly numbered: readonly string[] | null
  /** Earlier symbols of legs, each with the present one. */
  readonly renames: Renames
  /** The names of its legs before each corporate action since the last checkpoint, in order. */
  readonly earlierNames: readonly EarlierNames[]
}

/** Earlier symbols of legs, each with the present one. */
export type Renames = readonly (readonly [string, string])[]

/** What the legs of a trade were called until a moment. */
export interface EarlierNames {
  readonly until: Micros
  /** First symbols, by leg number. */
  readonly numbered: readonly string[]
  readonly renames: Renames
}
