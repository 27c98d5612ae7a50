import { type SQL, sql } from 'drizzle-orm'
import type { Checkpoint } from '../../engine/book/checkpoint'
import type { FillRow } from '../../engine/output/fill-rows'
import type { UnbookedActivity } from '../../engine/output/listener'
import type { OverrideTrade } from '../../engine/output/order-trades'
import type { TradeRow } from '../../engine/output/trade-row'
import { momentText } from '../../time/micros'
import type { AssignedOrder } from '../orders/assign-trades'
import { isOneOf } from '../statements/is-one-of'

/** The result of folding one unit: an underlying, or several together. */
export interface FoldedUnderlying {
  /** The first of the members. */
  underlying: string
  members: string[]
  /** The dirty marks that were folded, with the version that was read. */
  marks: { underlying: string; version: number }[]
  /** The fold replaces stored rows from here on: microseconds since 1970, or null for all. */
  from: number | null
  /**
   * Where the next fold continues, in microseconds since 1970, when only a chunk was folded; else
   * null. Rows after it stay as they are.
   */
  resumeAt: number | null
  /**
   * Ids of the trades that continue after `resumeAt`. They are not in `trades`, and their stored
   * rows stay.
   */
  carried: string[]
  /** Trades that the user made and that began before `from`. */
  begun: OverrideTrade[]
  trades: TradeRow[]
  fills: FillRow[]
  orders: AssignedOrder[]
  unbooked: UnbookedActivity[]
  checkpoints: Checkpoint[]
}

/**
 * The folded underlyings as rows, each with the first of its unit and the moment from which the
 * fold replaces stored rows.
 */
export function foldedRows(of: readonly FoldedUnderlying[]): SQL {
  const rows = of.flatMap(({ underlying: first, members, from }) =>
    members.map((underlying) => ({ underlying, first, members, from })),
  )
  return sql`(select r.underlying, r.first, r.members,
      coalesce(to_timestamp(0) + r."from" * interval '1 microsecond', '-infinity') as from_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(underlying text, first text, members text[], "from" float8))`
}

/** The folded marks as rows, each with the moment at which the next fold continues. */
export function foldedMarks(of: readonly FoldedUnderlying[]): SQL {
  const rows = of.flatMap(({ marks, resumeAt }) =>
    marks.map(({ underlying, version }) => ({ underlying, version, resumeAt })),
  )
  return sql`(select r.underlying, r.version, to_timestamp(0) + r."resumeAt" *
    interval '1 microsecond' as resume_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(underlying text, version float8,
      "resumeAt" float8))`
}

/**
 * A condition for the rows that a fold replaces: those of its underlyings between its moments. It
 * holds literals, so that the planner knows how few rows there are.
 */
export function isReplaced(of: readonly FoldedUnderlying[], at: SQL): SQL {
  const each = of.map(({ members, from, resumeAt }) => {
    const since = from === null ? '-infinity' : momentText(from)
    const until = resumeAt === null ? 'infinity' : momentText(resumeAt)
    return sql`(${isOneOf(sql`o.underlying`, members)} and ${at} >= ${since}::timestamptz
      and ${at} < ${until}::timestamptz)`
  })
  return sql`(${sql.join(each, sql` or `)})`
}
