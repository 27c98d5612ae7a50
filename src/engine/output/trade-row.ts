import { type Micros, momentText } from '../../time/micros'
import { openCostOf } from '../book/cost'
import type { Trade, TradeLeg } from '../book/view'
import type { UnfilledTrade } from '../entries/unfilled'
import { sortFew } from '../model/arrays'
import { type CloseCause, NO_CAUSES, withCauses } from '../model/close-cause'
import { average, type Decimal, plain, ZERO } from '../model/decimal'
import type { LegKind } from '../model/instrument'
import { known } from '../model/invariant'
import { type RiskRow, riskOf } from '../risk/trade-risk'
import type { StrategyType } from '../strategies/strategy-types'

/** One leg of a trade as it is stored and served: decimals as text, prices per share or coin. */
export interface LegRow {
  symbol: string
  kind: LegKind
  strike: string | null
  expiry_date: string | null
  side: 'long' | 'short'
  qty: string
  open_qty: string
  /** What the open lots cost: above zero paid, below zero received. Null when incomplete. */
  open_cost: string | null
  avg_open_price: string | null
  avg_close_price: string | null
  realized_pl: string | null
  closed_by: CloseCause[]
}

export type TradeStatus = 'pending' | 'open' | 'partial' | 'closed' | 'unfilled'

/**
 * A trade as stored: decimals as text, money before fees in the account's currency, RFC 3339 times.
 */
export interface TradeRow {
  tradeId: string
  underlying: string
  strategy: string
  strategyType: StrategyType
  direction: 'credit' | 'debit' | null
  status: TradeStatus
  closedBy: CloseCause[]
  quantity: string
  openedAt: string
  closedAt: string | null
  expiryDate: string | null
  entryCash: string | null
  exitCash: string | null
  realizedPl: string | null
  rolledFrom: string | null
  chainId: string
  rollCount: number
  assignedFrom: string | null
  coveredBy: string | null
  incomplete: boolean
  tags: string[]
  note: string | null
  legs: LegRow[]
  /** Null unless its open options share one expiry and the cost of its open lots is known. */
  risk: RiskRow | null
}

const KIND_ORDER: Record<LegKind, number> = { call: 0, put: 1, stock: 2, crypto: 3 }

/** Legs by expiry, strike and kind; shares and coins, which never expire, last. */
function compareLegs(a: TradeLeg, b: TradeLeg): number {
  const left = a.instrument
  const right = b.instrument
  if (left.expiry !== right.expiry) {
    if (left.expiry === null || right.expiry === null) return left.expiry === null ? 1 : -1
    return left.expiry < right.expiry ? -1 : 1
  }
  const byStrike = left.strike && right.strike ? left.strike.cmp(right.strike) : 0
  const byKind = KIND_ORDER[left.kind] - KIND_ORDER[right.kind]
  return (
    byStrike ||
    byKind ||
    (left.symbol < right.symbol ? -1 : left.symbol > right.symbol ? 1 : b.sign - a.sign)
  )
}

/** A trade's legs in the order in which they are numbered. */
export const sortedLegs = (trade: Trade): TradeLeg[] => {
  const legs = [...trade.legs]
  return sortFew(legs, compareLegs)
}

const textOrNull = (value: Decimal | null): string | null => (value === null ? null : plain(value))

function legRow(leg: TradeLeg, incomplete: boolean): LegRow {
  const { instrument } = leg
  return {
    symbol: instrument.symbol,
    kind: instrument.kind,
    strike: textOrNull(instrument.strike),
    expiry_date: instrument.expiry,
    side: leg.sign > 0 ? 'long' : 'short',
    qty: plain(leg.opened),
    open_qty: plain(leg.open),
    open_cost: incomplete ? null : leg.open.isZero ? '0' : plain(openCostOf(leg)),
    avg_open_price: incomplete ? null : textOrNull(average(leg.openedValue, leg.opened)),
    avg_close_price: textOrNull(average(leg.closedValue, leg.closed)),
    realized_pl: incomplete ? null : plain(leg.realized),
    closed_by: [...leg.causes],
  }
}

/** Cash that a leg's opening brought, negative where it cost. */
const openingCash = ({ openedValue, sign, instrument }: TradeLeg): Decimal =>
  openedValue.times(instrument.multiplier).times(-sign)

const closingCash = ({ closedValue, sign, instrument }: TradeLeg): Decimal =>
  closedValue.times(instrument.multiplier).times(sign)

const isDelivered = (leg: TradeLeg): boolean => leg.delivered

/** The legs that were entered: all but shares delivered, which are rare. */
const enteredOf = (legs: readonly TradeLeg[]): readonly TradeLeg[] =>
  legs.some(isDelivered) ? legs.filter((leg) => !leg.delivered) : legs

const sum = (legs: readonly TradeLeg[], of: (leg: TradeLeg) => Decimal): Decimal =>
  legs.reduce((all, leg) => all.plus(of(leg)), ZERO)

function statusOf(trade: Trade, legs: readonly TradeLeg[]): TradeStatus {
  if (trade.openLegs === 0) return 'closed'
  return legs.some((leg) => !leg.delivered && leg.closed.gt(0)) ? 'partial' : 'open'
}

function nextExpiry(legs: readonly TradeLeg[]): string | null {
  let next: string | null = null
  for (const { instrument } of legs) {
    const { expiry } = instrument
    if (expiry !== null && (next === null || expiry < next)) next = expiry
  }
  return next
}

/** Whole structures put on, or shares, coins or contracts where there is but one leg. */
function quantityOf(trade: Trade, entered: readonly TradeLeg[]): string {
  const only = entered[0]
  return entered.length === 1 && only ? plain(only.opened) : plain(trade.units)
}

/** The state of a trade, besides what it is made of. */
interface Course {
  direction: TradeRow['direction']
  status: TradeStatus
  closedBy: readonly CloseCause[]
  closedAt: Micros | null
  expiryDate: string | null
  entryCash: Decimal | null
  exitCash: Decimal | null
  realized: Decimal | null
  legs: LegRow[]
  risk: RiskRow | null
}

/** The underlying of its last entered leg: a corporate action puts a renamed leg last. */
const underlyingOf = ({ legs, factId }: Trade): string =>
  known(legs.findLast((leg) => !leg.delivered) ?? legs[0], 'the leg of a trade', factId).instrument
    .underlying

function rowOf(trade: Trade, quantity: string, course: Course): TradeRow {
  const { annotation, structure } = trade
  return {
    tradeId: trade.id,
    underlying: underlyingOf(trade),
    strategy: annotation?.strategy ?? structure.strategy,
    strategyType: structure.strategyType,
    rolledFrom: trade.rolledFrom,
    chainId: trade.chainId,
    rollCount: trade.rollCount,
    assignedFrom: trade.assignedFrom,
    coveredBy: trade.coveredById,
    incomplete: trade.incomplete,
    tags: annotation?.tags ?? [],
    note: annotation?.note ?? null,
    direction: course.direction,
    status: course.status,
    closedBy: [...course.closedBy],
    quantity,
    openedAt: momentText(trade.openedAt),
    closedAt: course.closedAt === null ? null : momentText(course.closedAt),
    expiryDate: course.expiryDate,
    entryCash: textOrNull(course.entryCash),
    exitCash: textOrNull(course.exitCash),
    realizedPl: textOrNull(course.realized),
    legs: course.legs,
    risk: course.risk,
  }
}

/** Trade as a row. The cash of shares delivered within it belongs to its exit. */
export function tradeRow(trade: Trade): TradeRow {
  const legs = sortedLegs(trade)
  const entered = enteredOf(legs)
  const entryCash = trade.incomplete ? null : sum(entered, openingCash)
  const deliveredCash = sum(legs.filter(isDelivered), openingCash)
  const status = statusOf(trade, legs)
  return rowOf(trade, quantityOf(trade, entered), {
    direction: entryCash === null ? null : entryCash.gt(0) ? 'credit' : 'debit',
    status,
    closedBy: legs.reduce((all, { causes }) => withCauses(all, causes), NO_CAUSES),
    closedAt: status === 'closed' ? trade.closedAt : null,
    expiryDate: nextExpiry(entered),
    entryCash,
    exitCash: sum(legs, closingCash).plus(deliveredCash),
    realized: trade.incomplete ? null : sum(legs, (leg) => leg.realized),
    legs: legs.map((leg) => legRow(leg, trade.incomplete)),
    risk: trade.openLegs === 0 ? null : riskOf(trade),
  })
}

/**
 * A trade that nothing filled, as a row: ordered quantities take the place of opened ones, and
 * there is no money.
 */
export function unfilledRow({ trade, working }: UnfilledTrade): TradeRow {
  const legs = sortedLegs(trade)
  return rowOf(trade, quantityOf(trade, enteredOf(legs)), {
    direction: null,
    status: working ? 'pending' : 'unfilled',
    closedBy: NO_CAUSES,
    closedAt: null,
    expiryDate: nextExpiry(legs),
    entryCash: null,
    exitCash: null,
    realized: null,
    legs: legs.map((leg) => legRow(leg, true)),
    risk: null,
  })
}
