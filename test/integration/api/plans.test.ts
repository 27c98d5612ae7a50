import { neon } from '@neondatabase/serverless'
import { sql } from 'drizzle-orm'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { sampleOf } from '../../support/effort'
import { type Api, insertAccount, openApi } from './api'

/** So many rows that a full scan costs more than an index. */
const ROWS = 20_000
/** The most rows that may be sorted or scanned for a page. */
const FEW = 1_500

const ACCOUNTS = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']

let api: Api
let url: string

/** An order every ten minutes, most closed and few open, of frequent and rare underlyings. */
const ORDERS = `insert into alpaca_orders (alpaca_order_id, account_id, trade_id, strategy_type, symbol, underlying, side, qty, filled_qty,
    filled_avg_price, status, submitted_at, alpaca_created_at, raw_data)
  select 'order-' || lpad(n::text, 7, '0'), case when n % 10 < 8 then '${ACCOUNTS[0]}' else '${ACCOUNTS[1]}' end,
    overlay(overlay(md5((n / 2)::text) placing '4' from 13) placing '8' from 17)::uuid, (array['single_leg', 'vertical_spread', 'iron_condor', 'stock'])[1 + (n / 2) % 4],
    u || case when n % 3 = 0 then '' else '261218C' || lpad((500 + n % 40)::text, 5, '0') || '000' end, u,
    case n % 2 when 0 then 'buy' else 'sell' end, 1, 1, 5,
    case when n % 500 = 0 then 'new' when n % 50 = 0 then 'canceled' when n % 700 = 1 then 'held' else 'filled' end,
    case when n % 1000 = 7 then null else timestamptz '2024-01-02 15:00Z' + n * interval '10 minutes' end,
    timestamptz '2024-01-02 15:00Z' + n * interval '10 minutes', '{}'
  from generate_series(1, ${ROWS}) n
  cross join lateral (select case when n % 3 = 0 then 'SPY' when n % 1501 = 0 then 'RARE' else 'U' || n % 40 end as u) s`

const TRADES = `insert into alpaca_trades (trade_id, account_id, underlying, strategy, strategy_type, status, quantity, opened_at, closed_at,
    chain_id, tags, legs)
  select o.trade_id, o.account_id, o.underlying, o.strategy_type || '_x', o.strategy_type,
    case when n % 400 = 1 then 'open' when n % 900 = 3 then 'partial' when n % 30 = 5 then 'unfilled' else 'closed' end, 1, at, at,
    o.trade_id, case when n % 300 = 0 then array['income', 'wheel'] else '{}' end, '[]'
  from (select distinct on (trade_id) *, row_number() over () as n, coalesce(submitted_at, alpaca_created_at) as at
    from alpaca_orders order by trade_id) o`

const FILLS = `insert into alpaca_trade_fills (trade_id, execution_id, effect, symbol, account_id, underlying, kind, leg_kind, order_id, side,
    qty, price, multiplier, realized_pl, executed_at, trading_day)
  select trade_id, 'x' || alpaca_order_id, case side when 'buy' then 'open' else 'close' end, symbol, account_id, underlying, 'fill',
    'call', alpaca_order_id, side, 1, 5, 100, case side when 'sell' then 1 end, alpaca_created_at, alpaca_created_at::date from alpaca_orders`

const POSITIONS = `insert into alpaca_positions (account_id, symbol, underlying, qty, side, is_open, closed_at, created_at, raw_data)
  select account_id, symbol || n, underlying, 1, 'long', n % 300 = 0, submitted_at, alpaca_created_at, '{}'
  from (select *, row_number() over () as n from alpaca_orders) o`

const OVERRIDES = `insert into trade_overrides (account_id, underlying, kind, facts, note, created_at)
  select account_id, underlying, 'annotate', jsonb_build_array(alpaca_order_id), 'x', alpaca_created_at from alpaca_orders`

const QUARANTINE = `insert into sync_quarantine (account_id, source, payload_key, reason, payload, seen_at, healed_at, created_at)
  select account_id, (array['order', 'activity', 'position'])[1 + n % 3], 'k' || n, 'x', '{}', alpaca_created_at,
    case when n % 200 > 0 then alpaca_created_at end, alpaca_created_at
  from (select *, row_number() over () as n from alpaca_orders) o`

beforeAll(async () => {
  const fetched = vi.spyOn(globalThis, 'fetch')
  api = await openApi()
  for (const [i, id] of ACCOUNTS.entries()) await insertAccount(api.db, id, `label-${i}`)
  for (const text of [ORDERS, TRADES, FILLS, POSITIONS, OVERRIDES, QUARANTINE, 'analyze']) {
    await api.db.execute(sql.raw(text))
  }
  const [, init] = fetched.mock.calls.at(-1) ?? []
  url = new Headers(init?.headers).get('neon-connection-string') ?? ''
  fetched.mockRestore()
}, 180_000)

afterEach(() => vi.restoreAllMocks())

const statement = z.object({ query: z.string(), params: z.array(z.unknown()) })
const asked = z.union([z.object({ queries: z.array(statement) }), statement])

/** The statements of a request. */
async function statementsOf(path: string): Promise<z.output<typeof statement>[]> {
  const fetched = vi.spyOn(globalThis, 'fetch')
  const answer = await api.request(path)
  await answer.text()
  expect(answer.status, path).toBe(200)
  const bodies = fetched.mock.calls.map(([, init]) => asked.parse(JSON.parse(String(init?.body))))
  fetched.mockRestore()
  return bodies.flatMap((body) => ('queries' in body ? body.queries : [body]))
}

interface Node {
  'Node Type': string
  'Plan Rows': number
  'Relation Name'?: string | undefined
  'Index Name'?: string | undefined
  Plans?: Node[] | undefined
}

const node: z.ZodType<Node> = z.object({
  'Node Type': z.string(),
  'Plan Rows': z.number(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  get Plans() {
    return z.array(node).optional()
  },
})
const explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: node })]) })])

async function planOf({ query, params }: z.output<typeof statement>): Promise<Node> {
  const rows = await neon(url).query(`explain (format json) ${query}`, params)
  return explained.parse(rows)[0]['QUERY PLAN'][0].Plan
}

const allOf = (plan: Node): Node[] => [plan, ...(plan.Plans ?? []).flatMap(allOf)]

const BIG = /^(alpaca_(orders|trades|trade_fills|positions)|trade_overrides|sync_quarantine)$/

/** Full scans and sorts of a plan. */
function offences(plan: Node): string[] {
  return allOf(plan).flatMap((one) => {
    const { 'Node Type': type, 'Relation Name': table = '' } = one
    const input = Math.max(0, ...(one.Plans ?? []).map((child) => child['Plan Rows']))
    if (type === 'Seq Scan' && BIG.test(table)) return [`${type} ${table}`]
    return /Sort/.test(type) && input > FEW ? [`${type} of ${input}`] : []
  })
}

const ORDER_FILTERS = [
  'underlying=SPY',
  'underlying=RARE',
  'symbol=SPY',
  'symbol=U7261218C00507000',
  'symbol=NONE',
  'status=open',
  'status=closed',
  'status=new',
  'status=filled',
  'status=rejected',
  'status=open,canceled',
  'status=filled,canceled',
  'status=new,held,rejected',
  'symbol=BTCUSD',
  'side=buy',
  'strategy_type=iron_condor',
  'strategy_type=box_spread',
  `account=${ACCOUNTS[1]}`,
  'account=label-0',
  'since=2024-06-01',
  'until=2024-03-01',
  'since=2024-03-01&until=2024-03-08',
]
const TRADE_FILTERS = [
  'underlying=SPY',
  'underlying=RARE',
  'strategy=iron_condor_x',
  'strategy=nothing',
  'strategy_type=stock',
  'strategy_type=box_spread',
  'status=open',
  'status=partial',
  'status=closed',
  'status=unfilled',
  'tag=wheel',
  'tag=nothing',
  `account=${ACCOUNTS[1]}`,
  'account=label-0',
  'since=2024-06-01',
  'until=2024-03-01',
  'status=open,partial',
  'status=open,closed',
  'closed_since=2024-05-20',
  'closed_since=2024-01-15',
  'closed_until=2024-01-04',
  'closed_since=2024-03-01&closed_until=2024-03-08',
]
const POSITION_FILTERS = [
  'is_open=true',
  'is_open=false',
  'is_open=all',
  'underlying=SPY',
  'underlying=RARE',
  'symbol=SPY',
  'symbol=BTC/USD',
  'account=label-1',
  'is_open=false&underlying=SPY',
  'is_open=false&underlying=RARE',
  'is_open=false&account=label-1',
]
const OVERRIDE_FILTERS = [
  'kind=annotate',
  'kind=merge',
  'underlying=SPY',
  'underlying=RARE',
  'account=label-1',
]
const QUARANTINE_FILTERS = [
  'healed=false',
  'healed=true',
  'healed=all',
  'source=order',
  'account=label-1',
]

const name = (filter: string) => filter.split('=')[0]

/** Each filter alone, and each pair. */
const pairs = (filters: readonly string[]): string[] => [
  '',
  ...filters,
  ...filters.flatMap((one, i) =>
    filters
      .slice(i + 1)
      .filter((other) => name(other) !== name(one) && !one.includes('&') && !other.includes('&'))
      .map((other) => `${one}&${other}`),
  ),
]

/** A statement depends on the filters that are there, so that a sample has most of them. */
const LISTS: [path: string, filters: string[]][] = [
  ['/orders', sampleOf(pairs(ORDER_FILTERS), 7)],
  ['/trades', sampleOf(pairs(TRADE_FILTERS), 7)],
  ['/campaigns', ['', 'underlying=U7', 'account=label-0', 'status=open', 'status=unfilled']],
  ['/positions', sampleOf(pairs(POSITION_FILTERS), 3)],
  ['/overrides', pairs(OVERRIDE_FILTERS)],
  ['/sync/quarantine', pairs(QUARANTINE_FILTERS)],
  ['/orders.csv', ['', ...ORDER_FILTERS]],
  ['/trades.csv', ['', ...TRADE_FILTERS]],
]

const cursor = z.looseObject({ next_cursor: z.string().nullable() })

describe.each(LISTS)('%s', (path, filters) => {
  it('reads each page by an index without sorting a table', { timeout: 300_000 }, async () => {
    const wrong: string[] = []
    const all = path === '/positions' ? '&is_open=all' : ''
    const answer = await api.request(`${path.replace('.csv', '')}?limit=50${all}`)
    const { next_cursor: next } = cursor.parse(await answer.json())
    for (const filter of filters) {
      for (const place of ['', `&cursor=${next}`]) {
        const request = `${path}?limit=100&${filter}${place}`.replace(/&$/, '')
        for (const one of await statementsOf(request)) {
          const found = offences(await planOf(one))
          if (found.length > 0) wrong.push(`${request.slice(0, 90)}: ${found.join(', ')}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })
})

it.each(['/orders', '/trades'])('%s/{trade_id} reads only by indexes', async (path) => {
  const [row] = (await api.db.execute(sql`select trade_id from alpaca_trades limit 1`)).rows
  for (const one of await statementsOf(`${path}/${String(row?.trade_id)}`)) {
    expect(offences(await planOf(one))).toEqual([])
  }
})

it.each(['', '?account=label-1'])('/calendar.ics%s reads only by indexes', async (query) => {
  for (const one of await statementsOf(`/calendar.ics${query}`)) {
    expect(offences(await planOf(one))).toEqual([])
  }
})

/** Filters by account and by a range of each view: by a week, or by what the view is read by. */
const VIEW_FILTERS: [view: string, range: string][] = [
  ['v_trades', `opened_at >= '2024-03-01' and opened_at < '2024-03-08'`],
  ['v_trades', `closed_at >= '2024-03-01' and closed_at < '2024-03-08'`],
  ['v_trades', `underlying = 'U7'`],
  ['v_legs', `opened_at >= '2024-03-01' and opened_at < '2024-03-08'`],
  // Of so few trades, a scan costs less than looking up those of a whole week.
  ['v_fills', `trading_day = '2024-03-01' and underlying = 'SPY'`],
  ['v_daily', `day between '2024-03-01' and '2024-03-07'`],
  ['v_campaigns', `opened_at >= '2024-03-01' and opened_at < '2024-03-08'`],
  ['v_positions', 'true'],
]

it.each(VIEW_FILTERS)('%s filtered by account and %s is read by an index', async (view, range) => {
  for (const account of [`account_id = '${ACCOUNTS[0]}'`, `account_label = 'label-0'`]) {
    const plan = await planOf({
      query: `select * from ${view} where ${account} and ${range}`,
      params: [],
    })
    expect(offences(plan)).toEqual([])
    const scanned = allOf(plan).filter((one) => one['Node Type'] === 'Seq Scan')
    expect(
      scanned.map((one) => one['Relation Name']).filter((table) => table !== 'alpaca_accounts'),
    ).toEqual([])
  }
})
