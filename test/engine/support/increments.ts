import { DAYS_BEFORE_POSTING } from '../../../src/engine/events/coin-fee-match'
import { decimal } from '../../../src/engine/model/decimal'
import type { EventFact, LedgerFacts, OrderFact } from '../../../src/engine/model/facts'
import type { Instrument } from '../../../src/engine/model/instrument'
import type { Random } from '../../../src/local/alpaca/random'
import { DAY, type Micros } from '../../../src/time/micros'
import { newYorkDate, newYorkTime } from '../../../src/time/new-york'
import { startOfDay } from './facts'

/**
 * The facts as one sync finds them, and the earliest moment that differs from what the sync before
 * found.
 */
export interface Increment {
  facts: LedgerFacts
  since: Micros
}

const unfilled = (order: OrderFact): OrderFact => ({
  ...order,
  filledQuantity: decimal(0),
  filledPrice: null,
  working: true,
  fills: [],
})

/**
 * Shares are found together with the event that delivers them, both halves of a corporate action
 * together.
 */
const groupOf = (event: EventFact): string => event.groupId ?? `ungrouped ${event.date}`

/**
 * Cuts facts into syncs: roughly in the order of time, some late, some orders first seen working
 * and filled later.
 */
export function incrementsOf(
  facts: LedgerFacts,
  random: Random,
  count = random.whole(2, 6),
  late = 0.2,
): Increment[] {
  const times = [...facts.orders.map((o) => o.createdAt), ...facts.events.map((e) => e.at)]
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const syncAt = (at: Micros) => {
    const due = Math.floor(((at - first) / (last - first + 1)) * count)
    return random.chance(late) ? random.whole(due, count - 1) : due
  }
  const seen = new Map(facts.orders.map((order) => [order.id, syncAt(order.createdAt)]))
  const done = new Map(
    [...seen].map(([id, sync]) => [id, random.chance(late) ? random.whole(sync, count - 1) : sync]),
  )
  const groups = Map.groupBy(facts.events, groupOf)
  const found = new Map<string, number>()
  for (const [group, events] of groups)
    found.set(group, Math.max(...events.map((event) => syncAt(event.at))))
  const isSeen = (id: string, sync: number) => (seen.get(id) ?? sync) <= sync
  const factsAt = (sync: number): LedgerFacts => ({
    ...facts,
    orders: facts.orders
      .filter(({ id }) => isSeen(id, sync))
      .map((order) => ((done.get(order.id) ?? 0) <= sync ? order : unfilled(order)))
      .map((order) =>
        order.replacedBy !== null && !isSeen(order.replacedBy, sync)
          ? { ...order, replacedBy: null }
          : order,
      ),
    events: facts.events.filter((event) => (found.get(groupOf(event)) ?? 0) <= sync),
    overrides: facts.overrides.filter((override) => override.facts.every((id) => isSeen(id, sync))),
  })
  const steps = Array.from({ length: count }, (_, sync) => factsAt(sync))
  return steps.map((step, i) => ({ facts: step, since: sinceOf(step, steps[i - 1]) }))
}

/**
 * From when on the ledger of an instrument is folded again if a fact of a moment changed: of a coin
 * from the start of that day, because of the coin fees that cease to fit a purchase.
 */
const foldedSince = ({ kind }: Instrument, at: Micros): Micros =>
  kind === 'crypto' ? newYorkTime(newYorkDate(at)) : at

/**
 * The earliest moment that an event can concern: option events and deliveries can take effect on
 * the trading day before the one that they are dated; a coin fee is booked on an execution before
 * it, or from the start of its date.
 */
function earliestOf({ type, at, date, instrument }: EventFact): Micros {
  if (type === 'adjustment' || type === 'transfer') return foldedSince(instrument, at)
  if (type !== 'coin_fee') return at - 6 * DAY
  return foldedSince(instrument, Math.min(at, startOfDay(date)) - DAYS_BEFORE_POSTING * DAY)
}

const earliestOfOrder = ({ instrument, createdAt }: OrderFact): Micros =>
  foldedSince(instrument, createdAt)

/**
 * When the difference between two syncs begins: the creation of an order, the earliest moment of
 * an event, the creation of the orders of an override.
 */
export function sinceOf(now: LedgerFacts, before: LedgerFacts | undefined): Micros {
  if (!before) return Number.NEGATIVE_INFINITY
  const known = new Set(
    [...before.orders, ...before.events, ...before.overrides].map((fact) => JSON.stringify(fact)),
  )
  const isNew = (fact: object) => !known.has(JSON.stringify(fact))
  const earliest = new Map(now.orders.map((order) => [order.id, earliestOfOrder(order)]))
  const events = now.events.filter(isNew)
  const groups = new Set(events.map(groupOf))
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...now.orders.filter(isNew).map(earliestOfOrder),
    ...now.events.filter((event) => groups.has(groupOf(event))).map(earliestOf),
    ...now.overrides.filter(isNew).flatMap(({ facts }) => facts.map((id) => earliest.get(id) ?? 0)),
  )
}
