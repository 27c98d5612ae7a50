import { sealOf } from '../../../src/db/sealed/sealed-text'
import type { Broker } from '../../../src/local/alpaca/broker'
import type { LivingAccount } from '../../../src/local/alpaca/living-account'
import { openSync, openWorldOf, rowsOf, type World } from '../sync/support'
import { type Api, clientOf, settingsOf } from './api'

/** The API over synced accounts. */
export type SyncedApi = Api & Pick<World, 'ctx' | 'clock' | 'sync'>

/** Replaces the first sync. */
type Prepare = (world: World) => Promise<unknown>

/** The API over accounts by label, synced once or as given. */
export async function openSynced(
  accounts: Record<string, Broker | LivingAccount>,
  env: Record<string, string> = {},
  prepare: Prepare = ({ sync }) => sync(),
): Promise<SyncedApi> {
  const world = await openWorldOf(accounts)
  await prepare(world)
  return synced(world, Object.keys(accounts), env)
}

/** The same database with another Alpaca of one account. */
export async function openSyncedFrom(alpaca: typeof fetch, now: string): Promise<SyncedApi> {
  const world = await openSync(alpaca, ['paper'], { now: new Date(now) })
  await world.sync()
  return synced(world, ['paper'])
}

function synced(
  world: Pick<World, 'db' | 'ctx' | 'clock' | 'sync'>,
  labels: string[],
  env: Record<string, string> = {},
): SyncedApi {
  const { db, ctx, clock, sync } = world
  const accounts = labels.map((label) => ({
    label,
    key_id: `key-${label}`,
    secret_key: 'secret',
  }))
  const settings = settingsOf({
    DATABASE_URL: 'postgresql://tester:secret@db.test/legbook',
    ALPACA_ACCOUNTS: JSON.stringify(accounts),
    ...env,
  })
  ctx.seal = settings.keysSecrets && sealOf('alpaca_account_keys', settings.keysSecrets)
  const client = clientOf({
    db,
    settings,
    now: () => clock.now,
    sync: (request) => sync(request),
    ledger: ctx,
    fetch: ctx.fetch,
  })
  return { db, ctx, clock, sync, ...client }
}

/** The whole ledger as text, without the times at which rows were written. */
export async function ledgerOf({ db }: Pick<Api, 'db'>): Promise<Record<string, unknown>[]> {
  const without = `- '{created_at,updated_at}'::text[]`
  return await rowsOf(
    db,
    `select 'trade' as of, (to_jsonb(t) ${without})::text as row from alpaca_trades t
     union all select 'fill', (to_jsonb(f) ${without})::text from alpaca_trade_fills f
     union all select 'fee', (to_jsonb(f) ${without})::text from alpaca_trade_fees f
     union all select 'sum', (to_jsonb(s) ${without})::text from alpaca_daily_sums s
     union all select 'cash', (to_jsonb(c) ${without})::text from alpaca_cash_days c
     union all select 'position', concat_ws(' ', symbol, qty, trade_id) from alpaca_positions
     union all select 'order', concat_ws(' ', alpaca_order_id, trade_id, strategy_type, leg_number) from alpaca_orders
     order by 1, 2`,
  )
}
