import type * as z from 'zod'
import type { AccountStateRow } from '../../db/runs/status'
import { type Reading, readingProgress, readingsOf } from '../../sync/run/backfill'
import { jsonTime } from '../http/json-values'
import type { backfillSchema } from './schemas'

type Backfill = z.infer<typeof backfillSchema>

const UNREAD: Reading = { complete: false, done: 0, readThrough: null }

/** How far the first reading of an account's history has come; nothing of one that was never synced. */
export function presentBackfill(
  row: Pick<AccountStateRow, 'state' | 'bornAt'> | null,
  now: Date,
): Backfill {
  const state = row?.state ?? null
  const [orders, activities] = state === null ? [UNREAD, UNREAD] : readingsOf(state)
  const bornAt = jsonTime(row?.bornAt ?? null)
  const parts = {
    orders: presentReading(orders, bornAt, now),
    activities: presentReading(activities, bornAt, now),
  }
  const rate = state === null ? null : rateOf(state.runRows, state.runMilliseconds)
  return { ...parts, rows_per_second: rate, eta_seconds: etaOf(Object.values(parts), rate) }
}

function presentReading(reading: Reading, bornAt: string | null, now: Date) {
  const { share, remaining } = readingProgress(reading, bornAt, now)
  return {
    complete: reading.complete,
    done: reading.done,
    remaining,
    share: share === null ? null : Math.round(share * 1000) / 1000,
    read_through: reading.readThrough,
  }
}

function rateOf(rows: number, milliseconds: number): number | null {
  return rows === 0 || milliseconds === 0 ? null : Math.round((rows * 10_000) / milliseconds) / 10
}

function etaOf(parts: { remaining: number | null }[], rate: number | null): number | null {
  const rows = parts.reduce<number | null>(
    (sum, { remaining }) => (sum === null || remaining === null ? null : sum + remaining),
    0,
  )
  if (rows === 0) return 0
  return rows === null || rate === null ? null : Math.ceil(rows / rate)
}
