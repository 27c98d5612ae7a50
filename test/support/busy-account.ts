import { Broker } from '../../src/local/alpaca/broker'
import { Random } from '../../src/local/alpaca/random'

const UNDERLYINGS = 40
const BETWEEN_ORDERS = 4 * 60_000
const FIRST = Date.parse('2024-10-01T14:00:00Z')

/** The trader of one underlying and its open position. */
interface Desk {
  readonly symbol: string
  readonly near: string
  readonly far: string
  /** The position that the next order closes. */
  open: 'nothing' | 'spread' | 'option' | 'shares'
}

const deskOf = (i: number): Desk => {
  const symbol = `U${String.fromCharCode(65 + Math.floor(i / 26), 65 + (i % 26))}`
  return {
    symbol,
    near: `${symbol}281215C00500000`,
    far: `${symbol}281215C00510000`,
    open: 'nothing',
  }
}

/** The RFC 3339 time of the nth order, plus `more` milliseconds. */
const momentOf = (place: number, more = 0): string =>
  new Date(FIRST + place * BETWEEN_ORDERS + more).toISOString()

/** The time after the last of so many orders. */
export const endOf = (orders: number): Date => new Date(momentOf(orders + 1))

/**
 * An account of so many top-level orders, one every four minutes: verticals as multi-leg orders,
 * options, shares, each opened and closed, filled at once, and now and then one that is cancelled.
 */
export function busyAccount(orders: number): Broker {
  const random = new Random(orders)
  const broker = new Broker({ seed: 'busy', openedAt: momentOf(-1), deposit: '100000000' })
  const desks = Array.from({ length: UNDERLYINGS }, (_, i) => deskOf(i))
  for (let place = 0; place < orders; place++) {
    trade(broker, random.pick(desks), place, random)
  }
  return broker
}

function trade(broker: Broker, desk: Desk, place: number, random: Random): void {
  if (random.chance(0.1)) {
    cancelled(broker, desk, place)
    return
  }
  const opens = desk.open === 'nothing'
  const kind = opens
    ? random.weighted<Exclude<Desk['open'], 'nothing'>>([
        { weight: 3, value: 'spread' },
        { weight: 4, value: 'option' },
        { weight: 3, value: 'shares' },
      ])
    : desk.open
  if (kind === 'spread') spread(broker, desk, place, opens)
  else single(broker, place, kind === 'option' ? desk.near : desk.symbol, opens)
  desk.open = opens ? kind : 'nothing'
}

function cancelled(broker: Broker, { symbol }: Desk, place: number): void {
  const at = momentOf(place)
  const { id } = broker.submit({ at, symbol, side: 'buy', qty: '1', limitPrice: '1' })
  broker.cancel(id, momentOf(place, 2000))
}

function spread(broker: Broker, { near, far }: Desk, place: number, opens: boolean): void {
  const { id } = broker.submitMultileg({
    at: momentOf(place),
    qty: '1',
    limitPrice: opens ? '3' : '-3',
    legs: [
      { symbol: near, side: opens ? 'buy' : 'sell' },
      { symbol: far, side: opens ? 'sell' : 'buy' },
    ],
  })
  broker.fillSpread(id, { at: momentOf(place, 1000), prices: ['7.25', '4.3'] })
}

function single(broker: Broker, place: number, symbol: string, opens: boolean): void {
  const side = opens ? 'buy' : 'sell'
  const { id } = broker.submit({ at: momentOf(place), symbol, side, qty: '3', limitPrice: '7.4' })
  broker.fill(id, { at: momentOf(place, 1000), price: '7.31' })
}
