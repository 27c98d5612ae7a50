import type { Micros } from '../../time/micros'
import { Entry } from '../entries/entries'
import { append, NONE } from '../model/arrays'
import { type Decimal, ZERO } from '../model/decimal'
import type { OverrideFact } from '../model/facts'
import type { Instrument, Sign } from '../model/instrument'
import type { Structure } from '../strategies/recognise'
import type { Lot, Opening } from './opening'
import type { Held } from './position'
import { Tally } from './tally'

/** One symbol and side of a trade. Lots are kept oldest first. */
export class TradeLeg extends Tally {
  open: Decimal = ZERO
  lots: Lot[] = NONE

  constructor(
    readonly trade: Trade,
    readonly held: Held,
    /** Shares that an assignment or exercise brought: no part of what was entered. */
    readonly delivered: boolean,
  ) {
    super()
  }

  get instrument(): Instrument {
    return this.held.instrument
  }

  get sign(): Sign {
    return this.held.sign
  }
}

/** What a trade began as: its structure, and its symbols, sides and ratio. */
interface Entered {
  readonly structure: Structure
  readonly shape: string
}

/** One entry and its scale-ins, as it stands. */
export class Trade {
  /** In the order in which they were entered: few, so that looking through them beats any index. */
  legs: TradeLeg[] = []
  /** What legs were called before a corporate action, and are called now. */
  private renamed: Map<string, string> | null = null
  /** Its symbols as they are numbered, from before the first corporate action on; null without one. */
  numbered: readonly string[] | null = null
  openings: Opening[] = []
  openedAt: Micros = Number.POSITIVE_INFINITY
  closedAt: Micros | null = null
  openLegs = 0
  units: number
  incomplete = false
  overrideId: string | null = null
  rolledFrom: string | null = null
  /** The option's opening that delivered its shares: with whose trade that link goes. */
  deliveredBy: Opening | null = null
  /** The share trade that covers it, while both are open; `coveredById` remains. */
  coveredBy: Trade | null = null
  coveredById: string | null = null
  private assignedFromId: string | null = null
  /** The first trade of the chain it was rolled along; null when it begins one. */
  chain: string | null = null
  rollCount = 0
  /** Set once its window is over: from then on its composition is final. */
  settled = false

  /** What the user called it, and said of it. */
  annotation: OverrideFact | null = null
  structure: Structure
  private reshaped: string | null = null
  private known: string | null = null

  constructor(
    /** The fact that its id is made of: the earliest opening leg, or the activity that opened it. */
    readonly factId: string,
    private readonly idOf: (factId: string) => string,
    private entered: Entered,
  ) {
    this.structure = entered.structure
    this.units = entered.structure.units
  }

  /** Symbols, sides and ratio: what a scale-in must equal. */
  get shape(): string {
    return this.reshaped ?? this.entered.shape
  }

  set shape(shape: string) {
    this.reshaped = shape
  }

  /** Notes that a corporate action calls a leg otherwise now, whatever it was called before. */
  rename(from: string, to: string): void {
    this.renamed ??= new Map()
    for (const [first, last] of this.renamed) if (last === from) this.renamed.set(first, to)
    this.renamed.set(from, to)
    // What was called so before, and is again.
    this.renamed.delete(to)
  }

  /** What a symbol is called now. */
  nowCalled(symbol: string): string {
    return this.renamed?.get(symbol) ?? symbol
  }

  /** All new names, each by what it is for. */
  get renames(): readonly [string, string][] {
    return [...(this.renamed ?? [])]
  }

  /** Whether an entry has its symbols, sides and ratio. */
  isLike(entry: Entry): boolean {
    return this.reshaped === null && this.entered instanceof Entry
      ? this.entered.isLike(entry)
      : this.shape === entry.shape
  }

  get id(): string {
    this.known ??= this.idOf(this.factId)
    return this.known
  }

  /** The id of the trade whose assignment or exercise opened it. */
  get assignedFrom(): string | null {
    return this.deliveredBy?.trade?.id ?? this.assignedFromId
  }

  set assignedFrom(tradeId: string | null) {
    this.assignedFromId = tradeId
  }

  get chainId(): string {
    return this.chain ?? this.id
  }

  /** Forgets what it was made from, once it is over: what it is remains. */
  letGo(): void {
    this.openings = NONE
    this.entered = { structure: this.structure, shape: '' }
  }

  /** The leg that was entered; shares delivered to the trade are none. */
  leg(held: Held): TradeLeg | undefined {
    for (const leg of this.legs) if (leg.held === held && !leg.delivered) return leg
    return undefined
  }

  /** The leg of one symbol and side, which is added where there is none. */
  legOf(held: Held, delivered: boolean): TradeLeg {
    for (const leg of this.legs) if (leg.held === held && leg.delivered === delivered) return leg
    const leg = new TradeLeg(this, held, delivered)
    this.legs = append(this.legs, leg)
    return leg
  }

  /** Whether each leg is open in the ratio in which it was entered. */
  get isOpenInFullRatio(): boolean {
    let first: TradeLeg | null = null
    for (const leg of this.legs) {
      if (leg.delivered) continue
      if (leg.open.eq(0)) return false
      first ??= leg
      if (leg === first) continue
      if (!leg.open.times(first.opened).eq(first.open.times(leg.opened))) return false
    }
    return first !== null
  }
}
