import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { alpacaOrders } from '../schema'

/** A stored leg and its parent order. */
export const legParent = z.object({ id: z.string(), parent_id: z.string() })

/** Selects a `legParent` for each of some ids that is a stored leg. */
export const selectLegParents = (accountId: string, ids: readonly string[]): SQL =>
  sql`select alpaca_order_id as id, parent_order_id as parent_id from ${alpacaOrders}
    where account_id = ${accountId} and parent_order_id is not null
      and alpaca_order_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`
