import type { EnteredLeg, Opening, Position } from '../book/view'
import { append, sortFew } from '../model/arrays'
import type { Decimal } from '../model/decimal'
import type { LegKind } from '../model/instrument'
import type { BookLeg } from '../strategies/recognise'

/** One symbol and side of an entry, all its openings added up. */
export class EntryLeg implements BookLeg, EnteredLeg {
  /** As it was ordered in all, without sign. */
  entered: Decimal

  private more: Opening[] | null = null

  constructor(readonly opening: Opening) {
    this.entered = opening.expected
  }

  add(opening: Opening): void {
    this.entered = this.entered.plus(opening.expected)
    this.more = append(this.more ?? [], opening)
  }

  get openings(): Opening[] {
    return this.more === null ? [this.opening] : [this.opening, ...this.more]
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

/** The leg of one symbol and side, if there is one. */
export function legAt(legs: readonly EntryLeg[], position: Position): EntryLeg | undefined {
  for (const leg of legs) if (leg.position === position) return leg
  return undefined
}

/** The legs that some openings make: quantities of one symbol and side add up. */
export function legsOf(openings: readonly Opening[]): EntryLeg[] {
  let legs: EntryLeg[] = []
  for (const opening of openings) {
    const known = legAt(legs, opening.position)
    if (known) known.add(opening)
    else legs = append(legs, new EntryLeg(opening))
  }
  return legs
}

const alphabetical = (a: string, b: string): number => (a < b ? -1 : 1)

/** Symbols, sides and ratio as text: equal for two entries of the same structure, whatever their size. */
export function shapeOf(legs: readonly EntryLeg[], units: number): string {
  const only = legs[0]
  if (legs.length === 1 && only) return only.key
  const words = legs.map((leg) => `${leg.key}*${leg.entered.div(units || 1).toFixed()}`)
  return sortFew(words, alphabetical).join(' ')
}
