import { type SQL, sql } from 'drizzle-orm'
import { SECTION_1256_ROOTS } from '../../engine/tax/section-1256'
import { accountsNamed } from '../accounts/named'
import type { Database } from '../connection/client'

/** A filter of closed lots. The moments are RFC 3339. */
export interface LotFilter {
  /** Id or label. */
  account?: string | undefined
  /** The underlying of the trade. */
  underlying?: string | undefined
  /** Closed at or after. */
  closedSince?: string | undefined
  /** Closed before. */
  closedUntil?: string | undefined
  /** Only Section 1256 contracts, or all but those. */
  section1256?: boolean | undefined
}

const isSection1256 = sql`(f.leg_kind in ('call', 'put')
  and substring(f.symbol from '^[A-Z]+') in (${sql.raw(SECTION_1256_ROOTS.map((root) => `'${root}'`).join(', '))}))`

/**
 * When a fill `f` counts as executed: from 20:00 New York an order is executed on the next trading
 * day (src/alpaca/README.md 3.2), and four hours later at the latest a day has begun that is.
 */
const countedAt = sql`(f.executed_at + case when f.kind = 'fill' and f.leg_kind <> 'crypto'
  and (f.executed_at at time zone 'America/New_York')::time >= time '20:00' then interval '4 hours'
  else interval '0' end)`

/** The condition of a filter on closing fills `f` of trades `t`. */
export const lotConditions = (db: Database, filter: LotFilter): SQL =>
  sql`f.effect = 'close' and ${fillConditions(db, filter)}`

/** The condition of a filter on fills `f` of trades `t`. */
export function fillConditions(db: Database, filter: LotFilter): SQL {
  const { account, underlying, closedSince, closedUntil, section1256 } = filter
  const conditions = [
    sql`true`,
    account === undefined ? null : sql`f.account_id in ${accountsNamed(db, account)}`,
    underlying === undefined ? null : sql`t.underlying = ${underlying}`,
    closedSince === undefined ? null : sql`${countedAt} >= ${closedSince}::timestamptz`,
    closedUntil === undefined ? null : sql`${countedAt} < ${closedUntil}::timestamptz`,
    section1256 === undefined ? null : section1256 ? isSection1256 : sql`not ${isSection1256}`,
  ].filter((condition) => condition !== null)
  return sql.join(conditions, sql` and `)
}
