import { type Micros, momentText, rfc3339, utcDate } from '../../time/micros'
import { newYorkClock } from '../../time/new-york'

/** A row of `/v2/account/activities`. */
export interface PostedActivity {
  /** Sort key of the activities: `YYYYMMDDHHMMSSmmm::uuid`. */
  readonly id: string
  readonly type: string
  readonly orderId: string | null
  /**
   * `after`, `until` and `date` filter by it. Before this moment the row does not exist
   * (src/alpaca/README.md 3.1).
   */
  readonly createdAt: Micros
  readonly payload: Readonly<Record<string, unknown>>
}

/** One execution, with the fields of a FILL row (src/alpaca/README.md 3.2). */
export interface BrokerExecution {
  readonly id: string
  /** The order of the leg, never the multi-leg parent. */
  readonly orderId: string
  readonly symbol: string
  readonly side: 'buy' | 'sell' | 'sell_short'
  readonly qty: string
  readonly price: string
  readonly cumQty: string
  readonly leavesQty: string
  readonly orderStatus: string
  readonly at: Micros
}

/** The first part of a fill's id: New York's date and time to the millisecond, digits only. */
export function fillStamp(at: Micros): string {
  const moment = momentText(at)
  return (newYorkClock(moment) + moment.slice(20, 23)).replace(/\D/g, '')
}

export function fillActivity(execution: BrokerExecution): PostedActivity {
  const id = `${fillStamp(execution.at)}::${execution.id}`
  return {
    id,
    type: 'FILL',
    orderId: execution.orderId,
    createdAt: execution.at,
    payload: {
      id,
      activity_type: 'FILL',
      transaction_time: rfc3339(execution.at),
      type: execution.orderStatus === 'filled' ? 'fill' : 'partial_fill',
      price: execution.price,
      qty: execution.qty,
      side: execution.side,
      symbol: execution.symbol,
      leaves_qty: execution.leavesQty,
      order_id: execution.orderId,
      cum_qty: execution.cumQty,
      order_status: execution.orderStatus,
    },
  }
}

/**
 * A row other than a fill (src/alpaca/README.md 3.3): stamped midnight of `date`, created hours or
 * days later.
 */
export interface NonTrade {
  readonly uuid: string
  readonly type: string
  /** `YYYY-MM-DD`. */
  readonly date: string
  readonly createdAt: Micros
  readonly netAmount: string
  /** Default `executed`. A canceled row has no effect, a correct one has. */
  readonly status?: 'executed' | 'correct' | 'canceled'
  /** Fields that only some types have: symbol, qty, price, group_id and others. */
  readonly details?: Readonly<Record<string, string>>
}

export function nonTradeActivity(row: NonTrade): PostedActivity {
  const id = `${row.date.replaceAll('-', '')}000000000::${row.uuid}`
  return {
    id,
    type: row.type,
    orderId: null,
    createdAt: row.createdAt,
    payload: {
      id,
      activity_type: row.type,
      date: row.date,
      created_at: rfc3339(row.createdAt),
      net_amount: row.netAmount,
      description: '',
      ...row.details,
      status: row.status ?? 'executed',
      currency: 'USD',
    },
  }
}

/** Whether a row was created on a UTC day (src/alpaca/README.md 3.1). */
export function createdOn(activity: PostedActivity, date: string): boolean {
  return utcDate(activity.createdAt) === date
}
