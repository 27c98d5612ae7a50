import { RawAccount, type RawOrder } from './raw-account'

/** RFC 3339 of a day of September 2026 and a time of UTC. */
export const at = (day: number, time = '15:00'): string =>
  `2026-09-${String(day).padStart(2, '0')}T${time}:00Z`
/** YYYY-MM-DD of a day of September 2026. */
export const date = (day: number): string => at(day).slice(0, 10)

/** An account of many stories, each about symbols of its own. */
export class Story extends RawAccount {
  buy(day: number | string, qty: number, symbol: string, price: number, more: RawOrder = {}) {
    return this.order(typeof day === 'number' ? at(day) : day, 'buy', qty, symbol, price, more)
  }
  sell(day: number | string, qty: number, symbol: string, price: number, more: RawOrder = {}) {
    return this.order(typeof day === 'number' ? at(day) : day, 'sell', qty, symbol, price, more)
  }
  short(day: number | string, qty: number, symbol: string, price: number) {
    return this.sell(day, qty, symbol, price, { intent: 'open', fillSide: 'sell_short' })
  }
  cover(day: number | string, qty: number, symbol: string, price: number) {
    return this.buy(day, qty, symbol, price, { intent: 'close' })
  }
  /** Rows of one action: symbol, quantity, price, net. */
  act(
    type: string,
    day: number,
    sub: string | null,
    rows: readonly (readonly [string, number, (number | null)?, number?])[],
    more: Record<string, unknown> = {},
  ) {
    for (const [symbol, qty, price = null, net = 0] of rows)
      this.row(type, date(day), {
        ...(sub ? { activity_sub_type: sub } : {}),
        symbol,
        ...(qty === 0 ? {} : { qty: String(qty) }),
        ...(price === null ? {} : { price: String(price) }),
        net_amount: String(net),
        ...more,
      })
  }
}

/** What happened to some symbols, and the trades that an accountant finds in it. */
export interface Case {
  readonly name: string
  readonly symbols: readonly string[]
  readonly tell: (account: Story) => void
  /** As `linesOf` writes trades, in any order. */
  readonly wanted: readonly string[]
}

export const story = (
  name: string,
  symbols: string,
  tell: (account: Story) => void,
  wanted: readonly string[],
): Case => ({ name, symbols: symbols.split(','), tell, wanted })

/** A row of `alpaca_trades`. */
type TradeOfTable = Record<string, unknown>

const cents = (value: unknown): string =>
  value === null ? 'null' : String(Math.round(Number(value) * 100) / 100)

function openLegsOf({ legs, status }: TradeOfTable): string[] {
  if (status === 'unfilled') return []
  const open = (legs as { symbol: string; open_qty: string; open_cost: string | null }[])
    .filter((leg) => Number(leg.open_qty) !== 0)
    .map((leg) => `${leg.symbol} ${Number(leg.open_qty)} = ${cents(leg.open_cost)}`)
  return open.length === 0 ? [] : [`[${open.join(', ')}]`]
}

/**
 * A trade as one line: strategy, status, realized profit, open legs with their cost, dividends,
 * fees, whether it came of another trade, and whether another covers it.
 */
export const lineOf = (trade: TradeOfTable): string =>
  [
    `${trade.strategy} ${trade.status} ${cents(trade.realized_pl)}`,
    ...openLegsOf(trade),
    ...(Number(trade.dividends) === 0 ? [] : [`div ${cents(trade.dividends)}`]),
    ...(Number(trade.fees) === 0 ? [] : [`fees ${cents(trade.fees)}`]),
    ...(trade.assigned_from === null ? [] : ['from']),
    ...(trade.covered_by === null ? [] : ['covered']),
    ...(trade.incomplete ? ['incomplete'] : []),
  ].join(' ')
