import { CATALOGUE } from './catalogue'
import { byNumber, codeOf, keyOf, type PatternLeg, readPattern } from './shape'

/** How the expiries of two books relate: one and the same, one each but different, or otherwise. */
export type Expiries = 'same' | 'different' | 'mixed'

/** The option legs of part of a pattern, and whether its shares are part of it. */
interface Part {
  legs: PatternLeg[]
  shares: number
}

/** The shape key of part of a pattern, as that part alone has it. */
function partKey({ legs, shares }: Part): number {
  const places = [...new Set(legs.map(({ place }) => place))].sort(byNumber)
  const hasTwoExpiries = legs.some(({ isFar }) => isFar) && legs.some(({ isFar }) => !isFar)
  const codes = legs.map(({ isCall, place, isFar, isShort }) =>
    codeOf(isCall, places.indexOf(place) + 1, hasTwoExpiries && isFar, isShort),
  )
  return keyOf(codes.sort(byNumber), shares)
}

function relationOf({ legs: a }: Part, { legs: b }: Part): Expiries {
  const [first, second] = [a, b].map((legs) => new Set(legs.map(({ isFar }) => isFar)))
  if (first?.size !== 1 || second?.size !== 1) return 'mixed'
  return a[0]?.isFar === b[0]?.isFar ? 'same' : 'different'
}

/** All ways to make a pattern of two parts, each leg in one of them or in both. */
function* splitsOf(legs: readonly PatternLeg[], shares: number): Generator<[Part, Part, boolean]> {
  const count = legs.length + (shares === 0 ? 0 : 1)
  for (let code = 0; code < 3 ** count; code++) {
    const parts: [Part, Part] = [
      { legs: [], shares: 0 },
      { legs: [], shares: 0 },
    ]
    let overlaps = false
    let rest = code
    for (let i = 0; i < count; i++) {
      const choice = rest % 3
      rest = (rest - choice) / 3
      if (choice === 2) overlaps = true
      const leg = legs[i]
      for (const [n, part] of parts.entries()) {
        if (choice !== 2 && choice !== n) continue
        if (leg) part.legs.push(leg)
        else part.shares = shares
      }
    }
    const [a, b] = parts
    if (a.legs.length + Math.abs(a.shares) > 0 && b.legs.length + Math.abs(b.shares) > 0)
      yield [a, b, overlaps]
  }
}

/** The shape keys that a shape may unite with, by relation of expiries. */
type Partners = Record<Expiries, Set<number>>

interface Unions {
  /** Of books without a common position. */
  readonly apart: Map<number, Partners>
  /** Of books with a common position. */
  readonly overlapping: Map<number, Partners>
}

const noPartners = (): Partners => ({ same: new Set(), different: new Set(), mixed: new Set() })

function note(
  partners: Map<number, Partners>,
  key: number,
  other: number,
  relation: Expiries,
): void {
  const ofKey = partners.get(key) ?? noPartners()
  ofKey[relation].add(other)
  partners.set(key, ofKey)
}

function findUnions(): Unions {
  const unions: Unions = { apart: new Map(), overlapping: new Map() }
  for (const pattern of CATALOGUE) {
    const { legs, shares } = readPattern(pattern)
    for (const [a, b, overlaps] of splitsOf(legs, shares)) {
      const found = overlaps ? unions.overlapping : unions.apart
      note(found, partKey(a), partKey(b), relationOf(a, b))
    }
  }
  return unions
}

/** Made when first asked for: most windows have no two entries to unite. */
let known: Unions | undefined

const none = noPartners()

/**
 * The shapes that may make a named structure together with a shape, by their shapes: ratios,
 * widths and the order of strikes between the two are not looked at. Keys as `shapeKeyOf` gives
 * them.
 */
export function partnersOf(key: number, overlapping: boolean): Readonly<Partners> {
  known ??= findUnions()
  return (overlapping ? known.overlapping : known.apart).get(key) ?? none
}

/** The relation of two books' expiries, each list in order. */
export function expiriesRelation(a: readonly string[], b: readonly string[]): Expiries {
  if (a.length !== 1 || b.length !== 1) return 'mixed'
  return a[0] === b[0] ? 'same' : 'different'
}
