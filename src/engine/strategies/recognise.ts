import { append } from '../model/arrays'
import type { Decimal } from '../model/decimal'
import type { LegKind } from '../model/instrument'
import { InvariantError } from '../model/invariant'
import { CATALOGUE, type Pattern } from './catalogue'
import { byNumber, codeOf, keyOf, MOST_LEGS, readPattern } from './shape'

export { MOST_LEGS }

import type { StrategyType } from './strategy-types'

/** One leg of a book: quantity in contracts, shares or coins, negative when short. */
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

/** An option leg, its contracts added up. */
export interface OptionLeg {
  isCall: boolean
  /** In thousandths, as contracts are struck: whole numbers, so that widths compare exactly. */
  strike: number
  expiry: string
  quantity: number
}

interface Candidate extends Pattern {
  /** Ratios in the order of the key's legs: a number, or the name of a free one. */
  wanted: (number | string)[]
}

const SHARES_PER_CONTRACT = 100

/** Above the number of legs of one kind and side in a mix. */
const MIX_BASE = 8

/** What an option leg counts in a mix. */
const mixed = (isCall: boolean, isShort: boolean): number =>
  (isCall ? MIX_BASE ** 2 : 1) * (isShort ? MIX_BASE : 1)

/** The mixes that some pattern has. */
const mixes = new Uint8Array(MOST_LEGS * mixed(true, true) + 1)
const candidatesByShape = new Map<number, Candidate[]>()
for (const pattern of CATALOGUE) {
  const { legs, shares } = readPattern(pattern)
  const coded = legs
    .map(({ isCall, place, isFar, isShort, ratio }) => ({
      code: codeOf(isCall, place, isFar, isShort),
      ratio,
    }))
    .sort((a, b) => a.code - b.code)
  const key = keyOf(
    coded.map(({ code }) => code),
    shares,
  )
  const mix = legs.reduce((sum, { isCall, isShort }) => sum + mixed(isCall, isShort), 0)
  mixes[mix] = 1
  const candidate = { ...pattern, wanted: coded.map(({ ratio }) => Number(ratio) || ratio) }
  candidatesByShape.set(key, [...(candidatesByShape.get(key) ?? []), candidate])
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

/** What a book without options has in the place of its near expiry. */
const NO_EXPIRY = ''

/** The nearer of two expiries at most; null where there are more. */
function nearExpiry(options: readonly OptionLeg[]): string | null {
  const first = options[0]
  if (!first) return NO_EXPIRY
  let near = first.expiry
  let far = near
  for (const { expiry } of options) {
    if (expiry === near || expiry === far) continue
    if (near !== far) return null
    if (expiry < near) near = expiry
    else far = expiry
  }
  return near
}

/** The lowest strike above another; infinite where there is none. */
function strikeAbove(options: readonly OptionLeg[], below: number): number {
  let next = Number.POSITIVE_INFINITY
  for (const { strike } of options) if (strike > below && strike < next) next = strike
  return next
}

/** A strike's place among all, from 1: how many are lower, each counted once. */
function placeOf(options: readonly OptionLeg[], wanted: number): number {
  let place = 1
  for (let i = 0; i < options.length; i++) {
    const strike = options[i]?.strike ?? wanted
    if (strike < wanted && isFirstWith(options, strike, i)) place++
  }
  return place
}

/** Whether no option before one has its strike. */
function isFirstWith(options: readonly OptionLeg[], strike: number, i: number): boolean {
  for (let before = 0; before < i; before++) if (options[before]?.strike === strike) return false
  return true
}

/** Some legs without scale, strikes and dates: a code and a ratio for each, in that order. */
interface Shape {
  readonly codes: readonly number[]
  readonly ratios: readonly number[]
}

/** The shape of some legs; null where no named structure is like it. */
function shapeOf(options: readonly OptionLeg[], units: number): Shape | null {
  const { length } = options
  if (length > MOST_LEGS) return null
  const near = nearExpiry(options)
  if (near === null) return null
  const codes = new Array<number>(length)
  const ratios = new Array<number>(length)
  for (let i = 0; i < length; i++) {
    const option = options[i]
    if (!option) break
    const { isCall, strike, expiry, quantity } = option
    const code = codeOf(isCall, placeOf(options, strike), expiry !== near, quantity < 0)
    insert(codes, ratios, i, code, Math.abs(quantity) / units)
  }
  return { codes, ratios }
}

/** Inserts a code and its ratio among the first of some that are in order. */
function insert(
  codes: number[],
  ratios: number[],
  count: number,
  code: number,
  ratio: number,
): void {
  let at = count
  for (; at > 0; at--) {
    const before = codes[at - 1] ?? 0
    const ratioBefore = ratios[at - 1] ?? 0
    if (before < code || (before === code && ratioBefore <= ratio)) break
    codes[at] = before
    ratios[at] = ratioBefore
  }
  codes[at] = code
  ratios[at] = ratio
}

/** Whether the outer of three strikes are as far from the middle one. */
function areWingsEqual(options: readonly OptionLeg[]): boolean {
  const low = strikeAbove(options, 0)
  const middle = strikeAbove(options, low)
  return middle - low === strikeAbove(options, middle) - middle
}

function fits(
  candidate: Candidate,
  ratios: readonly number[],
  options: readonly OptionLeg[],
  sharesPerUnit: number,
): boolean {
  const { wanted } = candidate
  let a = 0
  let b = 0
  for (let i = 0; i < wanted.length; i++) {
    const ratio = ratios[i] ?? 0
    if (wanted[i] === 'a') a = ratio
    else if (wanted[i] === 'b') b = ratio
    else if (wanted[i] !== ratio) return false
  }
  if (candidate.ratios && !candidate.ratios(a, b)) return false
  if (candidate.wings && areWingsEqual(options) !== (candidate.wings === 'equal')) return false
  if (sharesPerUnit === 0) return true
  return candidate.cover === 'at least'
    ? sharesPerUnit >= SHARES_PER_CONTRACT
    : sharesPerUnit === SHARES_PER_CONTRACT
}

function sameContract(legs: readonly OptionLeg[], of: OptionLeg): OptionLeg | undefined {
  for (const leg of legs)
    if (leg.strike === of.strike && leg.isCall === of.isCall && leg.expiry === of.expiry) return leg
  return undefined
}

/** Adds up the legs of one contract and drops those that cancel out. */
export function netOptions(legs: readonly BookLeg[]): OptionLeg[] {
  let net: OptionLeg[] = []
  for (const { kind, strike: struck, expiry, quantity } of legs) {
    if (kind !== 'call' && kind !== 'put') continue
    if (struck === null || expiry === null)
      throw new InvariantError(`a ${kind} has no strike or no expiry`)
    const strike = Math.round(struck.toNumber() * 1000)
    const isCall = kind === 'call'
    const leg = { isCall, strike, expiry, quantity: quantity.toNumber() }
    const known = sameContract(net, leg)
    if (known) known.quantity += leg.quantity
    else net = append(net, leg)
  }
  return net.every(isThere) ? net : net.filter(isThere)
}

const isThere = (leg: OptionLeg): boolean => leg.quantity !== 0

function total(legs: readonly BookLeg[], kind: LegKind): number {
  let sum = 0
  for (const leg of legs) if (leg.kind === kind) sum += leg.quantity.toNumber()
  return sum
}

/** A leg's part in the mix of a book: the counts of long and short calls and puts as one number. */
export const mixOf = ({ kind, quantity }: BookLeg): number =>
  kind === 'call' || kind === 'put' ? mixed(kind === 'call', quantity.s < 0) : 0

/** Whether any named structure has a mix. A book of another mix has no name. */
export const isKnownMix = (mix: number): boolean => mixes[mix] === 1

/** What an option leg of each kind and side counts in a mix. */
const UNITS = [mixed(false, false), mixed(false, true), mixed(true, false), mixed(true, true)]

/** How many legs of one kind and side a mix has. */
const countIn = (mix: number, unit: number): number => Math.floor(mix / unit) % MIX_BASE

/** A mix that some pattern has, the number of its option legs, and the mixes of some of those. */
interface KnownMix {
  readonly mix: number
  readonly legs: number
  readonly parts: readonly number[]
}

const knownMixes: readonly KnownMix[] = [...mixes.keys()].filter(isKnownMix).map((mix) => ({
  mix,
  legs: UNITS.reduce((sum, unit) => sum + countIn(mix, unit), 0),
  parts: UNITS.reduce(
    (parts, unit) =>
      parts.flatMap((part) =>
        Array.from({ length: countIn(mix, unit) + 1 }, (_, count) => part + count * unit),
      ),
    [0],
  ),
}))

/**
 * The mixes of named structures with `size` legs that can be chosen among some legs, and the mixes
 * on the way to them.
 */
export function mixesToward(size: number, legs: readonly BookLeg[]): ReadonlySet<number> {
  const counts = UNITS.map((unit) => legs.filter((leg) => mixOf(leg) === unit).length)
  const others = legs.filter((leg) => mixOf(leg) === 0).length
  const toward = new Set<number>()
  for (const known of knownMixes) {
    if (known.legs > size || known.legs + others < size) continue
    if (UNITS.some((unit, i) => countIn(known.mix, unit) > (counts[i] ?? 0))) continue
    for (const part of known.parts) toward.add(part)
  }
  return toward
}

/** How many times the smallest set of whole contracts the legs are. */
function unitsOf(options: readonly Pick<OptionLeg, 'quantity'>[]): number {
  let units = 0
  for (const { quantity } of options) {
    const size = Math.abs(quantity)
    // Legs are mostly of one size, and a remainder is slow.
    if (units === 0) units = size
    else if (size !== units) units = gcd(units, size)
  }
  return units === 0 ? 1 : units
}

/**
 * Names the structure of a book by its shape (README, Structures). The order of the legs, a common
 * factor of their quantities, strikes and expiries do not matter, only which are equal, lower or
 * nearer. Costs a sort and a look-up.
 *
 * @example
 * recogniseStructure([
 *   { kind: 'put', quantity: decimal(1), strike: decimal(95), expiry: '2026-12-18' },
 *   { kind: 'put', quantity: decimal(-1), strike: decimal(100), expiry: '2026-12-18' },
 * ]) // bull_put_spread, 1 unit
 */
export function recogniseStructure(legs: readonly BookLeg[]): Structure {
  const only = legs[0]
  return legs.length === 1 && only ? recogniseLeg(only) : recogniseNet(netOptions(legs), legs)
}

/** The same for a leg alone, without lists: half of all books are one leg. */
function recogniseLeg(leg: BookLeg): Structure {
  const quantity = leg.quantity.toNumber()
  if (quantity === 0) return unnamed(1)
  if (leg.kind === 'stock' || leg.kind === 'crypto') return alone(leg.kind, quantity)
  const code = codeOf(leg.kind === 'call', 1, false, quantity < 0)
  const found = candidatesByShape.get(code)?.[0]
  if (!found) return unnamed(Math.abs(quantity))
  return { strategy: found.strategy, strategyType: found.type, units: Math.abs(quantity) }
}

/**
 * Names the structure that legs of different contracts make. Contracts of two roots can have equal
 * terms (SPX and SPXW): they are two legs, and no named structure has two such legs.
 */
export function recogniseContracts(legs: readonly BookLeg[]): Structure {
  const only = legs[0]
  if (legs.length === 1 && only) return recogniseLeg(only)
  const options = netOptions(legs)
  if (options.length === legs.length) return recogniseNet(options, legs)
  const contracts = legs.filter(isOfOption)
  if (options.length === contracts.length) return recogniseNet(options, legs)
  return unnamed(unitsOf(contracts.map(({ quantity }) => ({ quantity: quantity.toNumber() }))))
}

const isOfOption = ({ kind, quantity }: BookLeg): boolean =>
  (kind === 'call' || kind === 'put') && !quantity.isZero

/** @param options the legs' options, those of one contract added up. */
function recogniseNet(options: readonly OptionLeg[], legs: readonly BookLeg[]): Structure {
  // As many options as legs: none of them is of anything else.
  const shares = options.length === legs.length ? 0 : total(legs, 'stock')
  const coins = options.length === legs.length ? 0 : total(legs, 'crypto')
  if (options.length === 0 && coins === 0 && shares !== 0) return alone('stock', shares)
  if (options.length === 0 && shares === 0 && coins !== 0) return alone('crypto', coins)
  const units = unitsOf(options)
  const shape = coins === 0 ? shapeOf(options, units) : null
  const candidates = shape ? candidatesByShape.get(keyOf(shape.codes, shares)) : undefined
  if (!shape || !candidates) return unnamed(units)
  const sharesPerUnit = Math.abs(shares) / units
  for (const candidate of candidates)
    if (fits(candidate, shape.ratios, options, sharesPerUnit))
      return { strategy: candidate.strategy, strategyType: candidate.type, units }
  return unnamed(units)
}

export const isNamed = ({ strategy }: Structure): boolean => strategy !== 'options'

/** No named structure is like a book, or like part of what it could be. */
export const NO_SHAPE = -1
/**
 * A book has one thing on both sides, or under two symbols: its shape does not determine its legs.
 */
export const UNCLEAR_SHAPE = -2

/** The shape of a book without ratios as one number. */
export function shapeKeyOf(legs: readonly BookLeg[]): number {
  if (legs.length > MOST_LEGS) return NO_SHAPE
  const options = netOptions(legs)
  const others = legs.filter(({ kind }) => kind === 'stock' || kind === 'crypto')
  const isNetted = options.length + others.length < legs.length || others.length > 1
  if (isNetted) return UNCLEAR_SHAPE
  const shape = shapeOf(options, 1)
  if (shape === null || others.some(({ kind }) => kind === 'crypto')) return NO_SHAPE
  return keyOf(shape.codes, total(legs, 'stock'))
}

/** Whether a named structure has the shape of two books' options together and of some shares. */
export function isKnownShape(
  a: readonly OptionLeg[],
  b: readonly OptionLeg[],
  shares: number,
): boolean {
  const options = [...a, ...b]
  const near = nearExpiry(options)
  if (near === null) return false
  const codes = options.map(({ isCall, strike, expiry, quantity }) =>
    codeOf(isCall, placeOf(options, strike), expiry !== near, quantity < 0),
  )
  return candidatesByShape.has(keyOf(codes.sort(byNumber), shares))
}
