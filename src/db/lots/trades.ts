import { type SQL, sql } from 'drizzle-orm'
import type { TaxFee, TaxFill, TaxTrade } from '../../engine/tax/tax-facts'
import { accountsNamed } from '../accounts/named'
import type { Database } from '../connection/client'
import {
  alpacaAccounts,
  alpacaActivities,
  alpacaOrders,
  alpacaTradeFees,
  alpacaTradeFills,
  alpacaTrades,
} from '../schema'
import { epochMicros } from '../statements/moment'
import type { TaxGroup } from './keys'

/** Trades of one round trip: a busy one has some dozens of fills. */
const CHUNK = 1000

interface TradeRow extends Record<string, unknown> {
  tradeId: string
  accountId: string
  underlying: string
  incomplete: boolean
  openedAt: string
}

type FillOfTrade = TaxFill & Record<string, unknown>
type FeeOfTrade = TaxFee & { tradeId: string } & Record<string, unknown>

/** Selects the trades, the fills and the fees of a set of trades, given as a select of ids. */
const selectsOf = (db: Database, chosen: SQL) =>
  [
    db.execute<TradeRow>(sql`select t.trade_id as "tradeId", t.account_id as "accountId", t.underlying, t.incomplete,
        t.opened_at as "openedAt"
      from ${alpacaTrades} t where t.trade_id in (${chosen}) order by t.opened_at, t.trade_id`),
    db.execute<FillOfTrade>(sql`select f.trade_id as "tradeId", f.execution_id as "executionId", f.effect, f.symbol,
        f.underlying, f.kind, f.leg_kind as "legKind", f.order_id as "orderId", f.side, f.qty, f.price, f.multiplier,
        f.realized_pl as "realizedPl", ${epochMicros(sql`f.executed_at`)} as at,
        ${epochMicros(sql`f.acquired_at`)} as "acquiredAt", f.lots
      from ${alpacaTradeFills} f where f.trade_id in (${chosen})
      order by f.executed_at, f.effect desc, f.execution_id, f.symbol`),
    db.execute<FeeOfTrade>(sql`select s.trade_id as "tradeId", s.amount, coalesce(a.fee_rule, 'account') as rule,
        coalesce(s.execution_id, a.execution_id) as "executionId", s.trading_day as day,
        case when a.fee_rule = 'order' then array[a.order_id] || array(
          select o.alpaca_order_id::text from ${alpacaOrders} o
          where o.account_id = s.account_id and o.parent_order_id = a.order_id) else '{}' end as "orderIds"
      from ${alpacaTradeFees} s
      left join ${alpacaActivities} a on a.account_id = s.account_id and a.activity_id = s.activity_id
      where s.trade_id in (${chosen}) order by s.trading_day, s.activity_id`),
  ] as const

function assembled(
  trades: readonly TradeRow[],
  fills: readonly FillOfTrade[],
  fees: readonly FeeOfTrade[],
): TaxTrade[] {
  const fillsOf = Map.groupBy(fills, ({ tradeId }) => tradeId)
  const feesOf = Map.groupBy(fees, ({ tradeId }) => tradeId)
  return trades.map(({ tradeId, accountId, underlying, incomplete }) => ({
    ...{ tradeId, accountId, underlying, incomplete },
    fills: fillsOf.get(tradeId) ?? [],
    fees: feesOf.get(tradeId) ?? [],
  }))
}

/** Reads trades by their ids. */
export async function readTaxTrades(db: Database, ids: readonly string[]): Promise<TaxTrade[]> {
  if (ids.length === 0) return []
  const chosen = sql`select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid`
  const [trades, fills, fees] = await db.batch(selectsOf(db, chosen))
  return assembled(trades.rows, fills.rows, fees.rows)
}

/** Reads the trades of a group that were filled, the first opened first, some at a time. */
export async function* readGroup(
  db: Database,
  { underlying, baseUrl }: TaxGroup,
  account: string | undefined,
): AsyncGenerator<TaxTrade[]> {
  let after: TradeRow | undefined
  for (;;) {
    const chosen = sql`select t.trade_id from ${alpacaTrades} t
      join ${alpacaAccounts} a on a.account_id = t.account_id and a.base_url = ${baseUrl}
      where t.underlying = ${underlying} and t.status not in ('pending', 'unfilled')
        and ${account === undefined ? sql`true` : sql`t.account_id in ${accountsNamed(db, account)}`}
        and ${after ? sql`(t.opened_at, t.trade_id) > (${after.openedAt}::timestamptz, ${after.tradeId}::uuid)` : sql`true`}
      order by t.opened_at, t.trade_id limit ${CHUNK}::int`
    const [trades, fills, fees] = await db.batch(selectsOf(db, chosen))
    yield assembled(trades.rows, fills.rows, fees.rows)
    after = trades.rows.at(-1)
    if (trades.rows.length < CHUNK) return
  }
}
