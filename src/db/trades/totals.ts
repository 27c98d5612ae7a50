import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../connection/client'
import { alpacaTrades } from '../schema'
import { unrealizedPl } from '../schema/unrealized'

const totalsRow = z.object({
  trades: z.number(),
  open_trades: z.number(),
  incomplete_trades: z.number(),
  realized_pl: z.string(),
  fees: z.string(),
  net_pl: z.string(),
  dividends: z.string(),
  unrealized_pl: z.string().nullable(),
})

/** Sums of a list of trades: counts, and exact decimals as text. */
export type TradeTotals = z.infer<typeof totalsRow>

/**
 * Sums the trades that match a condition. The money of incomplete trades is unknown, so only their
 * dividends are in the sums. The unrealized profit is null when a mark is missing.
 */
export const selectTotals = (db: Database, where: SQL | undefined) =>
  db.execute(sql`select count(*)::int as trades,
      count(*) filter (where status in ('open', 'partial'))::int as open_trades,
      count(*) filter (where incomplete)::int as incomplete_trades,
      coalesce(sum(realized_pl) filter (where not incomplete), 0)::text as realized_pl,
      coalesce(sum(fees) filter (where not incomplete), 0)::text as fees,
      coalesce(sum(net_pl) filter (where not incomplete), 0)::text as net_pl,
      coalesce(sum(dividends), 0)::text as dividends,
      case when count(*) filter (where not incomplete) = count(unrealized)
        then coalesce(sum(unrealized), 0)::text end as unrealized_pl
    from (
      select ${alpacaTrades.status}, ${alpacaTrades.incomplete}, ${alpacaTrades.realizedPl},
        ${alpacaTrades.fees}, ${alpacaTrades.netPl}, ${alpacaTrades.dividends},
        ${unrealizedPl} as unrealized
      from ${alpacaTrades} where ${where ?? sql`true`}
    ) t`)

/** The sums in the result of `selectTotals`. */
export function totalsIn({ rows }: { rows: unknown[] }): TradeTotals {
  const [row] = z.tuple([totalsRow]).parse(rows)
  return row
}
