import type { Micros } from '../../time/micros'
import { endOfNewYorkDay } from '../../time/new-york'
import type { Book } from '../book/book'
import { ofOlder, older } from '../book/trades'
import type { Trade, TradeLeg } from '../book/view'
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
  const [left, right] = [a.instrument.expiry ?? '', b.instrument.expiry ?? '']
  return left === right ? b.sign - a.sign : left < right ? 1 : -1
}

const isShort = ({ sign, instrument }: TradeLeg, kind: 'call' | 'put'): boolean =>
  sign < 0 && instrument.kind === kind

/** The short calls that long calls of the same or a later expiry in the trade leave uncovered. */
function nakedCalls({ legs }: Trade, quantityOf: QuantityOf): readonly Short[] {
  if (!legs.some((leg) => isShort(leg, 'call'))) return []
  const calls = legs.filter(({ instrument }) => instrument.kind === 'call').sort(byExpiry)
  const naked: Short[] = []
  let longs = ZERO
  for (const leg of calls) {
    const quantity = quantityOf(leg)
    if (leg.sign > 0) longs = longs.plus(quantity)
    else {
      const own = least(longs, quantity)
      longs = longs.minus(own)
      const contracts = quantity.minus(own)
      if (contracts.gt(0) && isOption(leg.instrument))
        naked.push({ option: leg.instrument, contracts })
    }
  }
  return naked
}

function shortPuts({ legs }: Trade, quantityOf: QuantityOf): readonly Short[] {
  return legs.flatMap((leg) =>
    isShort(leg, 'put') && isOption(leg.instrument)
      ? [{ option: leg.instrument, contracts: quantityOf(leg) }]
      : [],
  )
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
  const { legs } = trade
  if (!legs.some(({ sign, instrument }) => sign < 0 && isOption(instrument))) return null
  if (!legs.every(({ instrument }) => isOption(instrument))) return null
  const side = legs.every((leg) => isShort(leg, 'put')) ? -1 : 1
  const shorts = shortsOn(trade, side, openedOf)
  const underlying = shorts[0]?.option.underlying
  if (underlying === undefined) return null
  const isOne = shorts.every(({ option }) => option.underlying === underlying)
  return isOne ? { trade, side, shorts, underlying } : null
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

/** What open short options bind of each trade that covers them, and of trades with own shares. */
function boundBy(
  book: Book,
  except: Trade,
  boundOf: (trade: Trade) => Decimal,
): (holder: Trade) => Decimal {
  const bound = new Map<Trade, Decimal>()
  for (const trade of book.openTrades()) {
    const holder = trade.coveredBy ?? trade
    if (trade !== except) bound.set(holder, (bound.get(holder) ?? ZERO).plus(boundOf(trade)))
  }
  return (holder) => bound.get(holder) ?? ZERO
}

/** The trade whose shares cover the short options. */
function shareHolder(book: Book, { trade, side, shorts, underlying }: Need): Trade | null {
  const holders = book.find(underlying, side)?.holders ?? []
  if (holders.length === 0) return null
  const bound = boundBy(book, trade, (other) => sharesOf(shortsOn(other, side, openOf)))
  const free = holders
    .filter((leg) => leg.trade.sealed)
    .sort(ofOlder)
    .map((leg) => ({ trade: leg.trade, free: leg.open.minus(bound(leg.trade)) }))
  return oldestWith(free, sharesOf(shorts))
}

/** Whether a leg alone is a long call that expires after a short one of the same size. */
function isLaterCall({ sign, instrument }: TradeLeg, { option }: Short): boolean {
  return (
    sign > 0 &&
    instrument.kind === 'call' &&
    instrument.underlying === option.underlying &&
    instrument.expiry > option.expiry &&
    instrument.multiplier.eq(option.multiplier)
  )
}

/** The trade of a lone long call of a later expiry that covers a short call. */
function callHolder(book: Book, { trade, shorts }: Need): Trade | null {
  const [short] = shorts
  if (!short || trade.legs.length > 1) return null
  const holders: TradeLeg[] = []
  for (const { legs, sealed } of book.openTrades()) {
    const [leg] = legs
    if (leg && legs.length === 1 && sealed && isLaterCall(leg, short)) holders.push(leg)
  }
  if (holders.length === 0) return null
  const bound = boundBy(book, trade, (other) =>
    other.coveredBy === null ? ZERO : contractsOf(nakedCalls(other, openOf)),
  )
  const free = holders
    .sort(ofOlder)
    .map((leg) => ({ trade: leg.trade, free: leg.open.minus(bound(leg.trade)) }))
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

/**
 * Finds the shares or the long call that cover the short options of a new trade (README, Rolls and
 * cover). A trade is judged when its window ends, and if nothing covers it then, once more at the
 * end of the New York day on which it opened.
 */
export class Cover {
  private readonly waiting: { need: Need; until: Micros }[] = []
  /** The earliest end of the days of the waiting trades. */
  private dueAt = Number.POSITIVE_INFINITY

  constructor(private readonly book: Book) {}

  /** Judges a trade whose window ended. */
  judge(trade: Trade): void {
    const need = needOf(trade)
    if (need === null || this.isCovered(need)) return
    const until = endOfNewYorkDay(trade.openedAt)
    this.waiting.push({ need, until })
    this.dueAt = Math.min(this.dueAt, until)
  }

  /** Judges the waiting trades whose day ends at a moment or before it. */
  advance(at: Micros): void {
    if (at < this.dueAt) return
    const due = this.waiting.filter(({ until }) => until <= at)
    const rest = this.waiting.filter(({ until }) => until > at)
    this.waiting.splice(0, this.waiting.length, ...rest)
    this.dueAt = Math.min(Number.POSITIVE_INFINITY, ...rest.map(({ until }) => until))
    due.sort((a, b) => a.until - b.until || older(a.need.trade, b.need.trade))
    for (const { need } of due) if (need.trade.openLegs > 0) this.isCovered(need)
  }

  /** Judges all waiting trades: their days are over. */
  close(): void {
    this.advance(Number.POSITIVE_INFINITY)
  }

  /** Covers a trade if anything does. */
  private isCovered(need: Need): boolean {
    const { book } = this
    const shares = shareHolder(book, need)
    if (shares) {
      const union = unionOf(need)
      if (isNamed(union)) book.cover(need.trade, shares, union)
      return true
    }
    const call = need.side > 0 ? callHolder(book, need) : null
    if (call) book.cover(need.trade, call, POOR_MANS_COVERED_CALL)
    return call !== null
  }
}
