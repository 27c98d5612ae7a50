import type { Micros } from '../../time/micros'
import { endOfNewYorkDay } from '../../time/new-york'
import type { Book } from '../book/book'
import { isOpenLeg, ofOlder, older } from '../book/trades'
import type { Trade, TradeLeg } from '../book/view'
import { append, NONE, sortFew } from '../model/arrays'
import { type Decimal, least, ZERO } from '../model/decimal'
import { HUNDRED, isOption, type Option, type Sign } from '../model/instrument'
import { type BookLeg, isNamed, recogniseStructure, type Structure } from '../strategies/recognise'

/** What a short call on a lone long call of a later expiry is called. */
const POOR_MANS_COVERED_CALL = {
  strategy: 'poor_mans_covered_call',
  strategyType: 'covered_call',
} as const

type QuantityOf = (leg: TradeLeg) => Decimal

const openedOf: QuantityOf = (leg) => leg.opened
const openOf: QuantityOf = (leg) => leg.open

/** Contracts of a short option leg. */
interface Short {
  readonly option: Option
  readonly contracts: Decimal
}

/** Calls of later expiries first, of one expiry the long ones. */
const byExpiry = (a: TradeLeg, b: TradeLeg): number => {
  const left = a.instrument.expiry ?? ''
  const right = b.instrument.expiry ?? ''
  return left === right ? b.sign - a.sign : left < right ? 1 : -1
}

const isShort = ({ sign, instrument }: TradeLeg, kind: 'call' | 'put'): boolean =>
  sign < 0 && instrument.kind === kind

/** The short calls that long calls of the same or a later expiry in the trade leave uncovered. */
function nakedCalls({ legs }: Trade, quantityOf: QuantityOf): readonly Short[] {
  let calls: TradeLeg[] = NONE
  let hasShort = false
  for (const leg of legs) {
    if (leg.instrument.kind !== 'call') continue
    calls = append(calls, leg)
    if (leg.sign < 0) hasShort = true
  }
  if (!hasShort) return NONE
  let naked: Short[] = NONE
  let longs = ZERO
  for (const leg of sortFew(calls, byExpiry)) {
    const quantity = quantityOf(leg)
    if (leg.sign > 0) longs = longs.plus(quantity)
    else {
      const own = least(longs, quantity)
      longs = longs.minus(own)
      const contracts = quantity.minus(own)
      if (contracts.gt(0) && isOption(leg.instrument))
        naked = append(naked, { option: leg.instrument, contracts })
    }
  }
  return naked
}

function shortPuts({ legs }: Trade, quantityOf: QuantityOf): readonly Short[] {
  let puts: Short[] = NONE
  for (const leg of legs)
    if (isShort(leg, 'put') && isOption(leg.instrument))
      puts = append(puts, { option: leg.instrument, contracts: quantityOf(leg) })
  return puts
}

/** The short options that shares of one side would cover. */
const shortsOn = (trade: Trade, side: Sign, quantityOf: QuantityOf): readonly Short[] =>
  side > 0 ? nakedCalls(trade, quantityOf) : shortPuts(trade, quantityOf)

const contractsOf = (shorts: readonly Short[]): Decimal =>
  shorts.reduce((sum, { contracts }) => sum.plus(contracts), ZERO)

const sharesOf = (shorts: readonly Short[]): Decimal =>
  shorts.reduce((sum, { option, contracts }) => sum.plus(contracts.times(option.multiplier)), ZERO)

/** The shares of one side that would cover a trade's short options as far as they are open. */
export const sharesToCover = (trade: Trade, side: Sign): Decimal =>
  sharesOf(shortsOn(trade, side, openOf))

/** The short options of a trade that shares of one side, or a long call, may cover. */
interface Need {
  readonly trade: Trade
  readonly side: Sign
  readonly shorts: readonly Short[]
  readonly underlying: string
}

/**
 * What a trade needs cover for; null where cover is no matter: shares of its own, or none short.
 */
function needOf(trade: Trade): Need | null {
  let hasShortCall = false
  let side: Sign = -1
  for (const leg of trade.legs) {
    if (!isOption(leg.instrument)) return null
    if (isShort(leg, 'call')) hasShortCall = true
    if (!isShort(leg, 'put')) side = 1
  }
  // Short puts beside anything else need no cover: they are part of a spread or a strangle.
  if (side > 0 && !hasShortCall) return null
  const shorts = shortsOn(trade, side, openedOf)
  const underlying = shorts[0]?.option.underlying
  if (underlying === undefined) return null
  for (const { option } of shorts) if (option.underlying !== underlying) return null
  return { trade, side, shorts, underlying }
}

/** What a trade holds that no open short option binds; below zero where more is bound. */
interface Holder {
  readonly trade: Trade
  readonly free: Decimal
}

/**
 * The holder that covers a quantity: the oldest that has all of it, else the oldest of several that
 * have it together.
 *
 * @param holders the oldest first.
 */
function oldestWith(holders: readonly Holder[], quantity: Decimal): Trade | null {
  const sum = holders.reduce((all, { free }) => all.plus(free), ZERO)
  if (sum.lt(quantity)) return null
  const whole = holders.find(({ free }) => free.gte(quantity))
  return (whole ?? holders.find(({ free }) => free.gt(0)))?.trade ?? null
}

/** What the open short options of the trades that a trade covers bind of it. */
function boundByCovered(holder: Trade, except: Trade, boundOf: (trade: Trade) => Decimal): Decimal {
  let bound = ZERO
  for (const trade of holder.covers)
    if (trade !== except && trade.openLegs > 0 && trade.coveredBy === holder)
      bound = bound.plus(boundOf(trade))
  return bound
}

/** Whether a trade that covers another is still open. A checkpoint holds no trade that is flat. */
const isCoveredYet = ({ coveredBy }: Trade): boolean => coveredBy !== null && coveredBy.openLegs > 0

/** The trade whose shares cover the short options. */
function shareHolder(book: Book, { trade, side, shorts, underlying }: Need): Trade | null {
  const holders = book.find(underlying, side)?.holders ?? NONE
  if (holders.length === 0) return null
  const boundOf = (other: Trade) => sharesOf(shortsOn(other, side, openOf))
  const free = holders
    .filter((leg) => leg.trade.sealed)
    .sort(ofOlder)
    .map(({ trade: holder, open }) => {
      const own = holder === trade || isCoveredYet(holder) ? ZERO : boundOf(holder)
      const bound = own.plus(boundByCovered(holder, trade, boundOf))
      return { trade: holder, free: open.minus(bound) }
    })
  return oldestWith(free, sharesOf(shorts))
}

/** A leg of a long call. */
interface LongCall {
  readonly leg: TradeLeg
  readonly option: Option
}

const latestFirst = (a: LongCall, b: LongCall): number =>
  a.option.expiry === b.option.expiry ? 0 : a.option.expiry < b.option.expiry ? 1 : -1

/** The long calls that are all that is open of their trades, the latest expiries first. */
function loneCalls(book: Book): readonly LongCall[] {
  const calls: LongCall[] = []
  for (const { legs, openLegs, sealed } of book.openTrades()) {
    const leg = openLegs === 1 && sealed ? legs.find(isOpenLeg) : undefined
    if (leg && leg.sign > 0 && leg.instrument.kind === 'call')
      calls.push({ leg, option: leg.instrument })
  }
  return calls.sort(latestFirst)
}

/**
 * The trade of a lone long call of a later expiry that covers a short call alone in its trade.
 *
 * @param calls the latest expiries first.
 */
function callHolder(calls: readonly LongCall[], { trade, shorts }: Need): Trade | null {
  const short = shorts[0]
  if (!short) return null
  const { expiry, underlying, multiplier } = short.option
  let holders: TradeLeg[] = NONE
  for (const { leg, option } of calls) {
    if (option.expiry <= expiry) break
    if (option.underlying === underlying && option.multiplier.eq(multiplier))
      holders = append(holders, leg)
  }
  if (holders.length === 0) return null
  const boundOf = (other: Trade) => contractsOf(nakedCalls(other, openOf))
  const free = holders.sort(ofOlder).map(({ trade: holder, open }) => {
    return { trade: holder, free: open.minus(boundByCovered(holder, trade, boundOf)) }
  })
  return oldestWith(free, short.contracts)
}

/** A trade's options together with the shares that cover it: 100 for each contract covered. */
function unionOf({ trade, side, shorts }: Need): Structure {
  const legs = trade.legs.map(({ instrument, opened, sign }): BookLeg => {
    const { kind, strike, expiry } = instrument
    return { kind, strike, expiry, quantity: opened.times(sign) }
  })
  const quantity = contractsOf(shorts).times(HUNDRED).times(side)
  return recogniseStructure([...legs, { kind: 'stock', strike: null, expiry: null, quantity }])
}

/** A trade that an entry opened. */
interface OpenedTrade {
  readonly trade: Trade
}

const ofOlderTrade = (a: OpenedTrade, b: OpenedTrade): number => older(a.trade, b.trade)

/** A trade that is judged once more when its day ends. */
interface Waiting {
  readonly need: Need
  readonly until: Micros
}

/**
 * Finds the shares or the long call that cover the short options of a new trade (README, Rolls and
 * cover). A trade is judged when its window ends, and if nothing covers it then, once more at the
 * end of the New York day on which it opened.
 */
export class Cover {
  private waiting: Waiting[] = []
  /** The earliest end of the days of the waiting trades. */
  private dueAt = Number.POSITIVE_INFINITY
  /** The lone long calls while trades are judged; null until asked for. */
  private calls: readonly LongCall[] | null = null

  constructor(private readonly book: Book) {}

  /** Judges the trades of a window that ended, the oldest first. */
  judge(opened: readonly OpenedTrade[]): void {
    this.calls = null
    const inOrder = opened.length > 1 ? sortFew([...opened], ofOlderTrade) : opened
    for (const { trade } of inOrder) {
      const need = needOf(trade)
      if (need === null || this.isCovered(need)) continue
      const until = endOfNewYorkDay(trade.openedAt)
      this.waiting.push({ need, until })
      if (until < this.dueAt) this.dueAt = until
    }
  }

  /** Judges the waiting trades whose day ends at a moment or before it. */
  advance(at: Micros): void {
    if (at >= this.dueAt) this.judgeDue(at)
  }

  /** Judges all waiting trades: their days are over. */
  close(): void {
    this.advance(Number.POSITIVE_INFINITY)
  }

  private judgeDue(at: Micros): void {
    const due: Waiting[] = []
    const rest: Waiting[] = []
    this.calls = null
    this.dueAt = Number.POSITIVE_INFINITY
    for (const one of this.waiting) {
      const isDue = one.until <= at
      if (!isDue && one.until < this.dueAt) this.dueAt = one.until
      if (!isDue) rest.push(one)
      else if (one.need.trade.openLegs > 0) due.push(one)
    }
    this.waiting = rest
    if (due.length > 1) due.sort((a, b) => a.until - b.until || older(a.need.trade, b.need.trade))
    for (const { need } of due) this.isCovered(need)
  }

  /** Covers a trade if anything does. */
  private isCovered(need: Need): boolean {
    const { book } = this
    const shares = book.holdsShares(need.side) ? shareHolder(book, need) : null
    if (shares) {
      const union = unionOf(need)
      if (isNamed(union)) book.cover(need.trade, shares, union)
      return true
    }
    if (need.side < 0 || need.trade.legs.length > 1) return false
    this.calls ??= loneCalls(book)
    const call = callHolder(this.calls, need)
    if (call) book.cover(need.trade, call, POOR_MANS_COVERED_CALL)
    return call !== null
  }
}
