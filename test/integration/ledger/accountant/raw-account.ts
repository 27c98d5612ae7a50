import { newYorkClock } from '../../../../src/time/new-york'

type Row = Record<string, unknown>

const OPTION = /^[A-Z]+\d?\d{6}[CP]\d{8}$/

const isCoin = (symbol: string): boolean => /USD$|\//.test(symbol)

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const round = (value: number): number => Math.round(value * 1e9) / 1e9

/** What an order says besides its symbol, side, quantity and price. */
export interface RawOrder {
  intent?: 'open' | 'close'
  /** Of the fill; default the order's side. */
  fillSide?: string
  parent?: string
  /** Executions in the place of one for all of it. */
  parts?: readonly (readonly [qty: number, price: number])[]
  /** Fields of the order's payload. */
  more?: Row
  /** False: no activity has the fill. */
  told?: boolean
}

/**
 * An Alpaca account written down as payloads: orders with their fills, and activity rows exactly as
 * given. Its cash and positions follow from them as a reader of the rows would add them up.
 */
export class RawAccount {
  readonly orders: Row[] = []
  readonly activities: Row[] = []
  readonly contracts = new Map<string, Row>()
  private readonly marks = new Map<string, number>()
  private readonly held = new Map<string, number>()
  private cash = 0
  private made = 0

  constructor(deposit = 1_000_000) {
    this.row('JNLC', '2026-08-03', { net_amount: String(deposit) })
  }

  /** An order that filled at a moment; returns its id. */
  order(
    at: string,
    side: 'buy' | 'sell',
    qty: number,
    symbol: string,
    price: number,
    { intent, fillSide = side, parent, parts, more, told = true }: RawOrder = {},
  ): string {
    const id = uuid(++this.made)
    const fills = parts ?? [[qty, price] as const]
    const isOption = OPTION.test(symbol)
    const payload: Row = {
      id,
      client_order_id: `c-${id}`,
      created_at: at,
      updated_at: at,
      submitted_at: at,
      filled_at: at,
      expired_at: null,
      canceled_at: null,
      replaced_at: null,
      replaced_by: null,
      replaces: null,
      asset_id: uuid(900_000 + symbol.length),
      symbol,
      asset_class: isOption ? 'us_option' : isCoin(symbol) ? 'crypto' : 'us_equity',
      qty: String(qty),
      notional: null,
      filled_qty: String(qty),
      filled_avg_price: String(price),
      order_class: parent === undefined ? 'simple' : 'mleg',
      type: 'market',
      order_type: 'market',
      side,
      time_in_force: 'day',
      status: 'filled',
      legs: null,
      ...(intent ? { position_intent: `${side}_to_${intent}` } : {}),
      ...more,
    }
    const envelope = parent === undefined ? undefined : this.parentOf(parent, at)
    if (envelope) (envelope.legs as Row[]).push(payload)
    else this.orders.push(payload)
    const sign = side === 'buy' ? 1 : -1
    for (const [part, paid] of fills) {
      if (told) this.fill(id, at, fillSide, part, symbol, paid)
      this.move(symbol, sign * part)
      this.cash -= sign * part * paid * (isOption ? 100 : 1)
    }
    return id
  }

  private parentOf(name: string, at: string): Row {
    const known = this.orders.find(({ client_order_id: id }) => id === name)
    if (known) return known
    const none = { symbol: '', side: '', asset_class: '', asset_id: '', filled_avg_price: '0' }
    const parent: Row = {
      ...{ id: uuid(++this.made), client_order_id: name, created_at: at, updated_at: at },
      ...{ submitted_at: at, filled_at: at, qty: '1', filled_qty: '1', order_class: 'mleg' },
      ...{ type: 'market', order_type: '', time_in_force: 'day', status: 'filled', legs: [] },
      ...none,
    }
    this.orders.push(parent)
    return parent
  }

  private fill(
    orderId: string,
    at: string,
    side: string,
    qty: number,
    symbol: string,
    price: number,
  ) {
    const stamp = newYorkClock(at).replaceAll(/\D/g, '').slice(0, 14)
    this.activities.push({
      id: `${stamp}000::${uuid(++this.made)}`,
      activity_type: 'FILL',
      type: 'fill',
      transaction_time: at,
      side,
      qty: String(qty),
      cum_qty: String(qty),
      leaves_qty: '0',
      symbol,
      price: String(price),
      order_id: orderId,
      order_status: 'filled',
    })
  }

  /**
   * A row other than a fill. Its `qty` moves the position of its symbol and its `net_amount` the
   * cash, unless `moves` says otherwise.
   */
  row(
    type: string,
    date: string,
    details: Row = {},
    moves: { qty?: boolean; cash?: boolean } = {},
  ): string {
    const id = `${date.replaceAll('-', '')}000000000::${uuid(++this.made)}`
    const row: Row = {
      id,
      activity_type: type,
      date,
      net_amount: '0',
      description: '',
      status: 'executed',
      created_at: `${date}T21:00:00Z`,
      ...details,
    }
    this.activities.push(row)
    const { symbol, qty, net_amount: net, status } = row
    if (status === 'canceled') return id
    if (moves.qty !== false && typeof symbol === 'string' && qty !== undefined)
      this.move(symbol, Number(qty))
    if (moves.cash !== false && type !== 'OPCA') this.cash += Number(net)
    return id
  }

  /** Corrects what an order on a pair of coins did: it moved the quote coin, and no dollars. */
  pair(base: string, qty: number, quote: string, paid: number, dollars: number): void {
    this.held.delete(`${base.replace('USD', '')}${quote.replace(/USD$/, '')}`)
    this.move(base, qty)
    this.move(quote, paid)
    this.cash += dollars
  }

  mark(symbol: string, price: number): void {
    this.marks.set(symbol, price)
  }

  private move(symbol: string, by: number): void {
    const key = symbol.replace('/', '')
    this.held.set(key, round((this.held.get(key) ?? 0) + by))
  }

  private get positions(): Row[] {
    return [...this.held]
      .filter(([, qty]) => qty !== 0)
      .map(([symbol, qty], i) => {
        const price = this.marks.get(symbol) ?? 10
        const value = String(round(qty * price * (OPTION.test(symbol) ? 100 : 1)))
        return {
          asset_id: uuid(800_000 + i),
          symbol,
          exchange: '',
          asset_class: OPTION.test(symbol) ? 'us_option' : isCoin(symbol) ? 'crypto' : 'us_equity',
          qty: String(qty),
          side: qty > 0 ? 'long' : 'short',
          avg_entry_price: '1',
          cost_basis: value,
          market_value: value,
          current_price: String(price),
          unrealized_pl: '0',
        }
      })
  }

  private get account(): Row {
    const values = this.positions.map(({ market_value: value }) => Number(value))
    const cash = Math.round(this.cash * 100) / 100
    const sum = (some: readonly number[]) => round(some.reduce((all, value) => all + value, 0))
    return {
      id: uuid(1_000_000),
      account_number: 'PA0000000000',
      status: 'ACTIVE',
      currency: 'USD',
      cash: String(cash),
      equity: String(round(cash + sum(values))),
      long_market_value: String(sum(values.filter((value) => value > 0))),
      short_market_value: String(sum(values.filter((value) => value < 0))),
      created_at: '2026-08-01T12:00:00Z',
    }
  }

  /** Answers the requests of a sync. */
  fetch: typeof fetch = async (input, init) => {
    const { pathname, searchParams } = new URL(new Request(input, init).url)
    if (pathname === '/v2/account') return Response.json(this.account)
    if (pathname === '/v2/positions') return Response.json(this.positions)
    if (pathname === '/v2/orders') return Response.json(this.ordersAfter(searchParams))
    if (pathname === '/v2/account/activities') return Response.json(this.page(searchParams))
    const [, one] = /^\/v2\/orders\/(.+)$/.exec(pathname) ?? []
    const order = this.orders.find(({ id }) => id === one)
    if (order) return Response.json(order)
    const [, symbol] = /^\/v2\/options\/contracts\/(.+)$/.exec(pathname) ?? []
    const contract = this.contracts.get(symbol ?? '')
    if (contract) return Response.json(contract)
    return Response.json({ code: 40410000, message: 'not found' }, { status: 404 })
  }

  private ordersAfter(params: URLSearchParams): Row[] {
    const sorted = this.orders.toSorted((a, b) =>
      String(a.submitted_at) < String(b.submitted_at) ? -1 : 1,
    )
    const after = sorted.findIndex(({ id }) => id === params.get('after_order_id'))
    return sorted.slice(after + 1).slice(0, 500)
  }

  private page(params: URLSearchParams): Row[] {
    const sorted = this.activities.toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : 1))
    if (params.get('direction') !== 'asc') sorted.reverse()
    const after = sorted.findIndex(({ id }) => id === params.get('page_token'))
    return sorted.slice(after + 1).slice(0, Number(params.get('page_size') ?? 100))
  }
}
