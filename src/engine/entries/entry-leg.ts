import type { Micros } from '../../time/micros'
import type { EnteredLeg, Opening, Position } from '../book/view'
import { append } from '../model/arrays'
import type { Decimal } from '../model/decimal'
import type { LegKind } from '../model/instrument'
import type { BookLeg } from '../strategies/recognise'

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

/** The legs that some openings make. */
export function legsOf(openings: readonly Opening[]): EntryLeg[] {
  if (openings.length > FEW) {
    const collected = new EntryLegs()
    for (const opening of openings) collected.add(opening)
    return collected.legs
  }
  let legs: EntryLeg[] = []
  for (const opening of openings) {
    const known = legAt(legs, opening.position)
    if (known) known.add(opening)
    else legs = append(legs, new EntryLeg(opening))
  }
  return legs
}
