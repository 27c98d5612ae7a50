import { neon } from '@neondatabase/serverless'
import { sql } from 'drizzle-orm'
import { expect, it, vi } from 'vitest'
import * as z from 'zod'
import { accountIdOf } from '../../../src/alpaca/account'
import { alpacaAccountKeys } from '../../../src/db/schema'
import { sealOf } from '../../../src/db/sealed/sealed-text'
import { runBatch } from '../../../src/db/statements/batch'
import { Broker } from '../../../src/local/alpaca/broker'
import { sealKeys } from '../../../src/sync/accounts/stored-keys'
import { consume } from '../../../src/worker/queue/consume'
import { firstMessage } from '../../../src/worker/queue/message'
import { sendAccounts } from '../../../src/worker/queue/send'
import { credentials, openWorldOf, rowsOf, type World } from '../sync/support'
import { MemoryQueue } from './memory-queue'

/** Some trades, fees and open positions. */
function smallAccount(): Broker {
  const broker = new Broker({ seed: 'plans', openedAt: '2026-08-24T13:00:00Z', fees: true })
  for (const [i, symbol] of ['AAPL', 'F', 'QQQ261016C00500000', 'F', 'AAPL'].entries()) {
    const at = `2026-09-2${i}T14:10:00Z`
    const order = broker.submit({ at, symbol, side: i > 2 ? 'sell' : 'buy', qty: '1' })
    broker.fill(order.id, { at, price: '10' })
    broker.postDailyFees(`2026-09-2${i}`)
  }
  return broker
}

/** Accounts beside the one that is synced, each with as many rows. */
const OTHERS = 600

const tableRow = z.object({ name: z.string(), columns: z.string(), values: z.string() })

/**
 * Statements that copy the rows of the account for others: what is unique gets another value.
 */
async function copies({ db }: World): Promise<z.output<typeof tableRow>[]> {
  const rows = await rowsOf(
    db,
    `select c.table_name as name, string_agg(format('%I', c.column_name), ', ' order by c.ordinal_position) as columns,
      string_agg(case
        when c.column_name = 'account_id' then $$x.account_id || '-' || n$$
        when not exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
          where i.indrelid = c.table_name::regclass and i.indisunique and a.attname = c.column_name) then format('x.%I', c.column_name)
        when c.data_type = 'uuid' then 'gen_random_uuid()'
        when c.data_type = 'text' and c.column_name ~ '_id$|label|key' then format($$x.%I || '-' || n$$, c.column_name)
        else format('x.%I', c.column_name) end, ', ' order by c.ordinal_position) as values
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER' and c.is_identity = 'NO'
      and exists (select from information_schema.columns o where o.table_schema = 'public'
        and o.table_name = c.table_name and o.column_name = 'account_id')
    group by 1 order by 1`,
  )
  return z.array(tableRow).parse(rows)
}

interface Node {
  'Node Type': string
  'Plan Rows': number
  'Relation Name'?: string | undefined
  Plans?: Node[] | undefined
}

const node: z.ZodType<Node> = z.object({
  'Node Type': z.string(),
  'Plan Rows': z.number(),
  'Relation Name': z.string().optional(),
  get Plans() {
    return z.array(node).optional()
  },
})
const explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: node })]) })])
const statement = z.object({ query: z.string(), params: z.array(z.unknown()) })
const asked = z.union([z.object({ queries: z.array(statement) }), statement])

const allOf = (plan: Node): Node[] => [plan, ...(plan.Plans ?? []).flatMap(allOf)]

it('each statement of a quiet run reads the rows of its account alone, however many accounts there are', async () => {
  const account = smallAccount()
  const world = await openWorldOf({ mine: account })
  const { ctx, db } = world
  const queue = new MemoryQueue()
  await world.sync()
  const id = accountIdOf(account.accountId)
  const seal = sealOf('alpaca_account_keys', ['a secret of at least thirty-two letters'])
  const sealedKeys = await sealKeys(seal, id, credentials('mine'))
  await db
    .insert(alpacaAccountKeys)
    .values({ accountId: id, baseUrl: 'http://alpaca.test', sealedKeys })
  Object.assign(ctx, { seal, accounts: [] })
  for (let runs = 0; runs < 3; runs++) await world.sync()
  await sendAccounts(ctx, queue, 'tick')

  const tables = await copies(world)
  await runBatch(
    db,
    sql`select set_config('session_replication_role', 'replica', true)`,
    ...tables.map(({ name, columns, values }) =>
      sql.raw(
        `insert into ${name} (${columns}) select ${values} from ${name} x, generate_series(1, ${OTHERS}) n where x.account_id = '${id}'`,
      ),
    ),
  )
  await rowsOf(db, 'vacuum analyze')
  const counts = await rowsOf(
    db,
    tables
      .map(({ name }) => `select '${name}' as name, count(*)::int as rows from ${name}`)
      .join(' union all '),
  )
  const grown = new Map(
    counts
      .map(({ name, rows }) => [String(name), Number(rows)] as const)
      .filter(([, rows]) => rows > OTHERS),
  )
  for (const name of [
    'alpaca_orders',
    'alpaca_trades',
    'sync_state',
    'sync_runs',
    'alpaca_account_keys',
    'sync_queue',
  ])
    expect([...grown.keys()]).toContain(name)

  const fetched = vi.spyOn(globalThis, 'fetch')
  expect(await consume({ ctx, queue, rereadDays: null }, firstMessage(id, 'tick'), 1)).toEqual({
    kind: 'ack',
  })
  const calls = fetched.mock.calls.slice()
  fetched.mockRestore()
  const url = new Headers(calls[0]?.[1]?.headers).get('neon-connection-string') ?? ''
  const statements = calls
    .map(([, init]) => asked.parse(JSON.parse(String(init?.body))))
    .flatMap((body) => ('queries' in body ? body.queries : [body]))
  expect(statements.length).toBeGreaterThan(20)

  const offences: string[] = []
  for (const { query, params } of statements) {
    const driver = neon(url)
    // A table of these few rows is read faster as a whole than by an index; one of millions is not.
    const [, rows] = await driver.transaction([
      driver.query("select set_config('enable_seqscan', 'off', true)"),
      driver.query(`explain (format json) ${query}`, params),
    ])
    const plan = explained.parse(rows)[0]['QUERY PLAN'][0].Plan
    for (const { 'Node Type': type, 'Relation Name': table = '', 'Plan Rows': read } of allOf(
      plan,
    )) {
      const all = grown.get(table)
      if (all === undefined || !/Scan$/.test(type)) continue
      if (type === 'Seq Scan' || read > all / 10)
        offences.push(`${type} of ${read} of ${all} rows of ${table}: ${query.slice(0, 2000)}`)
    }
  }
  expect(offences).toEqual([])
}, 120_000)
