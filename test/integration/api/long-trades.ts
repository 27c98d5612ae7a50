import { Broker } from '../../../src/local/alpaca/broker'

const MONDAY = Date.parse('2026-06-01T14:00:00Z')
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** How many weekdays the account trades. */
const DAYS = 40

type Leg = [symbol: string, side: 'buy' | 'sell', price: string]

/** A time on the day that is this many weekdays after the first. */
const moment = (day: number, minute: number): string =>
  new Date(MONDAY + (day + 2 * Math.floor(day / 5)) * DAY + minute * MINUTE).toISOString()

const spy = (kind: 'C' | 'P', strike: number, expiry = '261218'): string =>
  `SPY${expiry}${kind}${String(strike * 1000).padStart(8, '0')}`

/** Number of the weekday 2026-07-17, an expiry. */
const EXPIRY_DAY = 34
const EXPIRY = '260717'

class Desk {
  readonly broker = new Broker({
    seed: 'long trades',
    openedAt: '2026-05-29T13:30:00Z',
    deposit: '1000000',
    fees: true,
  })

  spread(day: number, minute: number, qty: number, legs: readonly Leg[]): void {
    const order = this.broker.submitMultileg({
      at: moment(day, minute),
      qty: String(qty),
      legs: legs.map(([symbol, side]) => ({ symbol, side })),
    })
    const prices = legs.map(([, , price]) => price)
    this.broker.fillSpread(order.id, { at: moment(day, minute + 1), prices })
  }

  single(day: number, minute: number, qty: number, [symbol, side, price]: Leg): void {
    const order = this.broker.submit({ at: moment(day, minute), symbol, side, qty: String(qty) })
    this.broker.fill(order.id, { at: moment(day, minute + 1), price })
  }

  neverFilled(day: number, minute: number): void {
    const order = this.broker.submit({
      at: moment(day, minute),
      symbol: spy('P', 400 + day),
      side: 'buy',
      qty: '1',
      limitPrice: '0.01',
    })
    this.broker.cancel(order.id, moment(day, minute + 1))
  }
}

/** Opens a condor each day, and closes that of three days ago. */
function condors(desk: Desk, day: number): void {
  const strikes: [string, number][] = [
    [spy('P', 500 + day), 1],
    [spy('P', 550 + day), -1],
    [spy('C', 650 + day), -1],
    [spy('C', 700 + day), 1],
  ]
  const legs = (sign: number, shift: number): Leg[] =>
    strikes.map(([symbol, side]) => [
      symbol.replace(/.{8}$/, (digits) => String(Number(digits) - shift * 1000).padStart(8, '0')),
      side * sign > 0 ? 'buy' : 'sell',
      side > 0 ? '1.10' : '2.30',
    ])
  desk.spread(day, 0, 1, legs(1, 0))
  if (day >= 3) desk.spread(day, 30, 1, legs(-1, 3))
}

/** Four spreads of which three are closed, ten days apart. */
function campaign(desk: Desk, day: number): void {
  const [low, high] = [spy('P', 450), spy('P', 460)]
  if (day === 0) {
    desk.spread(day, 60, 4, [
      [high, 'sell', '4.00'],
      [low, 'buy', '3.00'],
    ])
  } else if (day % 10 === 0) {
    desk.spread(day, 60, 1, [
      [high, 'buy', '3.20'],
      [low, 'sell', '2.70'],
    ])
  }
}

/** A short put that is rolled down every nine days. */
function rolls(desk: Desk, day: number): void {
  const put = (nth: number) => spy('P', 480 - nth)
  if (day === 0) desk.single(day, 90, 2, [put(0), 'sell', '5.00'])
  else if (day % 9 === 0) {
    desk.spread(day, 90, 2, [
      [put(day / 9 - 1), 'buy', '4.10'],
      [put(day / 9), 'sell', '5.20'],
    ])
  }
}

/** Shares with a call that is assigned and a put that expires. */
function shares(desk: Desk, day: number): void {
  const [call, put] = [spy('C', 620, EXPIRY), spy('P', 430, EXPIRY)]
  if (day === 1) desk.single(day, 120, 100, ['SPY', 'buy', '600'])
  if (day === 2) desk.single(day, 120, 1, [call, 'sell', '7.00'])
  if (day === 4) desk.single(day, 120, 1, [put, 'buy', '3.00'])
  if (day !== EXPIRY_DAY) return
  desk.broker.assign(call, { at: moment(day, 420) })
  desk.broker.expireOption(put, { at: moment(day, 420) })
}

/**
 * Two months of one underlying, in which much is always open: condors for three days each, and all
 * along a spread that is closed in parts, a put that is rolled, and shares with a call over them.
 */
export function longTrades(): Broker {
  const desk = new Desk()
  for (let day = 0; day < DAYS; day++) {
    condors(desk, day)
    campaign(desk, day)
    rolls(desk, day)
    desk.neverFilled(day, 105)
    shares(desk, day)
    desk.broker.postDailyFees(moment(day, 0).slice(0, 10))
  }
  return desk.broker
}

/** On each of four days, shares that are bought and sold again within ten minutes. */
export function bursts(): Broker {
  const desk = new Desk()
  for (let day = 0; day < 4; day++) {
    for (let nth = 0; nth < 10; nth++)
      desk.single(day, nth * 2, 1, ['SPY', nth % 2 === 0 ? 'buy' : 'sell', '600'])
  }
  return desk.broker
}
