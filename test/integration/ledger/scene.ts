import { syncStatusSchema } from '../../../src/api/sync/schemas'
import type { Broker } from '../../../src/local/alpaca/broker'
import { API_TOKEN, bearer } from '../api/api'
import type { SyncedApi } from '../api/world'
import { rowsOf } from '../sync/support'

/** RFC 3339: 15:00 UTC on this day of September 2026, and so many minutes later. */
export const at = (day: number, minutes: number): string =>
  new Date(
    Date.parse(`2026-09-${String(day).padStart(2, '0')}T15:00:00Z`) + minutes * 60_000,
  ).toISOString()

/** Buys one of each symbol, filled at once. */
export function buy(broker: Broker, symbols: readonly string[], when: string): void {
  for (const symbol of symbols) {
    const { id } = broker.submit({ at: when, symbol, side: 'buy', qty: '1' })
    broker.fill(id, { at: when, price: '10' })
  }
}

/** Refuses the trades of BAD, so that it cannot be grouped, until `ACCEPT_BAD`. */
export const REFUSE_BAD = `alter table alpaca_trades add constraint no_bad check (underlying <> 'BAD') not valid`

export const ACCEPT_BAD = 'alter table alpaca_trades drop constraint no_bad'

export const post = (
  api: SyncedApi,
  path: string,
  body: unknown = {},
  headers: Record<string, string> = {},
) =>
  api.request(path, {
    method: 'POST',
    headers: { ...bearer(API_TOKEN), 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** The first account of GET /sync. */
export const statusOf = async (api: SyncedApi) =>
  (await api.get(syncStatusSchema, '/sync')).accounts[0]

/** Ends the lease of a run that died. */
export const freeLease = async ({ db }: SyncedApi) =>
  await rowsOf(db, 'update sync_state set lease_holder = null')
