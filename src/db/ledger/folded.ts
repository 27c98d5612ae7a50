import { type SQL, sql } from 'drizzle-orm'
import type { Checkpoint } from '../../engine/book/checkpoint'
import type { FillRow } from '../../engine/output/fill-rows'
import type { TradeRow } from '../../engine/output/trade-row'
import { momentText } from '../../time/micros'
import type { AssignedOrder, BegunTrade } from '../orders/assign-trades'
import { isOneOf } from './units'

/** What folding one underlying came to, or several together, and from when on it replaces what is stored. */
export interface FoldedUnderlying {
  /** The first of them. */
  underlying: string
  members: string[]
  /** The dirty marks that were folded. */
  marks: { underlying: string; version: number }[]
  /** Microseconds; null from the beginning. */
  from: number | null
  /** Where folding goes on, when only a chunk was folded; null when it is done. What lies behind it stays as it is. */
  resumeAt: number | null
  /** Ids of the trades that go on behind `resumeAt`: not among `trades`, and what stands of them stays until they are. */
  carried: string[]
  /** What the user made one, and the orders before `from` with it. */
  begun: BegunTrade[]
  trades: TradeRow[]
  fills: FillRow[]
  orders: AssignedOrder[]
  checkpoints: Checkpoint[]
}

/** All that was folded as rows, with its first: from when on each replaces what is stored. */
export function folded(of: readonly FoldedUnderlying[]): SQL {
  const rows = of.flatMap(({ underlying: first, members, from }) =>
    members.map((underlying) => ({ underlying, first, members, from })),
  )
  return sql`(select r.underlying, r.first, r.members,
      coalesce(to_timestamp(0) + r."from" * interval '1 microsecond', '-infinity') as from_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(underlying text, first text, members text[], "from" float8))`
}

/** The marks of what was folded, and where each goes on. */
export function foldedMarks(of: readonly FoldedUnderlying[]): SQL {
  const rows = of.flatMap(({ marks, resumeAt }) =>
    marks.map(({ underlying, version }) => ({ underlying, version, resumeAt })),
  )
  return sql`(select r.underlying, r.version, to_timestamp(0) + r."resumeAt" * interval '1 microsecond' as resume_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(underlying text, version float8, "resumeAt" float8))`
}

/** Which rows a fold replaces: those of its underlyings between its moments. Values, so that the planner knows how few. */
export function replaced(of: readonly FoldedUnderlying[], at: SQL): SQL {
  const each = of.map(({ members, from, resumeAt }) => {
    const since = from === null ? '-infinity' : momentText(from)
    const until = resumeAt === null ? 'infinity' : momentText(resumeAt)
    return sql`(${isOneOf(sql`o.underlying`, members)} and ${at} >= ${since}::timestamptz and ${at} < ${until}::timestamptz)`
  })
  return sql`(${sql.join(each, sql` or `)})`
}
