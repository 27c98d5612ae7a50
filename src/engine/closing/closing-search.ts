import { enteredLeg, firstLot, ofOlder, older, olderOf } from '../book/trades'
import type { Position, Trade, TradeLeg } from '../book/view'
import { append, NONE, sortFew } from '../model/arrays'
import { type Decimal, least } from '../model/decimal'
import { FewMap } from '../model/few-map'
import { Heap } from '../model/heap'

/** A quantity of a leg that a set of closing orders takes. */
export interface Taken {
  readonly leg: TradeLeg
  readonly quantity: Decimal
}

/** The quantity of one position that a set of closing orders closes. */
export interface Wanted {
  readonly position: Position
  readonly rest: Decimal
}

/** A wanted position while the search goes on. */
interface Target {
  readonly position: Position
  rest: Decimal
  /** How many legs on the position have free quantity. */
  freeLegs: number
  /** False once nothing more is wanted, or nothing is free. */
  isOpen: boolean
  /** The legs first in first out, from `next` on; sorted when first asked for. */
  queue: TradeLeg[] | null
  next: number
}

/** Candidates beyond which a queue finds the best one faster. */
const FEW = 8

/** A trade that holds wanted positions. */
interface Candidate {
  readonly trade: Trade
  /** Its entered legs with free quantity, and how many of them are on open targets. */
  freeLegs: number
  wanted: number
  /** The last look for holders of all targets that found it. */
  round: number
}

/** A candidate all of whose free legs are wanted, as it was queued. */
interface Queued {
  readonly candidate: Candidate
  readonly legs: number
}

const mostLegsFirst = (a: Queued, b: Queued): number =>
  b.legs - a.legs || older(a.candidate.trade, b.candidate.trade)

/** How many entered legs of a trade are open. */
function freeLegsOf({ legs }: Trade): number {
  let free = 0
  for (const { delivered, open } of legs) if (!delivered && open.gt(0)) free++
  return free
}

function byAge(a: TradeLeg, b: TradeLeg): number {
  return firstLot(a).at - firstLot(b).at || ofOlder(a, b)
}

const isHeld = ({ position, rest }: Wanted): boolean => rest.gt(0) && position.holders.length > 0

/** The search for one position: its holders give in turn, those that hold nothing else first. */
function takeOne({ position, rest }: Wanted): readonly Taken[] {
  const isExact = ({ trade }: TradeLeg) => (freeLegsOf(trade) === 1 ? 0 : 1)
  const legs = position.holders.filter(({ delivered }) => !delivered)
  sortFew(legs, (a, b) => isExact(a) - isExact(b) || ofOlder(a, b))
  let taken: Taken[] = NONE
  let left = rest
  for (const leg of legs) {
    if (left.lte(0)) break
    const quantity = least(left, leg.open)
    taken = append(taken, { leg, quantity })
    left = left.minus(quantity)
  }
  return taken
}

/** The oldest trade whose open entered legs are on exactly the wanted positions. */
function exactTrade(wanted: readonly Wanted[]): Trade | undefined {
  let oldest: Trade | undefined
  for (const { trade } of wanted[0]?.position.holders ?? NONE)
    if (freeLegsOf(trade) === wanted.length && holdsAll(trade, wanted))
      oldest = olderOf(trade, oldest)
  return oldest
}

function holdsAll(trade: Trade, wanted: readonly Wanted[]): boolean {
  for (const { position } of wanted) if (!enteredLeg(trade, position)?.open.gt(0)) return false
  return true
}

/**
 * The search where it ends at once, as it mostly does: with the trade that is exactly the wanted
 * and has enough of each. Null where it goes on.
 */
function takeExact(wanted: readonly Wanted[]): readonly Taken[] | null {
  const trade = exactTrade(wanted)
  if (!trade) return null
  let taken: Taken[] = NONE
  for (const leg of trade.legs) {
    const target = leg.delivered
      ? undefined
      : wanted.find(({ position }) => position === leg.position)
    if (!target) continue
    if (leg.open.lt(target.rest)) return null
    taken = append(taken, { leg, quantity: target.rest })
  }
  return taken
}

/**
 * Finds what a set of closing orders closes: the trade that is exactly the set; else one that holds
 * all of it; else the largest whole trade within it, and so on with what is left; at last leg by
 * leg, first in first out. It changes nothing: it only finds what each leg would give.
 *
 * @param wanted each position once.
 */
export function searchClosings(wanted: readonly Wanted[]): readonly Taken[] {
  const held = wanted.filter(isHeld)
  const only = held[0]
  if (held.length === 1 && only) return takeOne(only)
  return takeExact(held) ?? new ClosingSearch(held).run()
}

/** The search for several positions. */
class ClosingSearch {
  private taken: Taken[] = NONE
  private readonly targets = new FewMap<Position, Target>()
  private readonly candidates = new FewMap<Trade, Candidate>()
  private allCandidates: Candidate[] = NONE
  private readonly free = new FewMap<TradeLeg, Decimal>()
  /** Candidates that lie within the targets as a whole; null while there are few candidates. */
  private within: Heap<Queued> | null = null
  private open: Target[] = NONE
  private openCount = 0
  private mostLegs = 0
  /** The trades that hold all open targets, best first; null when the targets have changed. */
  private holders: Candidate[] | null = null
  private nextHolder = 0
  private round = 0

  /** @param wanted each position once; all of them held. */
  constructor(wanted: readonly Wanted[]) {
    for (const { position, rest } of wanted) {
      const freeLegs = position.holders.length
      const target = { position, rest, freeLegs, isOpen: true, queue: null, next: 0 }
      this.open = append(this.open, target)
      this.targets.set(position, target)
      for (const leg of position.holders) this.addCandidate(leg)
    }
    this.openCount = this.open.length
    if (this.allCandidates.length <= FEW) return
    this.within = new Heap(mostLegsFirst)
    for (const candidate of this.allCandidates) this.queue(candidate)
  }

  run(): readonly Taken[] {
    while (this.openCount > 0) {
      const trade = this.wholeTrade()
      if (trade) this.takeTrade(trade)
      else this.takeFirstLegs()
    }
    return this.taken
  }

  private addCandidate(leg: TradeLeg): void {
    const { trade } = leg
    let candidate = this.candidates.get(trade)
    if (!candidate) {
      candidate = { trade, freeLegs: freeLegsOf(trade), wanted: 0, round: 0 }
      this.candidates.set(trade, candidate)
      this.allCandidates = append(this.allCandidates, candidate)
      this.mostLegs = Math.max(this.mostLegs, candidate.freeLegs)
    }
    if (!leg.delivered) candidate.wanted++
  }

  /** Queues a candidate if it lies within the targets as a whole. */
  private queue(candidate: Candidate): void {
    const { freeLegs: legs, wanted } = candidate
    if (legs > 0 && legs === wanted) this.within?.push({ candidate, legs })
  }

  private wholeTrade(): Trade | undefined {
    return this.holderOfAll() ?? (this.openCount > 1 ? this.largestWithin() : undefined)
  }

  /** The oldest trade that is exactly the targets, else the oldest that holds all of them. */
  private holderOfAll(): Trade | undefined {
    if (this.openCount > this.mostLegs) return undefined
    const count = this.openCount
    this.holders ??= this.holdersOfAll()
    for (; this.nextHolder < this.holders.length; this.nextHolder++) {
      const candidate = this.holders[this.nextHolder]
      if (candidate?.wanted === count) return candidate.trade
    }
    return undefined
  }

  private holdersOfAll(): Candidate[] {
    const count = this.openCount
    const first = this.open.find(({ isOpen }) => isOpen)
    const round = ++this.round
    let found: Candidate[] = NONE
    for (const { trade } of first?.position.holders ?? NONE) {
      const candidate = this.candidates.get(trade)
      if (candidate?.wanted !== count || candidate.round === round) continue
      candidate.round = round
      found = append(found, candidate)
    }
    this.nextHolder = 0
    const isExact = ({ freeLegs }: Candidate) => (freeLegs === count ? 0 : 1)
    return sortFew(found, (a, b) => isExact(a) - isExact(b) || older(a.trade, b.trade))
  }

  /** The trade with the most legs all of which are wanted; of equals the oldest. */
  private largestWithin(): Trade | undefined {
    const { within } = this
    if (!within) return this.largestOfFew()
    for (let top = within.peek(); top; top = within.peek()) {
      const { candidate, legs } = top
      if (candidate.freeLegs === legs && candidate.wanted === legs) return candidate.trade
      within.pop()
    }
    return undefined
  }

  private largestOfFew(): Trade | undefined {
    let best: Candidate | undefined
    for (const candidate of this.allCandidates) {
      const { freeLegs, wanted, trade } = candidate
      if (freeLegs === 0 || freeLegs !== wanted) continue
      const more = best ? freeLegs - best.freeLegs : 1
      if (more > 0 || (more === 0 && best && older(trade, best.trade) < 0)) best = candidate
    }
    return best?.trade
  }

  private takeTrade(trade: Trade): void {
    for (const { position, delivered } of trade.legs) {
      const target = delivered ? undefined : this.targets.get(position)
      const leg = target?.isOpen ? enteredLeg(trade, position) : undefined
      if (target && leg) this.take(target, leg)
    }
  }

  private takeFirstLegs(): void {
    this.open = this.open.filter(({ isOpen }) => isOpen)
    for (const target of this.open) {
      target.queue ??= target.position.holders.toSorted(byAge)
      for (; target.next < target.queue.length; target.next++) {
        const leg = target.queue[target.next]
        if (!leg || this.freeOf(leg).lte(0)) continue
        this.take(target, leg)
        break
      }
    }
  }

  private freeOf(leg: TradeLeg): Decimal {
    return this.free.get(leg) ?? leg.open
  }

  private take(target: Target, leg: TradeLeg): void {
    const free = this.freeOf(leg)
    const quantity = least(target.rest, free)
    if (quantity.lte(0)) return
    this.taken = append(this.taken, { leg, quantity })
    target.rest = target.rest.minus(quantity)
    const left = free.minus(quantity)
    this.free.set(leg, left)
    if (left.isZero) this.exhaust(target, leg)
    if (target.rest.isZero || target.freeLegs === 0) this.close(target)
  }

  /** Notes that a leg has nothing left. */
  private exhaust(target: Target, leg: TradeLeg): void {
    target.freeLegs--
    const candidate = this.candidates.get(leg.trade)
    if (!candidate || leg.delivered) return
    candidate.freeLegs--
    candidate.wanted--
    this.queue(candidate)
  }

  /** Notes that nothing more of a target is wanted, or to be had. */
  private close(target: Target): void {
    target.isOpen = false
    this.openCount--
    this.holders = null
    if (target.freeLegs === 0) return
    for (const leg of target.position.holders) {
      const candidate = this.candidates.get(leg.trade)
      if (!candidate || leg.delivered || this.freeOf(leg).lte(0)) continue
      candidate.wanted--
      this.queue(candidate)
    }
  }
}
