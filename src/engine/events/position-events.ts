import { previousTradingDay } from '../../time/exchange-calendar'
import type { Micros } from '../../time/micros'
import { endOfNewYorkDay, newYorkTime } from '../../time/new-york'
import type {
  AdjustmentEvent,
  CoinFeeEvent,
  DeliveryEvent,
  EventFact,
  OptionEvent,
  OrderFact,
  TransferEvent,
} from '../model/facts'
import type { ActionEffect, RefusedAction } from './actions/effect'
import { type ActionRows, actionRows } from './actions/rows-of-actions'
import { type CoinFeeCharge, matchCoinFees } from './coin-fee-match'

/** An option event with the shares that it delivered, if any (pairs share a `group_id`). */
export interface PairedOption {
  option: OptionEvent
  deliveries: DeliveryEvent[]
}

/** When an event with shares takes effect: see `Placing` in `timeline/placing.ts`. */
export interface Place {
  /** When it does unless the share orders around it say otherwise. */
  due: Micros
  /** The latest moment at which it may. */
  until: Micros
}

/**
 * Option events that take effect at one moment: their deliveries net against one another. While
 * `place` is set, `at` is the earliest moment at which they may.
 */
export interface Settlement {
  type: 'settlement'
  at: Micros
  options: PairedOption[]
  place: Place | null
}

/**
 * Shares that no known option event delivered. While `place` is set, `at` is as in `Settlement`.
 */
export interface LoneDelivery {
  type: 'delivery'
  at: Micros
  delivery: DeliveryEvent
  place: Place | null
}

/** A corporate action. While it does not fit what is held, it waits until the end of its day. */
export interface CorporateAction {
  type: 'corporate_action'
  at: Micros
  rows: ActionRows
  /** The latest moment at which it may take effect. */
  until: Micros
  /** What it does, decided by what is held; null until that is known. */
  effect: ActionEffect | RefusedAction | null
}

/**
 * A position that moves in or out. One that does not fit what is held waits until the end of its
 * day for orders that make it fit.
 */
export interface Transfer {
  type: 'transfer'
  at: Micros
  transfer: TransferEvent
  /** The latest moment at which it may take effect. */
  until: Micros
}

/** An event that changes a position without an order. */
export type PositionEvent = Settlement | CorporateAction | Transfer | CoinFeeCharge | LoneDelivery

const byId = <T extends { id: string }>(a: T, b: T) => (a.id < b.id ? -1 : 1)

const RANK = { corporate_action: 0, delivery: 1, transfer: 1, coin_fee: 3, settlement: 4 }

/**
 * The order of events of one moment. Corporate actions are first: one that does not fit what is
 * held is tried again after each other event. What moves out follows what moves in. Options are
 * settled last.
 */
const rankOf = (event: PositionEvent): number =>
  event.type === 'transfer' && event.transfer.quantity.lt(0) ? 2 : RANK[event.type]

function tieKey(event: PositionEvent): string {
  switch (event.type) {
    case 'settlement':
      return ''
    case 'corporate_action':
      return event.rows[0]?.id ?? ''
    case 'delivery':
      return event.delivery.id
    case 'coin_fee':
      return event.fee.id
    case 'transfer':
      return event.transfer.id
  }
}

const byTime = (a: PositionEvent, b: PositionEvent): number =>
  a.at - b.at || rankOf(a) - rankOf(b) || (tieKey(a) < tieKey(b) ? -1 : 1)

/** Whether a delivery fits an option event, neither of a group: same date, shares and strike. */
function fitsUngrouped(option: OptionEvent, delivery: DeliveryEvent): boolean {
  const { strike, multiplier } = option.instrument
  const shares = option.quantity.abs().times(multiplier)
  return (
    option.date === delivery.date &&
    strike !== null &&
    delivery.price.eq(strike) &&
    delivery.quantity.abs().eq(shares) &&
    sharesGoUp(option) === delivery.quantity.gt(0)
  )
}

/** Whether the holder of the position receives shares: a call exercised or a put assigned. */
function sharesGoUp(option: OptionEvent): boolean {
  return (option.instrument.kind === 'call') === (option.type === 'exercise')
}

/**
 * Finds the deliveries without a group of options without one. Those of the option's own underlying
 * are taken first: an adjusted contract can deliver another security.
 *
 * @param deliveries those without a group. The ones that are found are taken out.
 */
function pairUngrouped(options: readonly OptionEvent[], deliveries: Set<DeliveryEvent>) {
  const pairs = new Map<OptionEvent, DeliveryEvent[]>()
  const pair = (option: OptionEvent, isFit: (delivery: DeliveryEvent) => boolean) => {
    for (const delivery of deliveries) {
      if (!isFit(delivery) || !fitsUngrouped(option, delivery)) continue
      pairs.set(option, [delivery])
      deliveries.delete(delivery)
      return
    }
  }
  if (deliveries.size === 0) return pairs
  const alone = options.filter(({ type, groupId }) => type !== 'expiration' && groupId === null)
  for (const option of alone)
    pair(option, ({ instrument }) => instrument.symbol === option.instrument.underlying)
  for (const option of alone) if (!pairs.has(option)) pair(option, () => true)
  return pairs
}

function pairOptions(options: OptionEvent[], deliveries: DeliveryEvent[]) {
  const grouped = Map.groupBy(deliveries, (delivery) => delivery.groupId)
  const ungrouped = pairUngrouped(options, new Set(grouped.get(null)))
  const taken = new Set<DeliveryEvent>()
  const pairs = options.map((option): PairedOption => {
    if (option.type === 'expiration') return { option, deliveries: [] }
    const own = option.groupId === null ? ungrouped.get(option) : grouped.get(option.groupId)
    const found = (own ?? []).filter((delivery) => !taken.has(delivery))
    for (const delivery of found) taken.add(delivery)
    return { option, deliveries: found }
  })
  return { pairs, alone: deliveries.filter((delivery) => !taken.has(delivery)) }
}

/** The moments at which an event of a date may take effect, given its usual one. */
const placed = (date: string, due: Micros, until: Micros) => ({
  at: Math.min(due, newYorkTime(previousTradingDay(date))),
  place: { due, until: Math.max(due, until) },
})

const endOf = (date: string): Micros => endOfNewYorkDay(newYorkTime(date))

/** Events of one moment together; those that deliver shares apart from those that do not. */
function settlementsOf(pairs: readonly PairedOption[]): Settlement[] {
  const isDelivering = ({ deliveries }: PairedOption) => deliveries.length > 0
  const keyOf = (pair: PairedOption) => {
    const { at, date, early } = pair.option
    return isDelivering(pair) ? `${at} ${early ? date : ''}` : at
  }
  return [...Map.groupBy(pairs, keyOf).values()].flatMap((options): Settlement[] => {
    const [first] = options
    if (!first) return []
    const { at, date, early } = first.option
    if (!isDelivering(first)) return [{ type: 'settlement', at, options, place: null }]
    // An option that is over does not take effect later: it closes at its expiry.
    const dates = options.map(({ option }) => option.date).sort()
    const [earliest = date] = dates
    return [{ type: 'settlement', ...placed(earliest, at, early ? endOf(date) : at), options }]
  })
}

function loneDelivery(delivery: DeliveryEvent): LoneDelivery {
  const { at, date } = delivery
  return { type: 'delivery', ...placed(date, at, endOf(date)), delivery }
}

/** Rows can be dated the day before the one on which they take effect: payable day and ex date. */
function corporateAction(rows: ActionRows): CorporateAction {
  const at = Math.min(...rows.map((row) => row.at))
  const ends = rows.filter((row) => row.at === at).map(({ date }) => endOf(date))
  return { type: 'corporate_action', at, rows, until: Math.max(at, ...ends), effect: null }
}

function movement(transfer: TransferEvent): Transfer {
  const { at, date } = transfer
  return { type: 'transfer', at, transfer, until: Math.max(at, endOf(date)) }
}

/**
 * Pairs option events with their deliveries, the rows of each corporate action, and coin fees with
 * the executions that they fit. A pair takes effect when the option event does, whatever the date
 * of the shares.
 *
 * @returns events in the order of the earliest moments at which they may take effect.
 */
export function pairEvents(
  events: readonly EventFact[],
  orders: readonly OrderFact[],
): PositionEvent[] {
  const sorted = [...events].sort(byId)
  const options: OptionEvent[] = []
  const deliveries: DeliveryEvent[] = []
  const adjustments: AdjustmentEvent[] = []
  const transfers: TransferEvent[] = []
  const fees: CoinFeeEvent[] = []
  for (const event of sorted) {
    if (event.type === 'delivery') deliveries.push(event)
    else if (event.type === 'adjustment') adjustments.push(event)
    else if (event.type === 'transfer') transfers.push(event)
    else if (event.type === 'coin_fee') fees.push(event)
    else options.push(event)
  }
  const { pairs, alone } = pairOptions(options, deliveries)
  return [
    ...settlementsOf(pairs),
    ...alone.map(loneDelivery),
    ...actionRows(adjustments).map(corporateAction),
    ...transfers.map(movement),
    ...matchCoinFees(fees, orders),
  ].sort(byTime)
}
