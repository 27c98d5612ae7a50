import { sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../connection/client'
import { alpacaOrders, eventCounters, events } from '../schema'
import { epochMicros } from '../statements/moment'

const changedOrder = z.object({
  id: z.string(),
  /** Null for an order without a parent. */
  parentId: z.string().nullable(),
  /** Alpaca's time of the last change, in microseconds since 1970. */
  updatedAt: z.number(),
})

/** Orders that changed after a sequence number, and the last sequence number of the account. */
const changedOrders = z.object({ lastSeq: z.number(), orders: z.array(changedOrder) })

export type ChangedOrders = z.infer<typeof changedOrders>
export type ChangedOrder = z.infer<typeof changedOrder>

/** A run that changes more orders writes a `reset`, so this bound is hardly ever met. */
const MOST = 1_000

/**
 * Reads the stored orders of which an event after a sequence number reports a change, in one round
 * trip. Without a number it returns the last one and no orders.
 */
export async function readChangedOrders(
  db: Database,
  accountId: string,
  after: number | null,
): Promise<ChangedOrders> {
  const { rows } = await db.execute(sql`with changed as (
      select distinct e.subject_id as id from ${events} e
      where e.account_id = ${accountId} and e.seq > ${after}::bigint
        and e.type = 'order.changed'
      limit ${MOST}::int
    )
    select coalesce((select max(last_seq) from ${eventCounters}
        where account_id = ${accountId}), 0)::float8 as "lastSeq",
      coalesce((select jsonb_agg(jsonb_build_object('id', o.alpaca_order_id,
          'parentId', o.parent_order_id, 'updatedAt', ${epochMicros(sql`o.alpaca_updated_at`)}))
        from changed join ${alpacaOrders} o on o.alpaca_order_id = changed.id
        where o.account_id = ${accountId} and o.alpaca_updated_at is not null), '[]') as orders`)
  return z.tuple([changedOrders]).parse(rows)[0]
}
