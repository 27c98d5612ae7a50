import type * as z from 'zod'
import type { OverrideRow } from '../../db/overrides/list'
import { jsonTime } from '../http/json-values'
import type { overrideSchema } from './schemas'

/** An override as JSON. */
export function presentOverride(row: OverrideRow): z.infer<typeof overrideSchema> {
  return {
    id: row.id,
    account_id: row.accountId,
    underlying: row.underlying,
    kind: row.kind,
    facts: row.facts,
    trade_ids: row.tradeIds,
    strategy: row.strategy,
    tags: row.tags,
    note: row.note,
    created_at: jsonTime(row.createdAt),
    updated_at: jsonTime(row.updatedAt),
  }
}
