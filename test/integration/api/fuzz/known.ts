import * as z from 'zod'
import { bearer, READ_TOKEN } from '../api'
import type { SyncedApi } from '../world'
import type { Operation } from './operations'

/** Stored values, for requests that find something. Grows with every write. */
export interface Known {
  /** Values by parameter name; ids by resource: `overrides id`. */
  values: Record<string, string[]>
  /** Cursors by operationId. */
  cursors: Map<string, string[]>
  /** Bodies with matching parts, by operationId. */
  bodies: Map<string, object[]>
}

const text = z.array(z.object({ value: z.string() }))

async function valuesOf(api: SyncedApi, query: string): Promise<string[]> {
  const { rows } = await api.db.execute(query)
  return text.parse(rows).map(({ value }) => value)
}

/** Reads ids, names and cursors of all accounts. */
export async function lookAround(api: SyncedApi, operations: readonly Operation[]): Promise<Known> {
  const trades = await valuesOf(
    api,
    'select trade_id::text as value from alpaca_trades order by trade_id limit 60',
  )
  const orders = await valuesOf(
    api,
    `select distinct order_id as value from alpaca_trade_fills where effect = 'open' and order_id is not null
     and trade_id in (select trade_id from alpaca_trades order by trade_id limit 60) order by 1`,
  )
  const values = {
    account: await valuesOf(
      api,
      'select account_id as value from alpaca_accounts union all select label from alpaca_accounts',
    ),
    underlying: await valuesOf(api, 'select distinct underlying as value from alpaca_orders'),
    symbol: await valuesOf(api, 'select distinct symbol as value from alpaca_orders limit 40'),
    fields: ['underlying', 'trade_id,underlying', 'trade_id,account_id,underlying'],
    strategy: await valuesOf(api, 'select distinct strategy as value from alpaca_trades'),
    trade_id: trades,
    trade_ids: trades,
    campaign_id: await valuesOf(
      api,
      'select distinct campaign_id::text as value from alpaca_trades order by 1 limit 60',
    ),
    order_ids: orders,
    ids: await valuesOf(api, 'select id::text as value from sync_quarantine'),
    'If-None-Match': ['*'],
    delivery_id: ['00000000-0000-4000-8000-000000000001'],
    // None exists yet.
    'overrides id': ['00000000-0000-4000-8000-000000000000'],
    'webhooks id': ['00000000-0000-4000-8000-000000000000'],
  }
  const cursors = new Map<string, string[]>()
  for (const operation of operations.filter(hasCursor)) {
    cursors.set(operation.id, await cursorsOf(api, operation))
  }
  return { values, cursors, bodies: await bodiesOf(api) }
}

const PAIRS = `select jsonb_build_array(min(trade_id::text), max(trade_id::text))::text as value from
  (select trade_id, underlying, row_number() over (partition by account_id, underlying order by opened_at) / 2 as pair,
   account_id from alpaca_trades where status <> 'unfilled') t
  group by account_id, underlying, pair having count(*) = 2 limit 40`

const SPLITS = `select jsonb_build_object('trade_id', trade_id, 'order_ids', jsonb_build_array(min(order_id)))::text as value
  from alpaca_trade_fills where effect = 'open' group by trade_id having count(distinct order_id) > 1 limit 40`

async function bodiesOf(api: SyncedApi): Promise<Known['bodies']> {
  const pairs = await valuesOf(api, PAIRS)
  const splits = await valuesOf(api, SPLITS)
  return new Map([
    ['mergeTrades', pairs.map((ids) => ({ trade_ids: JSON.parse(ids) }))],
    ['splitTrade', splits.map((body) => z.looseObject({}).parse(JSON.parse(body)))],
  ])
}

const hasCursor = ({ parameters }: Operation) => parameters.some(({ name }) => name === 'cursor')

const page = z.looseObject({ next_cursor: z.string().nullable() })

/** The cursor of the next page. A file has it in the Link header. */
async function nextCursor(answer: Response): Promise<string | null> {
  const text = await answer.text()
  if (!answer.headers.get('Content-Type')?.startsWith('application/json')) {
    return /cursor=([\w-]+)/.exec(answer.headers.get('Link') ?? '')?.[1] ?? null
  }
  return page.parse(JSON.parse(text)).next_cursor
}

async function cursorsOf(api: SyncedApi, { path }: Operation): Promise<string[]> {
  const cursors: string[] = []
  for (const limit of [1, 2, 5]) {
    const answer = await api.request(`${path}?limit=${limit}`, { headers: bearer(READ_TOKEN) })
    const cursor = await nextCursor(answer)
    if (cursor !== null) cursors.push(cursor)
  }
  return cursors
}
