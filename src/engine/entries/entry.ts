import type { Micros } from '../../time/micros'
import type { EnteredLeg, Opening, Position, TradeEntry } from '../book/view'
import { append, sortFew } from '../model/arrays'
import type { Decimal } from '../model/decimal'
import type { LegKind } from '../model/instrument'
import {
  type BookLeg,
  isNamed,
  MOST_LEGS,
  recogniseStructure,
  type Structure,
  shapeKeyOf,
} from '../strategies/recognise'

/** Legs beyond which an index finds one faster. */
const FEW = 8

/** One position of an entry: the quantities of all its openings added up. */
export class EntryLeg implements BookLeg, EnteredLeg {
  /** As ordered in all, without sign. */
  entered: Decimal
  private more: Opening[] | null = null

  constructor(readonly opening: Opening) {
    this.entered = opening.expected
  }

  add(opening: Opening): void {
    this.entered = this.entered.plus(opening.expected)
    this.more = append(this.more ?? [], opening)
  }

  /** In order of creation. */
  get openings(): Opening[] {
    return this.more === null ? [this.opening] : [this.opening, ...this.more]
  }

  /** When its first and its last order were created. */
  get firstAt(): Micros {
    return this.opening.createdAt
  }

  get lastAt(): Micros {
    return (this.more?.at(-1) ?? this.opening).createdAt
  }

  get position(): Position {
    return this.opening.position
  }

  get key(): string {
    return this.opening.position.key
  }

  get kind(): LegKind {
    return this.opening.instrument.kind
  }

  get quantity(): Decimal {
    return this.opening.sign > 0 ? this.entered : this.entered.neg()
  }

  get strike(): Decimal | null {
    return this.opening.instrument.strike
  }

  get expiry(): string | null {
    return this.opening.instrument.expiry
  }
}

/** Legs of an entry while they are collected. */
export class EntryLegs {
  legs: EntryLeg[] = []
  private byPosition: Map<Position, EntryLeg> | null = null

  /** Adds an opening; returns the leg that it is of. */
  add(opening: Opening): EntryLeg {
    const known = this.find(opening.position)
    if (known) {
      known.add(opening)
      return known
    }
    const leg = new EntryLeg(opening)
    this.legs = append(this.legs, leg)
    if (this.byPosition) this.byPosition.set(opening.position, leg)
    else if (this.legs.length > FEW)
      this.byPosition = new Map(this.legs.map((one) => [one.position, one]))
    return leg
  }

  find(position: Position): EntryLeg | undefined {
    return this.byPosition ? this.byPosition.get(position) : legAt(this.legs, position)
  }
}

/** The leg of one position, if there is one. */
export function legAt(legs: readonly EntryLeg[], position: Position): EntryLeg | undefined {
  for (const leg of legs) if (leg.position === position) return leg
  return undefined
}

/** The expiries of an entry: none, one, or several in order. */
function expiriesOf(legs: readonly EntryLeg[]): readonly string[] {
  let expiries: string[] = []
  for (const { expiry } of legs)
    if (expiry !== null && !expiries.includes(expiry)) expiries = append(expiries, expiry)
  return expiries.length > 1 ? expiries.sort() : expiries
}

/** Opening legs that were put on together, and what they make. */
export class Entry implements TradeEntry {
  /** The parts that it is taken apart into; null before that was looked for. */
  parts: readonly Entry[] | null = null
  /** The last look at its window that found it. */
  round = 0
  readonly first: Opening
  private knownStructure: Structure | null = null
  private knownShape: string | null = null
  private knownShapeKey: number | null = null
  private knownExpiries: readonly string[] | null = null

  constructor(
    /** In order of creation, then id. Never empty. */
    readonly openings: readonly Opening[],
    readonly legs: readonly EntryLeg[],
  ) {
    const [first] = openings
    if (!first) throw new Error('an entry has at least one opening')
    this.first = first
  }

  get structure(): Structure {
    this.knownStructure ??= recogniseStructure(this.legs)
    return this.knownStructure
  }

  /** Symbols, sides and ratio as text. */
  get shape(): string {
    this.knownShape ??= shapeOf(this.legs, this.structure.units)
    return this.knownShape
  }

  /** What recognition looks at, ratios apart; -1 where no named structure has part of it. */
  get shapeKey(): number {
    this.knownShapeKey ??= shapeKeyOf(this.legs)
    return this.knownShapeKey
  }

  get expiries(): readonly string[] {
    this.knownExpiries ??= expiriesOf(this.legs)
    return this.knownExpiries
  }

  /** When its first order was created. */
  get at(): Micros {
    return this.first.createdAt
  }

  get firstId(): string {
    return this.first.factId
  }

  /** Whether it was not flat before a moment: orders created then can still join it. */
  isOpenAt(at: Micros): boolean {
    for (const opening of this.openings) if (opening.closedAt >= at) return true
    return false
  }

  /** Whether every opening of it came as a simple order. */
  get isSimple(): boolean {
    for (const opening of this.openings) if (opening.parent !== null) return false
    return true
  }

  /** Whether any of it has been executed. */
  get isFilled(): boolean {
    for (const opening of this.openings) if (opening.opened.gt(0)) return true
    return false
  }

  /** Whether simple orders made something of three legs or more without a name of its own. */
  get isNameless(): boolean {
    const { length } = this.legs
    return length >= 3 && this.isSimple && (length > MOST_LEGS || !isNamed(this.structure))
  }
}

export const byCreation = (a: Opening, b: Opening): number =>
  a.createdAt - b.createdAt || (a.factId < b.factId ? -1 : 1)

/** Compares entries by the creation of their first orders. */
export const byTime = (a: Entry, b: Entry): number =>
  a.at - b.at || (a.firstId < b.firstId ? -1 : 1)

/** The entry that some openings make together. The list becomes its own. */
export function entryOf(openings: Opening[]): Entry {
  const sorted = sortFew(openings, byCreation)
  const legs = new EntryLegs()
  for (const opening of sorted) legs.add(opening)
  return new Entry(sorted, legs.legs)
}

/** Whether some opening was created after all before it had gone flat. */
function spansFlatPoint(openings: readonly Opening[]): boolean {
  let flatAt = Number.NEGATIVE_INFINITY
  for (const opening of openings) {
    if (opening !== openings[0] && flatAt < opening.createdAt) return true
    flatAt = Math.max(flatAt, opening.closedAt)
  }
  return false
}

/** Whether an opening is on the other side of one that is there: the position was flat between. */
const crosses = (openings: readonly Opening[], { instrument, sign }: Opening): boolean =>
  openings.some((other) => other.sign !== sign && other.instrument.symbol === instrument.symbol)

export const mergedOpenings = (a: Entry, b: Entry): Opening[] =>
  sortFew([...a.openings, ...b.openings], byCreation)

/** Whether two entries can be one: no flat point lies between their openings. */
export function mergeable(a: Entry, b: Entry): Opening[] | null {
  if (!a.isOpenAt(b.at) || !b.isOpenAt(a.at)) return null
  if (a.openings.some((opening) => crosses(b.openings, opening))) return null
  const openings = mergedOpenings(a, b)
  return spansFlatPoint(openings) ? null : openings
}

const alphabetical = (a: string, b: string): number => (a < b ? -1 : 1)

/** Equal for two entries of the same structure, whatever their size. */
function shapeOf(legs: readonly EntryLeg[], units: number): string {
  const only = legs[0]
  if (legs.length === 1 && only) return only.key
  const words = legs.map((leg) => `${leg.key}*${leg.entered.div(units || 1).toFixed()}`)
  return sortFew(words, alphabetical).join(' ')
}
