import { and, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { RejectSource } from '../../alpaca/reject'
import { accountsNamed, type ListPage, ofAccount } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaActivities, alpacaOrders, alpacaParentOrders, syncQuarantine } from '../schema'

/** The kinds of payloads that are quarantined. */
export const QUARANTINE_SOURCES = [
  'order',
  'activity',
  'position',
  'account',
  'contract',
] as const satisfies readonly RejectSource[]

const q = syncQuarantine

// EXISTS is avoided: Postgres would hash the whole table to look up one page.
const storedOrder = sql`coalesce(
  (select true from ${alpacaOrders} o where o.alpaca_order_id = ${q.payloadKey} limit 1),
  (select true from ${alpacaParentOrders} p where p.alpaca_order_id = ${q.payloadKey}
  limit 1), false)`
const storedActivity = sql`coalesce((select true from ${alpacaActivities} a
  where a.account_id = ${q.accountId} and a.activity_id = split_part(${q.payloadKey}, '#', 1)
  limit 1), false)`

// The payload is left out: it may hold personal data.
const columns = {
  id: q.id,
  accountId: q.accountId,
  source: q.source,
  /** Alpaca's id, or the symbol of a position or contract; null when the payload has none. */
  itemId: sql<string | null>`nullif(split_part(${q.payloadKey}, '#', 1), '')`,
  reason: q.reason,
  /** Whether an order or activity is stored under this id, from an earlier or later answer. */
  stored: sql<boolean>`case ${q.source} when 'order' then ${storedOrder}
    when 'activity' then ${storedActivity} else false end`,
  createdAt: q.createdAt,
  seenAt: q.seenAt,
  triedAt: q.triedAt,
  healedAt: q.healedAt,
}

/** One quarantined payload. */
export type QuarantineRow = Awaited<ReturnType<typeof selectQuarantine>>[number]

/** A filter of quarantined payloads. */
export interface QuarantineFilter {
  /** Id or label. */
  account?: string | undefined
  source?: (typeof QUARANTINE_SOURCES)[number] | undefined
  healed: boolean | 'all'
}

/** The key of the row after which a page begins. */
export interface QuarantineKey {
  createdAt: string
  id: string
}

/** Lists quarantined payloads, the newest first. One round trip. */
export async function listQuarantine(
  db: Database,
  filter: QuarantineFilter,
  page: { limit: number; after?: QuarantineKey | undefined },
): Promise<ListPage<QuarantineRow>> {
  const [accounts, rows] = await db.batch([
    accountsNamed(db, filter.account),
    selectQuarantine(db, and(page.after && follows(page.after), ...conditions(db, filter))).limit(
      page.limit,
    ),
  ])
  return { rows, accountKnown: filter.account === undefined || accounts.length > 0 }
}

/** Reads the account of each of these rows that exists. */
export async function accountsOfQuarantined(
  db: Database,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await db
    .select({ accountId: q.accountId })
    .from(q)
    .where(inArray(q.id, [...ids]))
  return rows.map(({ accountId }) => accountId)
}

function selectQuarantine(db: Database, where: SQL | undefined) {
  return db.select(columns).from(q).where(where).orderBy(desc(q.createdAt), desc(q.id)).$dynamic()
}

const follows = ({ createdAt, id }: QuarantineKey): SQL =>
  sql`(${q.createdAt}, ${q.id}) < (${createdAt}::timestamptz, ${id}::uuid)`

function conditions(
  db: Database,
  { account, source, healed }: QuarantineFilter,
): (SQL | undefined)[] {
  return [
    account === undefined ? undefined : ofAccount(db, q.accountId, account),
    source === undefined ? undefined : eq(q.source, source),
    healed === 'all' ? undefined : healed ? isNotNull(q.healedAt) : isNull(q.healedAt),
  ]
}
