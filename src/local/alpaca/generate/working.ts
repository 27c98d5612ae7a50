import { session } from '../../../time/exchange-calendar'
import { SECOND } from '../../../time/micros'
import { type BrokerOrder, isWorking } from '../order'
import type { Desk, Story } from './desk'
import { Ticket, type TradedLeg } from './ticket'

type Style =
  | 'market'
  | 'limit'
  | 'in parts'
  | 'replaced'
  | 'part, then replaced'
  | 'cancelled'
  | 'part, then cancelled'
  | 'left to expire'
  | 'rejected'

/** Trades an order that may remain unfilled. Returns the number of filled spreads. */
export function* tryTrade(desk: Desk, legs: readonly TradedLeg[], qty: number): Story<number> {
  const style = desk.random.weighted<Style>([
    { weight: 14, value: 'market' },
    { weight: 46, value: 'limit' },
    { weight: qty > 1 ? 16 : 0, value: 'in parts' },
    { weight: 10, value: 'replaced' },
    { weight: qty > 1 ? 6 : 0, value: 'part, then replaced' },
    { weight: 5, value: 'cancelled' },
    { weight: qty > 1 ? 3 : 0, value: 'part, then cancelled' },
    { weight: 3, value: 'left to expire' },
    { weight: 2, value: 'rejected' },
  ])
  return yield* work(desk, legs, qty, style)
}

/** Trades an order until all of it is filled. */
export function* trade(desk: Desk, legs: readonly TradedLeg[], qty: number): Story<number> {
  const style = desk.random.weighted<Style>([
    { weight: 20, value: 'market' },
    { weight: 50, value: 'limit' },
    { weight: qty > 1 ? 18 : 0, value: 'in parts' },
    { weight: 9, value: 'replaced' },
    { weight: qty > 1 ? 5 : 0, value: 'part, then replaced' },
  ])
  return yield* work(desk, legs, qty, style)
}

/**
 * Trades the legs one after the other, as separate orders without a link (src/alpaca/README.md
 * 1.5).
 */
export function* tradeLegByLeg(desk: Desk, legs: readonly TradedLeg[], qty: number): Story<number> {
  // The legs bought come first, because they cover the legs sold.
  const ordered = [...legs].sort((a, b) => (a.side === b.side ? 0 : a.side === 'buy' ? -1 : 1))
  for (const leg of ordered) {
    yield* work(desk, [leg], qty, desk.random.chance(0.5) ? 'market' : 'limit')
    yield desk.seconds(8, 70)
  }
  return qty
}

function* work(desk: Desk, legs: readonly TradedLeg[], qty: number, style: Style): Story<number> {
  const ticket = new Ticket(desk, legs)
  switch (style) {
    case 'market':
    case 'limit': {
      const order = ticket.place(qty, style === 'market' ? null : 2)
      yield desk.seconds(1, 25)
      ticket.fill(order, qty)
      return qty
    }
    case 'in parts':
      return yield* fillInParts(desk, ticket, ticket.place(qty, 2), qty)
    case 'replaced': {
      const order = ticket.place(qty, -4)
      yield desk.seconds(25, 80)
      return yield* replaceAndFill(desk, legs, order, qty)
    }
    case 'part, then replaced': {
      const order = ticket.place(qty, 0)
      yield desk.seconds(5, 40)
      const part = desk.random.whole(1, qty - 1)
      ticket.fill(order, part)
      yield desk.seconds(20, 60)
      return part + (yield* replaceAndFill(desk, legs, order, qty - part))
    }
    case 'part, then cancelled': {
      const order = ticket.place(qty, 0)
      yield desk.seconds(5, 40)
      const part = desk.random.whole(1, qty - 1)
      ticket.fill(order, part)
      yield desk.seconds(30, 90)
      desk.broker.cancel(order.id, desk.at)
      return part
    }
    default:
      return yield* leaveUnfilled(desk, ticket.place(qty, -15), style)
  }
}

function* fillInParts(desk: Desk, ticket: Ticket, order: BrokerOrder, qty: number): Story<number> {
  let left = qty
  while (left > 0) {
    yield desk.seconds(1, 30)
    const part = left === 1 ? 1 : desk.random.whole(1, left)
    ticket.fill(order, part)
    left -= part
  }
  return qty
}

function* replaceAndFill(
  desk: Desk,
  legs: readonly TradedLeg[],
  old: BrokerOrder,
  qty: number,
): Story<number> {
  const [first, ...others] = legs
  const units = first && others.length === 0 ? first.ratio : 1
  const ticket = new Ticket(desk, legs)
  const next = desk.broker.replace(old.id, {
    at: desk.at,
    limitPrice: ticket.limit(2),
    qty: String(qty * units),
  })
  yield desk.seconds(2, 30)
  ticket.fill(next, qty)
  return qty
}

function* leaveUnfilled(desk: Desk, order: BrokerOrder, style: Style): Story<number> {
  if (style === 'rejected') {
    yield desk.now + SECOND
    desk.broker.reject(order.id, desk.at)
  } else if (style === 'cancelled') {
    yield desk.seconds(40, 240)
    desk.broker.cancel(order.id, desk.at)
  } else {
    // The housekeeping expires the order at the close.
    yield session(desk.today).close + 30 * 60 * SECOND
    if (isWorking(order)) throw new Error('an order outlived its day')
  }
  return 0
}
