import { type SQL, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { campaignListSchema } from '../../../src/api/campaigns/schemas'
import { positionListSchema } from '../../../src/api/positions/schemas'
import { statsSchema } from '../../../src/api/stats/schemas'
import { tradeDetailSchema, tradeListSchema } from '../../../src/api/trades/schemas'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import dashboard from '../../../src/local/views/grafana.json'
import readerRole from '../../../src/local/views/reader-role.sql?raw'
import { openSynced, type SyncedApi } from '../api/world'
import { NOW, rowsOf } from '../sync/support'

const VIEWS = ['v_trades', 'v_legs', 'v_fills', 'v_daily', 'v_campaigns', 'v_positions']

type Row = Record<string, unknown>

let api: SyncedApi

beforeAll(async () => {
  api = await openSynced({
    paper: generateAccount({ seed: 'views', now: NOW }),
    other: generateAccount({ seed: 'other views', now: NOW }),
  })
  // The money of such a trade is unknown, and in no sum.
  await api.db.execute(sql`update alpaca_trades set incomplete = true, realized_pl = null, entry_cash = null
    where trade_id = (select trade_id from alpaca_trades where status = 'closed' and fees > 0 order by trade_id limit 1)`)
  await rowsOf(api.db, readerRole)
}, 180_000)

/** Rows of a query, with numbers and times as the API writes them. */
async function read(query: string): Promise<Row[]> {
  const rows = await rowsOf(api.db, `select to_jsonb(q) as row from (${query}) q`)
  return rows.map(({ row }) => jsonOf(z.record(z.string(), z.unknown()).parse(row)))
}

const jsonOf = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(/^(\d{4}-.*T.*)\+00:00$/, '$1Z') : value,
    ]),
  )

/** The properties of the API's row that a view has too. */
const shared = (row: Row, view: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name in view))

/** All rows of a list of the API, page by page. */
async function listed<Page extends { next_cursor: string | null }>(
  schema: z.ZodType<Page>,
  path: string,
): Promise<Page[]> {
  const pages: Page[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const after = cursor === '' ? '' : `&cursor=${cursor}`
    const page: Page = await api.get(schema, `${path}limit=500${after}`)
    pages.push(page)
    cursor = page.next_cursor
  }
  return pages
}

/** Expects that a view has exactly the rows of the API, in each property that both have. */
function expectRows(ofView: Row[], ofApi: Row[], missing: string[] = []): void {
  expect(ofView.length).toBeGreaterThan(3)
  expect(ofView).toHaveLength(ofApi.length)
  for (const [i, row] of ofApi.entries()) {
    const view = ofView[i] ?? {}
    expect(Object.keys(row).filter((name) => !(name in view))).toEqual(missing)
    expect(shared(view, row)).toEqual(shared(row, view))
  }
}

const cents = (amount: unknown): number => Math.round(Number(amount) * 100)

describe('the views have the rows of the API, with every value the same', () => {
  it('v_trades those of GET /trades', async () => {
    const pages = await listed(tradeListSchema, '/trades?')
    const trades = pages.flatMap((page) => page.trades)
    const rows = await read('select * from v_trades order by opened_at desc, trade_id desc')
    expectRows(rows, trades, ['risk', 'legs'])
    expect(rows.map(({ max_profit, max_loss }) => [max_profit, max_loss])).toEqual(
      trades.map(({ risk }) => [risk?.max_profit ?? null, risk?.max_loss ?? null]),
    )
    expect(trades.filter(({ unrealized_pl }) => unrealized_pl).length).toBeGreaterThan(3)
  })

  it('v_legs the legs of GET /trades, in their order', async () => {
    const pages = await listed(tradeListSchema, '/trades?')
    const legs = pages.flatMap((page) =>
      page.trades.flatMap(({ trade_id, legs }) =>
        legs.map((leg, i) => ({ trade_id, leg_number: i + 1, ...leg })),
      ),
    )
    const order = 'opened_at desc, trade_id desc, leg_number'
    expectRows(await read(`select * from v_legs order by ${order}`), legs)
  })

  it('v_fills those of GET /trades/{trade_id}', async () => {
    const kinds = 'select distinct on (strategy, status) trade_id from v_trades'
    for (const { trade_id } of await read(`${kinds} where status = 'closed'`)) {
      const { trade } = await api.get(tradeDetailSchema, `/trades/${trade_id}`)
      const rows = await read(`select * from v_fills where trade_id = '${trade_id}'
        order by executed_at, execution_id, symbol`)
      expect(rows.map((row) => shared(row, trade.fills[0] ?? {}))).toEqual(trade.fills)
    }
  })

  it('v_campaigns those of GET /campaigns', async () => {
    const pages = await listed(campaignListSchema, '/campaigns?')
    const rows = await read('select * from v_campaigns order by opened_at desc, campaign_id desc')
    expectRows(
      rows,
      pages.flatMap((page) => page.campaigns),
    )
    expect(rows.some(({ trade_count }) => Number(trade_count) > 1)).toBe(true)
  })

  it('v_positions those of GET /positions', async () => {
    const pages = await listed(positionListSchema, '/positions?')
    const rows = await read(`select v.* from v_positions v join alpaca_positions p using (id)
      order by p.symbol, p.created_at, p.id`)
    const positions = pages.flatMap((page) => page.positions)
    expectRows(rows, positions, ['asset_id', 'closed_at', 'close_cause'])
    expect(positions.some(({ symbol }) => symbol.includes('/'))).toBe(true)
  })

  it('v_daily the days of the equity curve of GET /stats', async () => {
    for (const [query, where] of [
      ['', ''],
      ['?account=other', `where account_label = 'other'`],
    ]) {
      const { equity_curve } = await api.get(statsSchema, `/stats${query}`)
      const days =
        await read(`select day::text as date, sum(net_pl) as net_pl, sum(dividends) as dividends
        from v_daily ${where} group by day order by day`)
      const moved = new Set(equity_curve.map(({ date }) => date))
      expect(days.filter(({ date }) => moved.has(String(date)))).toEqual(
        equity_curve.map(({ cumulative: _, ...day }) => day),
      )
      const still = days.filter(({ date }) => !moved.has(String(date)))
      expect(still.every(({ net_pl, dividends }) => net_pl === 0 && dividends === 0)).toBe(true)
    }
  })
})

describe('the sums of the views equal those of the API to the cent', () => {
  const one = async (query: string) => (await read(query))[0] ?? {}

  it.each(['paper', 'other'])('of the account %s', async (label) => {
    const [page] = await listed(tradeListSchema, `/trades?include=totals&account=${label}&`)
    const { total } = await api.get(statsSchema, `/stats?account=${label}`)
    const of = `account_label = '${label}'`
    const sums = 'sum(realized_pl) as realized_pl, sum(fees) as fees, sum(net_pl) as net_pl'
    const trades = await one(`select ${sums}, sum(unrealized_pl) as unrealized_pl from v_trades
      where not incomplete and ${of}`)
    for (const name of ['realized_pl', 'fees', 'net_pl', 'unrealized_pl'] as const)
      expect([name, cents(trades[name])]).toEqual([name, cents(page?.totals?.[name])])

    const daily =
      await one(`select ${sums}, sum(dividends) as dividends, sum(closed_net_pl) as closed_net_pl,
      sum(open_net_pl) as open_net_pl, sum(trades) as trades, sum(wins) as wins, sum(losses) as losses,
      sum(incomplete_trades) as incomplete_trades, sum(open_trades) as open_trades from v_daily where ${of}`)
    expect(shared(total, daily)).toEqual(daily)
    expect(cents(trades.net_pl)).toBe(cents(total.net_pl))
    for (const from of ['v_legs where', `v_fills where effect = 'close' and`]) {
      const { pl } = await one(
        `select sum(realized_pl) as pl from ${from} not incomplete and ${of}`,
      )
      expect([from, cents(pl)]).toEqual([from, cents(total.realized_pl)])
    }
  })
})

/** Runs a statement as the role of BI tools. */
const asReader = (statement: SQL) =>
  api.db.batch([api.db.execute(sql`set local role legbook_reader`), api.db.execute(statement)])

describe('the role legbook_reader', () => {
  it('can be made again without an error', async () => {
    await rowsOf(api.db, readerRole)
  })

  it.each(VIEWS)('reads %s', async (view) => {
    const [, { rows }] = await asReader(sql`select * from ${sql.identifier(view)}`)
    expect(rows.length).toBeGreaterThan(0)
  })

  it('reads no table, whatever it holds', async () => {
    const tables = await rowsOf(
      api.db,
      `select relname from pg_class where relkind in ('r', 'm', 'S') and relnamespace = 'public'::regnamespace`,
    )
    expect(tables.length).toBeGreaterThan(20)
    for (const { relname } of tables) {
      const reading = asReader(sql`select * from ${sql.identifier(String(relname))}`)
      await expect(reading, String(relname)).rejects.toMatchObject({ code: '42501' })
    }
  })

  it('cannot write a table through a view, create one, or run the functions that write', async () => {
    for (const statement of [
      sql`delete from v_trades`,
      sql`create table mine (id int)`,
      sql`update alpaca_trades set note = 'x'`,
      sql`select add_sums(array_agg(d)) from (select null::alpaca_daily_sums as d) x`,
    ])
      await expect(asReader(statement)).rejects.toThrow()
  })

  it('is refused by the script while a table is open to everybody', async () => {
    await api.db.execute(sql`grant select on audit_log to public`)
    const made = rowsOf(api.db, readerRole)
    await expect(made).rejects.toMatchObject({
      cause: { message: expect.stringContaining('rights on these tables: audit_log') },
    })
    await api.db.execute(sql`revoke select on audit_log from public`)
  })
})

describe('each view', () => {
  it('is the whole list of views, and none has a payload', async () => {
    const columns = await rowsOf(
      api.db,
      `select c.relname as view, array_agg(a.attname::text) as columns from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
       where c.relkind = 'v' and c.relnamespace = 'public'::regnamespace group by 1`,
    )
    expect(columns.map(({ view }) => view).toSorted()).toEqual(VIEWS.toSorted())
    expect(JSON.stringify(columns)).not.toMatch(/raw|payload|token|secret/)
  })

  it.each(VIEWS)('%s refuses every write, also of the owner', async (view) => {
    const name = sql.identifier(view)
    for (const statement of [
      sql`delete from ${name}`,
      sql`update ${name} set account_id = 'x'`,
      sql`insert into ${name} (account_id) values ('x')`,
    ])
      await expect(api.db.execute(statement)).rejects.toMatchObject({
        cause: { code: '55000', message: expect.stringContaining(`"${view}"`) },
      })
  })
})

describe('the dashboard for Grafana', () => {
  const LABELS = `'paper','other'`
  /** A query with Grafana's macros and variables replaced, as its Postgres data source does. */
  const expanded = (text: string): string =>
    text
      .replaceAll(
        /\$__timeFilter\((\w+)\)/g,
        `$1 BETWEEN '2024-01-01T00:00:00Z' AND '2027-01-01T00:00:00Z'`,
      )
      .replaceAll('$__timeFrom()', `'2024-01-01T00:00:00Z'`)
      .replaceAll('$__timeTo()', `'2027-01-01T00:00:00Z'`)
      .replaceAll(/\$\{account:sqlstring\}/g, LABELS)
  const queries = [
    ...dashboard.panels.flatMap(({ title, targets }) =>
      targets.map(({ rawSql }) => ({ title, text: rawSql })),
    ),
    ...dashboard.templating.list.flatMap(({ name, type, query }) =>
      type === 'query' ? [{ title: `the variable ${name}`, text: query }] : [],
    ),
  ]

  it.each(queries)('has rows for $title', async ({ text }) => {
    const query = expanded(text)
    expect(query).not.toMatch(/\$/)
    expect(query).toMatch(/\bv_\w+/)
    const [, { rows }] = await asReader(sql.raw(query))
    expect(rows.length).toBeGreaterThan(0)
  })

  it('has panels with the figures of the API', async () => {
    const { total } = await api.get(statsSchema, '/stats?since=2024-01-01&until=2027-01-01')
    const figure = async (title: string) => {
      const { text = '' } = queries.find((query) => query.title === title) ?? {}
      const [, { rows }] = await asReader(sql.raw(expanded(text)))
      return Number(Object.values(rows[0] ?? {})[0])
    }
    expect(cents(await figure('Net P/L'))).toBe(cents(total.net_pl))
    expect(cents(await figure('Fees'))).toBe(cents(total.fees))
    expect(await figure('Open trades')).toBe(total.open_trades)
  })
})
