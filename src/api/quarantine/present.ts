import type * as z from 'zod'
import type { QuarantineRow } from '../../db/quarantine/list'
import type { AccountReport, SyncOutcome } from '../../sync/run/report'
import { jsonTime } from '../http/json-values'
import type { quarantinedSchema, retrySchema } from './schemas'

/** A quarantined item as JSON, without its payload. */
export function presentQuarantined(row: QuarantineRow): z.infer<typeof quarantinedSchema> {
  return {
    id: row.id,
    account_id: row.accountId,
    source: row.source,
    item_id: row.itemId,
    reason: row.reason,
    stored: row.stored,
    first_seen_at: jsonTime(row.createdAt),
    seen_at: jsonTime(row.seenAt),
    tried_at: jsonTime(row.triedAt),
    healed_at: jsonTime(row.healedAt),
  }
}

type Retry = Omit<z.infer<typeof retrySchema>, 'status'>

/** The counts of a retry as JSON, in total and for each account. */
export function presentRetry({ report, accounts }: SyncOutcome): Retry {
  const each = accounts.map(presentAccount)
  const sum = (of: 'retried' | 'healed' | 'quarantined') =>
    each.reduce((total, account) => total + account[of], 0)
  return {
    retried: sum('retried'),
    healed: sum('healed'),
    quarantined: sum('quarantined'),
    has_more: report.has_more,
    duration_ms: report.duration_ms,
    accounts: each,
  }
}

function presentAccount({ account_id, label, has_more, stopped, quarantine }: AccountReport) {
  const { retried = 0, healed = 0, quarantined = 0 } = quarantine ?? {}
  return { account_id, label, stopped, retried, healed, quarantined, has_more }
}
