import { type SQL, sql } from 'drizzle-orm'
import { ofAccount } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaDailySums } from '../schema'

/** The columns of a part of the statistics, as `dailySums` names them. */
export const KEYS = sql`strategy, underlying, day, daily`
export const MONEY = sql`realized, fee, paid, open_net, moves`
export const COUNTS = sql`closed, opened, told, wins, losses, unknown, won, lost, timed, held`

/**
 * Selects the stored sums of all accounts, or of one by its id or label: by day, and by strategy
 * and underlying. They are equal to the sums over trades, fills, fees and dividends.
 */
export function dailySums(db: Database, account: string | undefined): SQL {
  const { accountId } = alpacaDailySums
  const chosen = account === undefined ? sql`true` : ofAccount(db, accountId, account)
  return sql`select case when day = 'infinity' then strategy end as strategy,
      case when day = 'infinity' then underlying end as underlying,
      case when day < 'infinity' then day end as day, day < 'infinity' as daily, realized,
      fees as fee, dividends as paid, open_net, moves, closed, opened, told, wins, losses,
      incomplete as unknown, won, lost, timed, held::numeric as held
    from ${alpacaDailySums} where ${chosen}`
}
