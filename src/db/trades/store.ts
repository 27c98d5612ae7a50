import { type SQL, sql } from 'drizzle-orm'
import type { Checkpoint } from '../../engine/book/checkpoint'
import type { FillRow } from '../../engine/output/fill-rows'
import type { TradeRow } from '../../engine/output/trade-row'
import { momentText } from '../../time/micros'
import { reachOf } from '../ledger/dirty'
import { FOLDED_IN_PART } from '../ledger/fold-marks'
import { markDirty } from '../ledger/mark-dirty'
import { isOneOf } from '../ledger/units'
import type { AssignedOrder, BegunTrade } from '../orders/assign-trades'
import {
  alpacaTradeFees,
  alpacaTradeFills,
  alpacaTrades,
  ledgerCheckpoints,
  ledgerDirty,
} from '../schema'
import { isNotIncoming, type MergePlan, mergeRows } from '../statements/merge'

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

const TRADE_PLAN = {
  table: alpacaTrades,
  key: ['tradeId'],
  columns: [
    'accountId',
    'underlying',
    'strategy',
    'strategyType',
    'direction',
    'status',
    'closedBy',
    'quantity',
    'openedAt',
    'closedAt',
    'expiryDate',
    'entryCash',
    'exitCash',
    'realizedPl',
    'rolledFrom',
    'chainId',
    'rollCount',
    'assignedFrom',
    'coveredBy',
    'incomplete',
    'tags',
    'note',
    'legs',
  ],
} satisfies MergePlan

const FILL_PLAN = {
  table: alpacaTradeFills,
  key: ['tradeId', 'executionId', 'effect', 'symbol'],
  columns: [
    'accountId',
    'underlying',
    'kind',
    'legKind',
    'orderId',
    'activityId',
    'side',
    'qty',
    'price',
    'multiplier',
    'realizedPl',
    'executedAt',
    'tradingDay',
  ],
} satisfies MergePlan

/** All that was folded as rows, with its first: from when on each replaces what is stored. */
function folded(of: readonly FoldedUnderlying[]): SQL {
  const rows = of.flatMap(({ underlying: first, members, from }) =>
    members.map((underlying) => ({ underlying, first, members, from })),
  )
  return sql`(select r.underlying, r.first, r.members,
      coalesce(to_timestamp(0) + r."from" * interval '1 microsecond', '-infinity') as from_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(underlying text, first text, members text[], "from" float8))`
}

/** The marks of what was folded, and where each goes on. */
function foldedMarks(of: readonly FoldedUnderlying[]): SQL {
  const rows = of.flatMap(({ marks, resumeAt }) =>
    marks.map(({ underlying, version }) => ({ underlying, version, resumeAt })),
  )
  return sql`(select r.underlying, r.version, to_timestamp(0) + r."resumeAt" * interval '1 microsecond' as resume_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(underlying text, version float8, "resumeAt" float8))`
}

/** Which rows a fold replaces: those of its underlyings between its moments. Values, so that the planner knows how few. */
function replaced(of: readonly FoldedUnderlying[], at: SQL): SQL {
  const each = of.map(({ members, from, resumeAt }) => {
    const since = from === null ? '-infinity' : momentText(from)
    const until = resumeAt === null ? 'infinity' : momentText(resumeAt)
    return sql`(${isOneOf(sql`o.underlying`, members)} and ${at} >= ${since}::timestamptz and ${at} < ${until}::timestamptz)`
  })
  return sql`(${sql.join(each, sql` or `)})`
}

/** Writes the trades that differ, and drops those that are no more. Answers `changed`. */
export function writeTrades(accountId: string, of: readonly FoldedUnderlying[]): SQL {
  const rows = of.flatMap(({ trades }) => trades.map((trade) => ({ ...trade, accountId })))
  const carried = JSON.stringify(of.flatMap((one) => one.carried))
  return sql`with ${mergeRows(rows, TRADE_PLAN)},
    gone as (
      delete from ${alpacaTrades} o
      where o.account_id = ${accountId} and ${replaced(of, sql`o.opened_at`)}
        and ${isNotIncoming(['trade_id'], ['tradeId'])}
        and o.trade_id not in (select jsonb_array_elements_text(${carried}::jsonb)::uuid)
      returning o.trade_id
    ),
    orphans as (delete from ${alpacaTradeFees} x using gone where x.trade_id = gone.trade_id)
    select ((select count(*) from changed) + (select count(*) from gone))::int as changed`
}

/**
 * Writes the fills that differ, and drops those that are no more; the fees of the days on which something changed are to be
 * shared out again. Answers `changed`.
 */
export function writeFills(accountId: string, of: readonly FoldedUnderlying[]): SQL {
  const rows = of.flatMap(({ fills }) => fills.map((fill) => ({ ...fill, accountId })))
  const marks = sql`select ${accountId}::text as account_id, null::text as underlying,
      day::timestamp at time zone 'America/New_York' as since
    from (select "tradingDay" as day from changed union all select trading_day from gone) days`
  return sql`with ${mergeRows(rows, FILL_PLAN)},
    gone as (
      delete from ${alpacaTradeFills} o
      where o.account_id = ${accountId} and ${replaced(of, sql`o.executed_at`)}
        and ${isNotIncoming(
          ['trade_id', 'execution_id', 'effect', 'symbol'],
          ['tradeId', 'executionId', 'effect', 'symbol'],
        )}
      returning o.trading_day
    ), ${markDirty(marks)}
    select ((select count(*) from changed) + (select count(*) from gone))::int as changed`
}

/** Keeps the new checkpoints in the place of those that the change made void, or that are of other underlyings together. */
export function replaceCheckpoints(
  accountId: string,
  engineVersion: number,
  of: readonly FoldedUnderlying[],
): SQL[] {
  const rows = of.flatMap(({ underlying, members, checkpoints }) =>
    checkpoints.map((state) => ({ underlying, members, at: state.at, state })),
  )
  const drop = sql`delete from ${ledgerCheckpoints} k using ${folded(of)} f
    where k.account_id = ${accountId} and k.underlying = f.underlying
      and (k.at > f.from_at or k.engine_version <> ${engineVersion} or k.underlyings <> f.members or k.underlying <> f.first)`
  const keep = sql`insert into ${ledgerCheckpoints} (account_id, underlying, underlyings, at, engine_version, state)
    select ${accountId}, r.underlying, r.members, to_timestamp(0) + r.at * interval '1 microsecond', ${engineVersion}, r.state
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(underlying text, members text[], at float8, state jsonb)
    on conflict (account_id, underlying, at) do update set underlyings = excluded.underlyings, state = excluded.state, engine_version = excluded.engine_version`
  return rows.length === 0 ? [drop] : [drop, keep]
}

/**
 * Takes the marks off what was folded, unless more came meanwhile; what was folded in part is marked from there on, and so far behind
 * that the fold goes on at this very checkpoint: from one before it, it might never come further.
 */
export function clearMarks(
  accountId: string,
  of: readonly FoldedUnderlying[],
  windowSeconds: number,
): SQL[] {
  return [
    sql`delete from ${ledgerDirty} d using ${foldedMarks(of)} f where d.account_id = ${accountId}
      and d.underlying = f.underlying and d.version = f.version and f.resume_at is null`,
    sql`update ${ledgerDirty} d set since = f.resume_at + ${reachOf(windowSeconds)} + interval '1 microsecond',
        ${FOLDED_IN_PART}
      from ${foldedMarks(of)} f where d.account_id = ${accountId}
      and d.underlying = f.underlying and d.version = f.version and f.resume_at is not null`,
  ]
}
