import type { Pattern } from './catalogue'

// Shapes as numbers: kind, place among the strikes, expiry and side of each leg.

/** No named structure has more legs. */
export const MOST_LEGS = 4

const CODES = 64

/** A leg as one number, from 4 to 63. The place counts strikes from 1, the lowest. */
export const codeOf = (isCall: boolean, place: number, isFar: boolean, isShort: boolean): number =>
  (isCall ? 32 : 0) + place * 4 + (isFar ? 2 : 0) + (isShort ? 1 : 0)

/**
 * A book as one number.
 *
 * @param codes of its option legs, in ascending order.
 * @param shares positive when it holds shares, negative when it is short of some.
 */
export function keyOf(codes: readonly number[], shares: number): number {
  let key = shares === 0 ? 0 : shares > 0 ? 1 : 2
  for (const code of codes) key = key * CODES + code
  return key
}

/** An option leg of a pattern. */
export interface PatternLeg {
  readonly isCall: boolean
  readonly place: number
  readonly isFar: boolean
  readonly isShort: boolean
  /** A number, or the name of a free ratio. */
  readonly ratio: string
}

const LEG = /^([SCP])(\d?)([nf]?)([+-])(\w*)$/

/** Reads the legs of a pattern. `shares` is 1 or -1 where it has long or short shares, else 0. */
export function readPattern({ strategy, legs: text }: Pattern): {
  readonly legs: readonly PatternLeg[]
  readonly shares: number
} {
  const legs: PatternLeg[] = []
  let shares = 0
  for (const word of text.split(' ')) {
    const match = LEG.exec(word)
    if (!match) throw new Error(`the pattern of ${strategy} has no leg ${word}`)
    const [, kind, place = '', far, sign, ratio = ''] = match
    const isShort = sign === '-'
    if (kind === 'S') shares = isShort ? -1 : 1
    else
      legs.push({ isCall: kind === 'C', place: Number(place), isFar: far === 'f', isShort, ratio })
  }
  return { legs, shares }
}

export const byNumber = (a: number, b: number): number => a - b
