import type { Micros } from '../../time/micros'
import type { Opening, Trade, TradeEntry } from '../book/view'
import { append, NONE, sortFew } from '../model/arrays'
import {
  isNamed,
  MOST_LEGS,
  netOptions,
  type OptionLeg,
  recogniseContracts,
  type Structure,
  shapeKeyOf,
} from '../strategies/recognise'
import { type EntryLeg, legsOf } from './entry-leg'
import { legsOver, takeApart } from './partition'

/** The expiries of an entry: none, one, or several in order. */
function expiriesOf(legs: readonly EntryLeg[]): readonly string[] {
  let expiries: string[] = []
  for (const { expiry } of legs)
    if (expiry !== null && !expiries.includes(expiry)) expiries = append(expiries, expiry)
  return expiries.length > 1 ? expiries.sort() : expiries
}

/** The trade that an entry is in. */
export interface EnteredTrade {
  readonly entry: Entry
  readonly trade: Trade
  /** Whether the trade is an older one, of which the entry is a scale-in. */
  readonly isScaleIn: boolean
}

/** Opening legs that were put on together, and what they make. */
export class Entry implements TradeEntry {
  /** The last look at its window that found it. */
  round = 0
  /** The trade that it is in, if it is in one. */
  entered: EnteredTrade | null = null
  readonly first: Opening
  private knownStructure: Structure | null = null
  private knownShape: string | null = null
  private knownShapeKey: number | null = null
  private knownExpiries: readonly string[] | null = null
  private knownOptions: readonly OptionLeg[] | null = null
  private knownParts: readonly Entry[] | null = null

  constructor(
    /** In order of creation, then id. Never empty. */
    readonly openings: readonly Opening[],
    readonly legs: readonly EntryLeg[],
    /** Takes it apart if it has no name of its own, and may answer null; absent for small ones. */
    private readonly partition: { parts(): readonly Entry[] | null } | null = null,
  ) {
    const first = openings[0]
    if (!first) throw new Error('an entry has at least one opening')
    this.first = first
  }

  get structure(): Structure {
    this.knownStructure ??= recogniseContracts(this.legs)
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

  /** Its option legs, as recognition looks at them. */
  get options(): readonly OptionLeg[] {
    this.knownOptions ??= netOptions(this.legs)
    return this.knownOptions
  }

  /** 1 where it holds shares, -1 where it is short of some, else 0. */
  get shares(): number {
    if (this.options.length === this.legs.length) return 0
    for (const { kind, opening } of this.legs) if (kind === 'stock') return opening.sign
    return 0
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

  /** The structures and single legs that it is taken apart into; none if it has a name. */
  get parts(): readonly Entry[] {
    this.knownParts ??= this.isNameless ? (this.partition?.parts() ?? partsOfEntry(this)) : NONE
    return this.knownParts
  }

  /** Whether simple orders made something of several legs without a name of its own. */
  private get isNameless(): boolean {
    const { length } = this.legs
    return length >= 2 && this.isSimple && (length > MOST_LEGS || !isNamed(this.structure))
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
  return new Entry(sorted, legsOf(sorted))
}

/** When an opening joins its entry: at its first execution, before that at its creation. */
export const joinsAt = ({ openedAt, createdAt }: Opening): Micros =>
  Number.isFinite(openedAt) ? openedAt : createdAt

const byJoining = (a: Opening, b: Opening): number => joinsAt(a) - joinsAt(b) || byCreation(a, b)

/** Whether some opening was first executed after all before it had gone flat. */
function spansFlatPoint(openings: readonly Opening[]): boolean {
  if (openings.every(({ closedAt }) => closedAt === Number.POSITIVE_INFINITY)) return false
  let flatAt = Number.POSITIVE_INFINITY
  for (const [i, opening] of sortFew([...openings], byJoining).entries()) {
    if (i === 0) flatAt = Number.NEGATIVE_INFINITY
    else if (flatAt < joinsAt(opening)) return true
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

export const entryOfLegs = (legs: readonly EntryLeg[]): Entry =>
  entryOf(legs.flatMap((leg) => leg.openings))

/** Entries for the pieces of a partition, and one for each leg over. */
export function partsOf(
  legs: readonly EntryLeg[],
  pieces: readonly (readonly EntryLeg[])[],
  partOf: (piece: readonly EntryLeg[]) => Entry,
): readonly Entry[] {
  return [...pieces.map(partOf), ...legsOver(legs, pieces).map((leg) => entryOfLegs([leg]))]
}

const partsOfEntry = ({ legs }: Entry): readonly Entry[] =>
  partsOf(legs, takeApart(legs), entryOfLegs)
