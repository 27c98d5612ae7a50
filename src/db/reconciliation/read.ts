import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { typesWhere } from '../../alpaca/activity-types'
import { answerSymbol } from '../../alpaca/coin'
import type { Database } from '../connection/client'
import { isWithin, type Reach } from '../ledger/marks'
import { isOneOf } from '../ledger/units'
import {
  alpacaAccounts,
  alpacaActivities,
  alpacaCashDays,
  alpacaOrders,
  alpacaPositions,
  alpacaTrades,
} from '../schema'
import { runBatch } from '../statements/batch'

/** The cause of a difference between the ledger and the broker. */
export type DifferenceCause =
  | 'opened before history'
  | 'activity not yet posted'
  | 'split or adjusted'
  | 'unexplained'

/** One symbol that the broker or the ledger holds. Quantities are signed decimals as text. */
export interface SymbolBalance {
  symbol: string
  brokerQty: string
  ledgerQty: string
  difference: string
  cause: DifferenceCause | null
}

/** The account's cash and the sum of its movements, as decimals in the account's currency. */
export interface CashBalance {
  /** The broker's figure; null before the account was read. */
  cash: string | null
  expected: string
  difference: string | null
  deposits: string
  executions: string
  fees: string
  other: string
  cause: DifferenceCause | null
}

/** The comparison of an account's ledger with its broker. */
export interface Reconciliation {
  accountId: string
  label: string
  balanced: boolean
  symbols: SymbolBalance[]
  cash: CashBalance
}

const balanceRow = z.object({
  symbol: z.string(),
  underlying: z.string(),
  broker_qty: z.string(),
  ledger_qty: z.string(),
  difference: z.string(),
  /** Whether an option has just expired: its activity arrives in the night or after the weekend. */
  expired_lately: z.boolean(),
  expired: z.boolean(),
  delivers: z.boolean(),
  adjusted: z.boolean(),
  filled_since: z.boolean(),
  no_opening: z.boolean(),
})

type BalanceRow = z.infer<typeof balanceRow>

const cashRow = z.object({
  account_id: z.string(),
  label: z.string(),
  cash: z.string().nullable(),
  expected: z.string(),
  difference: z.string().nullable(),
  deposits: z.string(),
  executions: z.string(),
  fees: z.string(),
  other: z.string(),
  incomplete: z.boolean(),
})

type CashRow = z.infer<typeof cashRow>

// Activities of an expiry are dated the next business day and created hours later
// (src/alpaca/README.md 3.3, 3.4).
const DAYS_TO_POST = 5

const CORPORATE_ACTIONS = typesWhere(
  ({ position }) => position === 'adjustment' || position === 'unbooked',
)

/**
 * Selects both quantities of each symbol, and the signs of each possible cause. Coins are compared
 * without their slash.
 */
function balances(accountId: string, today: string): SQL {
  return sql`with held as (
      select replace(symbol, '/', '') as key, max(symbol) as symbol, max(underlying) as underlying, sum(qty) as qty,
        max(expiry_date) as expiry, min(updated_at) as at
      from ${alpacaPositions} where account_id = ${accountId} and is_open group by 1
    ),
    lots as (
      select replace(l.symbol, '/', '') as key, max(l.symbol) as symbol, max(t.underlying) as underlying,
        sum(case l.side when 'long' then l.open_qty else -l.open_qty end) as qty, max(l.expiry_date) as expiry
      from ${alpacaTrades} t
      cross join lateral jsonb_to_recordset(t.legs) as l(symbol text, side text, open_qty numeric, expiry_date date)
      where t.account_id = ${accountId} and t.status in ('open', 'partial') and l.open_qty > 0 group by 1
    ),
    sides as (
      select coalesce(l.symbol, h.symbol) as symbol, coalesce(l.underlying, h.underlying) as underlying,
        coalesce(h.qty, 0) as broker, coalesce(l.qty, 0) as ledger, coalesce(l.expiry, h.expiry) as expiry,
        h.qty is null as not_held, h.at as held_at, l.qty is null as no_lots
      from held h full join lots l on l.key = h.key
    )
    select s.symbol, s.underlying, trim_scale(s.broker)::text as broker_qty, trim_scale(s.ledger)::text as ledger_qty,
      trim_scale(s.broker - s.ledger)::text as difference,
      coalesce(s.expiry <= ${today}::date, false) as expired,
      coalesce(s.expiry <= ${today}::date and s.expiry > ${today}::date - ${DAYS_TO_POST}::int, false) as expired_lately,
      s.expiry is null and s.broker <> s.ledger and exists (select from sides x where x.underlying = s.underlying
        and x.not_held and x.expiry between ${today}::date - ${DAYS_TO_POST}::int and ${today}::date) as delivers,
      s.broker <> s.ledger and exists (select from ${alpacaActivities} a where a.account_id = ${accountId}
        and a.symbol = s.symbol and ${isOneOf(sql`a.activity_type`, CORPORATE_ACTIONS)}) as adjusted,
      s.broker <> s.ledger and exists (select from ${alpacaOrders} o where o.account_id = ${accountId}
        and o.underlying = s.underlying and o.symbol = s.symbol and o.filled_at > coalesce(s.held_at, now() - interval '2 minutes')
        and o.filled_at > now() - interval '10 minutes') as filled_since,
      s.broker <> s.ledger and s.no_lots or exists (select from ${alpacaTrades} t where t.account_id = ${accountId}
        and t.underlying = s.underlying and t.incomplete) as no_opening
    from sides s order by s.symbol`
}

function cashOf(accountId: string): SQL {
  return sql`select a.account_id, a.label, trim_scale(a.cash)::text as cash, trim_scale(c.expected)::text as expected,
      trim_scale(a.cash - c.expected)::text as difference, trim_scale(c.deposits)::text as deposits,
      trim_scale(c.executions)::text as executions, trim_scale(c.fees)::text as fees, trim_scale(c.other)::text as other,
      exists (select from ${alpacaTrades} t where t.account_id = a.account_id and t.incomplete) as incomplete
    from ${alpacaAccounts} a cross join lateral (
      select coalesce(sum(executions + deposits + fees + other), 0) as expected, coalesce(sum(executions), 0) as executions,
        coalesce(sum(deposits), 0) as deposits, coalesce(sum(fees), 0) as fees, coalesce(sum(other), 0) as other
      from ${alpacaCashDays} d where d.account_id = a.account_id
    ) c where a.account_id = ${accountId}`
}

function causeOf(row: BalanceRow): DifferenceCause | null {
  if (row.difference === '0') return null
  if (row.expired_lately || row.delivers || row.filled_since) return 'activity not yet posted'
  if (row.adjusted) return 'split or adjusted'
  if (row.no_opening && !row.expired) return 'opened before history'
  return 'unexplained'
}

function cashCause(cash: CashRow, symbols: readonly SymbolBalance[]): DifferenceCause | null {
  if (cash.difference === null || cash.difference === '0') return null
  const causes = symbols.map(({ cause }) => cause)
  if (causes.includes('activity not yet posted')) return 'activity not yet posted'
  return cash.incomplete || causes.includes('opened before history')
    ? 'opened before history'
    : 'unexplained'
}

const toBalance = (row: BalanceRow): SymbolBalance => ({
  symbol: answerSymbol(row.symbol, row.underlying),
  brokerQty: row.broker_qty,
  ledgerQty: row.ledger_qty,
  difference: row.difference,
  cause: causeOf(row),
})

/**
 * Compares an account's open lots with Alpaca's positions symbol by symbol, and its cash with the
 * sum of its movements. One round trip.
 *
 * @param today the exchange's day, YYYY-MM-DD.
 * @returns null for an account that is not stored.
 */
export async function readReconciliation(
  db: Database,
  accountId: string,
  today: string,
): Promise<Reconciliation | null> {
  const [symbolRows, cashRows] = await runBatch(db, balances(accountId, today), cashOf(accountId))
  const [cash] = z.array(cashRow).parse(cashRows)
  if (!cash) return null
  const symbols = z.array(balanceRow).parse(symbolRows).map(toBalance)
  const { account_id, label, incomplete: _, ...sums } = cash
  return {
    accountId: account_id,
    label,
    balanced: sums.difference === '0' && symbols.every(({ cause }) => cause === null),
    symbols,
    cash: { ...sums, cause: cashCause(cash, symbols) },
  }
}

/**
 * Updates `unexplained` of trades: true while a trade holds a leg past its expiry that the broker
 * no longer holds and no activity explains (src/engine/README.md 5).
 */
export function flagUnexplained(accountId: string, today: string, reach: Reach): SQL {
  const unexplained = sql`t.status in ('open', 'partial') and exists (
    select from jsonb_to_recordset(t.legs) as l(symbol text, open_qty numeric, expiry_date date)
    where l.open_qty > 0 and l.expiry_date <= ${today}::date - ${DAYS_TO_POST}::int
      and not exists (select from ${alpacaPositions} p where p.account_id = t.account_id and p.is_open and p.symbol = l.symbol))`
  return sql`update ${alpacaTrades} t set unexplained = not t.unexplained
    where t.trade_id in (
        select trade_id from ${alpacaTrades} where account_id = ${accountId} and status in ('open', 'partial')
        union select trade_id from ${alpacaTrades} where account_id = ${accountId} and unexplained
      ) and t.unexplained <> (${unexplained}) and ${isWithin(reach, accountId, sql`t.underlying`)}`
}
