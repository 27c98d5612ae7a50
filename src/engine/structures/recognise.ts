import type { Decimal } from '../decimal'
import { sortFew } from '../few'
import type { StrategyType } from '../strategy-types'
import type { LegKind } from '../trade'
import { CATALOGUE, type Pattern } from './catalogue'

/** One leg of a book to be recognised: quantity in contracts, shares or coins, negative when short. */
export interface BookLeg {
  kind: LegKind
  quantity: Decimal
  strike: Decimal | null
  expiry: string | null
}

/** What a book is, and how many of it there are (contracts sets, shares or coins). */
export interface Structure {
  strategy: string
  strategyType: StrategyType
  units: number
}

interface OptionLeg {
  isCall: boolean
  /** In thousandths, as contracts are struck: whole numbers, so that widths compare exactly. */
  strike: number
  expiry: string
  quantity: number
}

interface Shape {
  key: number
  ratios: number[]
  strikes: number[]
}

interface Candidate extends Pattern {
  /** Ratios in the order of the key's legs: a number, or the name of a free one. */
  wanted: (number | string)[]
}

const SHARES_PER_CONTRACT = 100

/** No named structure has more option legs. */
const MOST_LEGS = 4
const CODES = 64

/** A leg's kind, place among the strikes, expiry and side as one number, from 4 to 63. */
const codeOf = (isCall: boolean, place: number, isFar: boolean, isShort: boolean): number =>
  (isCall ? 32 : 0) + place * 4 + (isFar ? 2 : 0) + (isShort ? 1 : 0)

/** The codes of a book's legs, sorted, and the side of its shares as one number. */
const keyOf = (codes: readonly { code: number }[], shares: number): number =>
  codes.reduce((key, { code }) => key * CODES + code, shares === 0 ? 0 : shares > 0 ? 1 : 2)

const byCode = (a: { code: number }, b: { code: number }): number => a.code - b.code

const candidatesByShape = new Map<number, Candidate[]>()
for (const pattern of CATALOGUE) {
  const { key, wanted } = readPattern(pattern.legs)
  const candidate = { ...pattern, wanted }
  candidatesByShape.set(key, [...(candidatesByShape.get(key) ?? []), candidate])
}

function readPattern(text: string): { key: number; wanted: (number | string)[] } {
  const legs: { code: number; ratio: string }[] = []
  let shares = 0
  for (const word of text.split(' ')) {
    const [, kind, place = '', far, sign, ratio = ''] =
      /^([SCP])(\d?)([nf]?)([+-])(\w*)$/.exec(word) ?? []
    if (kind === 'S') shares = sign === '-' ? -1 : 1
    else legs.push({ code: codeOf(kind === 'C', Number(place), far === 'f', sign === '-'), ratio })
  }
  legs.sort(byCode)
  return { key: keyOf(legs, shares), wanted: legs.map(({ ratio }) => Number(ratio) || ratio) }
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

function alone(kind: 'stock' | 'crypto', quantity: number): Structure {
  const side = quantity < 0 ? 'short' : 'long'
  return { strategy: `${side}_${kind}`, strategyType: kind, units: Math.abs(quantity) }
}

const unnamed = (units: number): Structure => ({
  strategy: 'options',
  strategyType: 'options',
  units,
})

/** The legs' shape, which no scale, strike or date is part of; null where none with a name is like it. */
function shapeOf(options: OptionLeg[], shares: number, units: number): Shape | null {
  if (options.length > MOST_LEGS) return null
  const strikes: number[] = []
  const expiries: string[] = []
  for (const { strike, expiry } of options) {
    if (!strikes.includes(strike)) strikes.push(strike)
    if (!expiries.includes(expiry)) expiries.push(expiry)
  }
  if (expiries.length > 2) return null
  sortFew(strikes, (a, b) => a - b)
  const [first = '', second = first] = expiries
  const near = first < second ? first : second
  const words = options.map(({ isCall, strike, expiry, quantity }) => ({
    code: codeOf(isCall, strikes.indexOf(strike) + 1, expiry !== near, quantity < 0),
    ratio: Math.abs(quantity) / units,
  }))
  sortFew(words, byCode)
  return { key: keyOf(words, shares), ratios: words.map((word) => word.ratio), strikes }
}

function fits(candidate: Candidate, shape: Shape, sharesPerUnit: number): boolean {
  const { wanted } = candidate
  let [a, b] = [0, 0]
  for (let i = 0; i < wanted.length; i++) {
    const ratio = shape.ratios[i] ?? 0
    if (wanted[i] === 'a') a = ratio
    else if (wanted[i] === 'b') b = ratio
    else if (wanted[i] !== ratio) return false
  }
  if (candidate.ratios && !candidate.ratios(a, b)) return false
  const [low = 0, middle = 0, high = 0] = shape.strikes
  if (candidate.wings && (middle - low === high - middle) !== (candidate.wings === 'equal'))
    return false
  if (sharesPerUnit === 0) return true
  return candidate.cover === 'at least'
    ? sharesPerUnit >= SHARES_PER_CONTRACT
    : sharesPerUnit === SHARES_PER_CONTRACT
}

const isSame = (a: OptionLeg, b: OptionLeg): boolean =>
  a.strike === b.strike && a.isCall === b.isCall && a.expiry === b.expiry

/** Adds up the legs of one contract and drops those that cancel out. */
function netOptions(legs: readonly BookLeg[]): OptionLeg[] {
  const net: OptionLeg[] = []
  for (const { kind, strike: struck, expiry, quantity } of legs) {
    if (kind !== 'call' && kind !== 'put') continue
    const strike = Math.round((struck?.toNumber() ?? 0) * 1000)
    const isCall = kind === 'call'
    const leg = { isCall, strike, expiry: expiry ?? '', quantity: quantity.toNumber() }
    const known = net.length === 0 ? undefined : net.find((other) => isSame(other, leg))
    if (known) known.quantity += leg.quantity
    else net.push(leg)
  }
  return net.some((leg) => leg.quantity === 0) ? net.filter((leg) => leg.quantity !== 0) : net
}

const total = (legs: readonly BookLeg[], kind: LegKind): number =>
  legs.reduce((sum, leg) => (leg.kind === kind ? sum + leg.quantity.toNumber() : sum), 0)

/**
 * Names the structure of a book (design 5.7). By shape alone: the order of the legs, a common factor of their
 * quantities, and the strikes and expiries themselves do not matter, only which are equal, lower or nearer. Costs a sort
 * and a look-up.
 *
 * @example
 * recogniseStructure([
 *   { kind: 'put', quantity: new Decimal(1), strike: new Decimal(95), expiry: '2026-12-18' },
 *   { kind: 'put', quantity: new Decimal(-1), strike: new Decimal(100), expiry: '2026-12-18' },
 * ]) // bull_put_spread, 1 unit
 */
export function recogniseStructure(legs: readonly BookLeg[]): Structure {
  const [only] = legs
  return legs.length === 1 && only ? recogniseLeg(only) : recogniseBook(legs)
}

/** A leg alone, which is half of all there is to recognise: the same answer without lists. */
function recogniseLeg(leg: BookLeg): Structure {
  const quantity = leg.quantity.toNumber()
  if (quantity === 0) return unnamed(1)
  if (leg.kind === 'stock' || leg.kind === 'crypto') return alone(leg.kind, quantity)
  const code = codeOf(leg.kind === 'call', 1, false, quantity < 0)
  const found = candidatesByShape.get(code)?.[0]
  if (!found) return unnamed(Math.abs(quantity))
  return { strategy: found.strategy, strategyType: found.type, units: Math.abs(quantity) }
}

function recogniseBook(legs: readonly BookLeg[]): Structure {
  const options = netOptions(legs)
  const shares = total(legs, 'stock')
  const coins = total(legs, 'crypto')
  if (options.length === 0 && coins === 0 && shares !== 0) return alone('stock', shares)
  if (options.length === 0 && shares === 0 && coins !== 0) return alone('crypto', coins)
  const units = options.map((leg) => Math.abs(leg.quantity)).reduce(gcd, 0) || 1
  const shape = coins === 0 ? shapeOf(options, shares, units) : null
  if (!shape) return unnamed(units)
  const sharesPerUnit = Math.abs(shares) / units
  const found = candidatesByShape.get(shape.key)?.find((c) => fits(c, shape, sharesPerUnit))
  if (!found) return unnamed(units)
  return { strategy: found.strategy, strategyType: found.type, units }
}
