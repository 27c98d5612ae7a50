import { bigint, date, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { accountId, decimalColumn, rowTimes } from './columns'

const count = (name: string) => integer(name).notNull().default(0)
const amount = (name: string) => decimalColumn(name).notNull().default('0')

/**
 * Sums for statistics: of one day of the exchange, or of one strategy and underlying over all days,
 * which have the day `infinity`. A sum over all strategies or underlyings has an empty name. Only
 * triggers on the tables of trades write these rows (`add_sums`).
 */
export const alpacaDailySums = pgTable(
  'alpaca_daily_sums',
  {
    accountId: accountId(),
    day: date('day', { mode: 'string' }).notNull(),
    strategy: text('strategy').notNull(),
    underlying: text('underlying').notNull(),
    realized: amount('realized'),
    fees: amount('fees'),
    dividends: amount('dividends'),
    openNet: amount('open_net'),
    moves: count('moves'),
    closed: count('closed'),
    opened: count('opened'),
    told: count('told'),
    wins: count('wins'),
    losses: count('losses'),
    incomplete: count('incomplete'),
    won: amount('won'),
    lost: amount('lost'),
    timed: count('timed'),
    held: bigint('held', { mode: 'number' }).notNull().default(0),
    ...rowTimes(),
  },
  (t) => [
    primaryKey({
      name: 'alpaca_daily_sums_pkey',
      columns: [t.accountId, t.day, t.strategy, t.underlying],
    }),
  ],
)
