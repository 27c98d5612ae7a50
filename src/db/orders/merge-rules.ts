import { type SQL, sql } from 'drizzle-orm'
import { TERMINAL_STATUSES } from '../../alpaca/order-status'
import { quarantineTaken } from '../quarantine/store'
import type { alpacaOrders, alpacaParentOrders } from '../schema'
import { insertedAndUpdated } from '../statements/merge'

const terminal = sql.raw(TERMINAL_STATUSES.map((word) => `'${word}'`).join(', '))

// An older answer must not overwrite a newer one. Alpaca's updated_at decides. When both are equal,
// the answer that was read last is stored, unless it would reopen an order that was final, or
// reduce the filled quantity of an order that still works. The filled quantity of a final order
// falls when the broker busts or corrects a fill, perhaps without a new updated_at.
// Alpaca gives each order id once, so an id belongs to the account that has it. A second account's
// order under that id is quarantined.
export const KEEP_STORED = sql`case
  when o.account_id <> i."accountId" then true
  when o.alpaca_updated_at is null then false
  when i."alpacaUpdatedAt" is null then true
  when i."alpacaUpdatedAt" = o.alpaca_updated_at then i.status not in (${terminal})
    and (i."filledQty" < o.filled_qty or o.status in (${terminal}))
  else i."alpacaUpdatedAt" < o.alpaca_updated_at end`

// An order that is read without its legs keeps the stored legs. Otherwise flat and nested answers
// would alternate.
export const RAW_WITH_LEGS = sql`case
  when jsonb_typeof(o.raw_data -> 'legs') = 'array'
    and jsonb_typeof(i."rawData" -> 'legs') is distinct from 'array'
  then i."rawData" || jsonb_build_object('legs', o.raw_data -> 'legs')
  else i."rawData" end`

/**
 * The CTE `taken`: incoming orders whose ids another account has, even if it wrote them just now.
 * All are quarantined.
 */
export function takenOrders(
  accountId: string,
  table: typeof alpacaOrders | typeof alpacaParentOrders,
  now: Date,
): SQL {
  const lost = sql`not exists (select from written w where w.alpaca_order_id = c."alpacaOrderId")`
  return sql`taken as (
      select i."alpacaOrderId" as id, i."rawData" as payload from incoming i
      join ${table} o on o.alpaca_order_id = i."alpacaOrderId" where o.account_id <> i."accountId"
        and not exists (select from changed c where c."alpacaOrderId" = i."alpacaOrderId")
      union all select c."alpacaOrderId", c."rawData" from changed c where ${lost}
    ),
    ${quarantineTaken(accountId, now)}`
}

/** A select of `inserted`, `updated` and `taken` (ids), to follow the CTEs of a merge of orders. */
export const orderCounts = sql`select ${insertedAndUpdated},
  (select coalesce(json_agg(id), '[]') from taken) as taken
  from changed c where not exists (select from taken t where t.id = c."alpacaOrderId")`
