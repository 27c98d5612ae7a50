import type { Decimal } from './decimal'
import { sortFew } from './few'
import type { Opening } from './opening'
import { recogniseStructure, type Structure } from './structures/recognise'

/** One symbol and side of an entry, all its openings added up. */
export interface EntryLeg {
  key: string
  opening: Opening
  quantity: Decimal
  openings: Opening[]
}

/** The legs that some openings make: quantities of one symbol and side add up. */
export function legsOf(openings: readonly Opening[]): EntryLeg[] {
  const legs: EntryLeg[] = []
  for (const opening of openings) {
    const { key } = opening
    const known = legs.length === 0 ? undefined : legs.find((leg) => leg.key === key)
    if (known) {
      known.quantity = known.quantity.plus(opening.expected)
      known.openings.push(opening)
    } else {
      legs.push({ key, opening, quantity: opening.expected, openings: [opening] })
    }
  }
  return legs
}

/** The structure that some legs make together. */
export function structureOf(legs: readonly EntryLeg[]): Structure {
  return recogniseStructure(
    legs.map(({ opening, quantity }) => ({
      kind: opening.instrument.kind,
      quantity: opening.sign > 0 ? quantity : quantity.neg(),
      strike: opening.instrument.strike,
      expiry: opening.instrument.expiry,
    })),
  )
}

const alphabetical = (a: string, b: string): number => (a < b ? -1 : 1)

/** Symbols, sides and ratio as text: equal for two entries of the same structure, whatever their size. */
export function shapeOf(legs: readonly EntryLeg[], units: number): string {
  const [only] = legs
  if (legs.length === 1 && only) return only.key
  const words = legs.map((leg) => `${leg.key}*${leg.quantity.div(units || 1).toFixed()}`)
  return sortFew(words, alphabetical).join(' ')
}
