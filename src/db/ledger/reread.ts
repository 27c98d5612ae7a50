import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import { typesWhere } from '../../alpaca/activity-types'
import { INDEX_ROOTS } from '../../alpaca/occ'
import { startAllChains } from '../orders/chains'
import { alpacaActivities, alpacaOrders, alpacaPositions, tradeOverrides } from '../schema'
import { isOneOf } from '../statements/is-one-of'

const EXERCISES = typesWhere(({ position }) => position === 'exercise')
const ROOTS = [...INDEX_ROOTS.keys()]

const isIndexRoot = (underlying: AnyColumn): SQL => isOneOf(sql`${underlying}`, ROOTS)

/** The index of an index root. */
const indexOf = (underlying: AnyColumn): SQL => {
  const cases = [...INDEX_ROOTS].map(([root, index]) => sql`when ${root} then ${index}`)
  return sql`case ${underlying} ${sql.join(cases, sql` `)} end`
}

/**
 * Brings columns that earlier versions read from payloads to what this version reads, for rows that
 * no sync writes again: replacements take the place of the first order of their chain, index
 * options move to their index, and an exercise within market hours takes effect when it was created
 * (src/alpaca/README.md 1.7, 3.4, 6).
 */
export function rereadStored(accountId: string): SQL[] {
  const move = (table: typeof alpacaOrders | typeof alpacaPositions) =>
    sql`update ${table} set underlying = ${indexOf(table.underlying)}
      where account_id = ${accountId} and ${isIndexRoot(table.underlying)} and expiry_date is not null`
  const created = sql`(a.alpaca_created_at at time zone 'America/New_York')`
  return [
    startAllChains(accountId),
    move(alpacaOrders),
    move(alpacaPositions),
    sql`update ${alpacaActivities} set underlying = ${indexOf(alpacaActivities.underlying)}
      where account_id = ${accountId} and ${isIndexRoot(alpacaActivities.underlying)} and symbol ~ '[0-9]{6}[CP][0-9]{8}$'`,
    sql`update ${tradeOverrides} set underlying = ${indexOf(tradeOverrides.underlying)}
      where account_id = ${accountId} and ${isIndexRoot(tradeOverrides.underlying)}`,
    sql`update ${alpacaActivities} a set effective_at = a.alpaca_created_at
      where a.account_id = ${accountId} and ${isOneOf(sql`a.activity_type`, EXERCISES)}
        and a.effective_at <> a.alpaca_created_at and ${created}::date = a.date
        and ${created}::time >= '09:30' and ${created}::time < '16:00:01' and extract(isodow from a.date) < 6
        and a.date <= to_date(substring(a.symbol from '([0-9]{6})[CP][0-9]{8}$'), 'YYMMDD')`,
  ]
}
