import type * as z from 'zod'
import type { ErasedRows } from '../../db/accounts/erase'
import type { AccountRow } from '../../db/accounts/list'
import { jsonTime } from '../http/json-values'
import { countName } from './erased'
import type { accountRemovedSchema, accountSchema, ENVIRONMENTS } from './schemas'

type Account = z.infer<typeof accountSchema>

/**
 * An account as JSON, without anything of its payload, which contains the account number, and
 * without its sealed keys.
 */
export function presentAccount(row: AccountRow, keys: Pick<Account, 'stored_keys'>): Account {
  return {
    label: row.label,
    account_id: row.account_id,
    environment: row.base_url === null ? null : environmentOf(row.base_url),
    base_url: row.base_url,
    status: row.status,
    currency: row.currency,
    opened_at: jsonTime(row.opened_at),
    first_synced_at: jsonTime(row.first_synced_at),
    configured: row.configured,
    ...keys,
    stopped: row.stopped_at !== null,
    stopped_at: jsonTime(row.stopped_at),
    erased_at: jsonTime(row.erased_at),
    running: row.running,
    last_success_at: jsonTime(row.last_success_at),
    succeeded_by: row.succeeded_by,
    open_trades: row.open_trades,
    open_positions: row.open_positions,
    quarantined: row.quarantined,
  }
}

/** The counts of deleted rows as JSON. */
export const presentErased = (
  rows: ErasedRows,
): NonNullable<z.infer<typeof accountRemovedSchema>['erased']> =>
  Object.fromEntries(Object.entries(rows).map(([table, count]) => [countName(table), count]))

function environmentOf(baseUrl: string): (typeof ENVIRONMENTS)[number] {
  switch (URL.canParse(baseUrl) && new URL(baseUrl).hostname) {
    case 'paper-api.alpaca.markets':
      return 'paper'
    case 'api.alpaca.markets':
      return 'live'
    default:
      return 'other'
  }
}
