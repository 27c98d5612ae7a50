import * as z from 'zod'
import type { Database } from '../../../src/db/connection/client'
import { rowsOf } from '../sync/support'

const stored = z.array(
  z.object({
    of: z.enum(['order', 'trade', 'position', 'proof']),
    id: z.string(),
    status: z.string().nullable(),
    version: z.string(),
  }),
)

/** Every row that events report. `version` changes with each write of the row. */
const ROWS = `select 'order' as of, alpaca_order_id as id, status, xmin::text as version from alpaca_orders
  union all select 'trade', trade_id::text, status, xmin::text from alpaca_trades
  union all select 'position', id::text, null, xmin::text from alpaca_positions
  union all select 'proof', account_id, proof_state, coalesce(proof_state, '') from sync_state`

const event = z.object({
  seq: z.coerce.number(),
  type: z.string(),
  subject_id: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})

export type StoredEvent = z.infer<typeof event>

type Rows = Map<string, z.infer<typeof stored>[number]>

async function readRows(db: Database): Promise<Rows> {
  const rows = stored.parse(await rowsOf(db, ROWS))
  return new Map(rows.map((row) => [`${row.of} ${row.id}`, row]))
}

/** Events of all accounts with a larger sequence number. */
export async function eventsAfter(db: Database, seq: number): Promise<StoredEvent[]> {
  return z
    .array(event)
    .parse(
      await rowsOf(
        db,
        `select seq, type, subject_id, data from events where seq > ${seq} order by account_id, seq`,
      ),
    )
}

/** The type and the subject of events. */
export const briefly = (events: readonly StoredEvent[]) =>
  events.map(({ type, data }) => [type, data.was, data.status])

/** The subject that an event says was written; null for an event that reports no row. */
function subjectOf({ type, subject_id: id }: StoredEvent): string | null {
  if (type === 'order.changed') return `order ${id}`
  if (type === 'positions.changed') return 'positions'
  return type.startsWith('trade.') && type !== 'trade.rolled' ? `trade ${id}` : null
}

function writtenSince(before: Rows, after: Rows): Set<string> {
  const isWritten = (key: string) => before.get(key)?.version !== after.get(key)?.version
  const keys = [...new Set([...before.keys(), ...after.keys()])].filter(isWritten)
  const named = keys.map((key) => (key.startsWith('position ') ? 'positions' : key))
  return new Set(named.filter((key) => !key.startsWith('proof ')))
}

/** Where the statuses in the events of a subject do not lead from the stored one to the next. */
function brokenChains(before: Rows, after: Rows, events: readonly StoredEvent[]): string[] {
  const reached = new Map<string, unknown>()
  const broken: string[] = []
  let last = 0
  for (const one of events) {
    const subject = subjectOf(one)
    if (subject === null || subject === 'positions') continue
    const known = reached.has(subject)
      ? reached.get(subject)
      : (before.get(subject)?.status ?? null)
    // Several events of one transaction report the same change.
    const isSame = one.data.status === known
    if (one.data.was !== known && !isSame) broken.push(`${one.type} ${subject}`)
    if (one.seq <= last) broken.push(`order of ${one.seq}`)
    last = one.seq
    reached.set(subject, one.data.status)
  }
  for (const [subject, status] of reached) {
    if ((after.get(subject)?.status ?? null) !== status) broken.push(`end of ${subject}`)
  }
  return broken
}

/**
 * Remembers the rows. The function that it returns compares the events written since with the rows
 * written since; `missing` are changes without an event, `untrue` events without a change.
 */
export async function watchOutbox(db: Database) {
  const before = await readRows(db)
  const [counter] = await rowsOf(
    db,
    'select coalesce(max(last_seq), 0)::int as seq from event_counters',
  )
  const seq = Number(counter?.seq)
  return async () => {
    const [after, events] = [await readRows(db), await eventsAfter(db, seq)]
    const written = writtenSince(before, after)
    const told = new Set(events.flatMap((one) => subjectOf(one) ?? []))
    const isReset = events.some(({ type }) => type === 'reset')
    const missing = isReset ? [] : [...written].filter((subject) => !told.has(subject))
    const untrue = [...told].filter((subject) => !written.has(subject))
    const broken = isReset ? [] : brokenChains(before, after, events)
    return { missing, untrue, broken, events }
  }
}
