/** A filled option order as Alpaca sends it, with changes. */
export function orderPayload(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'a1b2c3d4-0000-4000-8000-000000000001',
    client_order_id: 'c-1',
    created_at: '2026-09-10T17:11:25.2164Z',
    updated_at: '2026-09-10T17:11:25.21759Z',
    submitted_at: '2026-09-10T17:11:25.2164Z',
    filled_at: '2026-09-10T17:11:25.217Z',
    asset_id: 'd0b0c0a0-0000-4000-8000-000000000001',
    symbol: 'AAPL261218C00340000',
    asset_class: 'us_option',
    qty: '2',
    notional: null,
    filled_qty: '2',
    filled_avg_price: '12.55',
    order_class: 'simple',
    order_type: 'limit',
    type: 'limit',
    side: 'buy',
    time_in_force: 'day',
    limit_price: '12.6',
    stop_price: null,
    status: 'filled',
    position_intent: 'buy_to_open',
    legs: null,
    ...changes,
  }
}

/** One leg of a multi-leg order: no order type, its own id. */
export function legPayload(
  n: number,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return orderPayload({
    id: `leg-${n}`,
    order_class: 'mleg',
    order_type: '',
    type: '',
    ratio_qty: '1',
    limit_price: null,
    ...changes,
  })
}

/** The multi-leg parent of a vertical as REST shows it. */
export function parentPayload(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return orderPayload({
    id: 'parent-1',
    symbol: '',
    side: '',
    asset_class: '',
    asset_id: '',
    order_class: 'mleg',
    filled_avg_price: '-2.01',
    position_intent: undefined,
    legs: [
      legPayload(1, { side: 'sell', position_intent: 'sell_to_open' }),
      legPayload(2, { symbol: 'AAPL261218C00345000' }),
    ],
    ...changes,
  })
}

/** A fill activity of a purchase, with changes. */
export function fillPayload(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: '20260910131125217::2537e3da-fafd-475b-b333-4a71ab0e625b',
    activity_type: 'FILL',
    transaction_time: '2026-09-10T17:11:25.217577Z',
    type: 'fill',
    price: '12.55',
    qty: '2',
    side: 'buy',
    symbol: 'AAPL261218C00340000',
    leaves_qty: '0',
    order_id: 'leg-1',
    cum_qty: '2',
    order_status: 'filled',
    ...changes,
  }
}

/** An expiry of a short option, dated the Monday after its Friday. */
export function eventPayload(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: '20251013000000000::ea9bdae8-dc0b-46fd-b622-450600cc6803',
    activity_type: 'OPEXP',
    date: '2025-10-13',
    created_at: '2025-10-14T08:20:21.45728Z',
    net_amount: '0',
    symbol: 'UNH251010P00347500',
    qty: '1',
    status: 'executed',
    group_id: 'd5f8b869-1e35-44ba-893e-4399890add69',
    currency: 'USD',
    ...changes,
  }
}

/** A long option position, with changes. */
export function positionPayload(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    asset_id: 'bc67077c-dd3f-5291-a1fb-5a9efe14cd46',
    asset_class: 'us_option',
    symbol: 'AAPL261218C00340000',
    qty: '1',
    side: 'long',
    avg_entry_price: '12.55',
    current_price: '15.95',
    market_value: '1595',
    cost_basis: '1255',
    unrealized_pl: '340',
    unrealized_plpc: '0.27092',
    unrealized_intraday_pl: '205',
    unrealized_intraday_plpc: '0.14748',
    ...changes,
  }
}
