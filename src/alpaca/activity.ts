import * as z from 'zod'
import { Refusal } from '../time/refusal'
import { endsOption, meaningOf } from './activity-types'
import { isNegative } from './decimal'
import { effectiveAt } from './effective-at'
import { date, decimal, moment, oneOf, requiredText, symbol, text, unsignedDecimal } from './field'
import { readInstrument } from './instrument'
import { readPayload, reject } from './payload'
import type { Parsed, Reject } from './reject'

const activityPayload = z.object(
  {
    id: requiredText,
    activity_type: requiredText,
    activity_sub_type: text,
    type: text,
    order_id: text,
    execution_id: text,
    group_id: text,
    symbol,
    side: oneOf(['buy', 'sell', 'sell_short'], 'neither buy, sell nor sell_short'),
    qty: decimal,
    cum_qty: unsignedDecimal,
    price: decimal,
    net_amount: decimal,
    status: text,
    currency: text,
    date,
    transaction_time: moment,
    created_at: moment,
  },
  { error: 'not an object' },
)

type ActivityPayload = z.output<typeof activityPayload>

/** One row of the account's activities: a fill, or anything else that moved cash or a position. */
export interface Activity {
  /**
   * `YYYYMMDDHHMMSSmmm::uuid`; dated midnight for all but fills, so never a high-water mark
   * (reference 3.3).
   */
  id: string
  /** As sent, an open set; `OPXRC` is read as `OPEXC` (reference 3.4). */
  activityType: string
  activitySubType: string | null
  /** `fill` or `partial_fill`, of a FILL alone. */
  fillType: string | null
  /** The leg's order, never the envelope's (reference 3.2). */
  orderId: string | null
  /**
   * A fill's own execution (the part of its id after `::`), or the execution that a fee was charged
   * on.
   */
  executionId: string | null
  /** Pairs an option event with the shares it delivered. */
  groupId: string | null
  symbol: string | null
  underlying: string | null
  side: 'buy' | 'sell' | 'sell_short' | null
  /** As sent: of a fill always positive, of an option event the signed change of the position. */
  qty: string | null
  cumQty: string | null
  price: string | null
  netAmount: string | null
  status: string | null
  currency: string | null
  /** YYYY-MM-DD; null on fills. */
  date: string | null
  transactionTime: string | null
  /** When it changes the position or the cash (design 5.1). */
  effectiveAt: string
  createdAt: string | null
  raw: unknown
}

/** Reads one row of the account's activities. */
export function parseActivity(payload: unknown): Parsed<Activity> {
  const result = readPayload(activityPayload, payload)
  if (!result.ok) return refused(payload, result.reason)
  const { row } = result
  const activityType = row.activity_type === 'OPXRC' ? 'OPEXC' : row.activity_type
  const missing = nonsenseIn(activityType, row)
  if (missing !== null) return refused(payload, missing)
  const instrument = row.symbol === null ? null : readInstrument(row.symbol, classOf(activityType))
  if (instrument instanceof Refusal) return refused(payload, `symbol: ${instrument.reason}`)
  const effective = effectiveAt({
    activityType,
    date: row.date,
    transactionTime: row.transaction_time,
    createdAt: row.created_at,
    expiryDate: instrument?.expiryDate ?? null,
  })
  if (effective === null) return refused(payload, 'date: missing, and so are all other times')
  const isFill = meaningOf(activityType).position === 'fill'
  return {
    ok: true,
    row: {
      id: row.id,
      activityType,
      activitySubType: row.activity_sub_type,
      fillType: isFill ? row.type : null,
      orderId: row.order_id,
      executionId: isFill ? (executionOf(row.id) ?? row.execution_id) : row.execution_id,
      groupId: row.group_id,
      symbol: row.symbol,
      underlying: instrument?.underlying ?? null,
      side: row.side,
      qty: row.qty,
      cumQty: row.cum_qty,
      price: row.price,
      netAmount: row.net_amount,
      status: row.status,
      currency: row.currency,
      date: row.date,
      transactionTime: row.transaction_time,
      effectiveAt: effective,
      createdAt: row.created_at,
      raw: payload,
    },
  }
}

/**
 * Reads a page of activities, each id once. Another row under a known id is refused rather than
 * dropped: the documentation shows such a pair (reference 3.4), recorded accounts never do.
 */
export function parseActivities(payloads: readonly unknown[]): {
  activities: Activity[]
  rejects: Reject[]
} {
  const activities = new Map<string, Activity>()
  const rejects: Reject[] = []
  for (const payload of payloads) {
    const parsed = parseActivity(payload)
    if (!parsed.ok) {
      rejects.push(parsed.reject)
      continue
    }
    const known = activities.get(parsed.row.id)
    if (known === undefined) activities.set(parsed.row.id, parsed.row)
    else if (JSON.stringify(known.raw) !== JSON.stringify(payload)) {
      const reason = 'id: of another row of the page'
      rejects.push({ ...reject('activity', payload, reason), again: true })
    }
  }
  return { activities: [...activities.values()], rejects }
}

/** Why a row that fits its schema still cannot be booked, null when it can. */
function nonsenseIn(activityType: string, row: ActivityPayload): string | null {
  const meaning = meaningOf(activityType)
  const { position } = meaning
  if (position === 'fill') return nonsenseInFill(row)
  if (endsOption(meaning) || position === 'delivery') {
    if (row.symbol === null) return 'symbol: missing'
    if (row.qty === null) return 'qty: missing'
    if (position === 'delivery' && isUnpriced(row)) return 'price: missing'
  }
  const isBooked = position !== null && position !== 'unbooked' && row.qty !== null
  return isBooked && row.date === null && hasTime(row) ? 'date: missing' : null
}

/** Whether any time but the date is there. Without one the row is refused for that. */
const hasTime = ({ transaction_time: time, created_at: created }: ActivityPayload): boolean =>
  time !== null || created !== null

/** Whether neither a price nor the money that moved tells what was paid. */
const isUnpriced = ({ price, net_amount: net }: ActivityPayload): boolean =>
  price === null && (net === null || net === '0')

function nonsenseInFill({
  symbol,
  side,
  qty,
  price,
  transaction_time: time,
}: ActivityPayload): string | null {
  if (symbol === null) return 'symbol: missing'
  if (side === null) return 'side: missing'
  if (qty === null) return 'qty: missing'
  if (qty === '0' || isNegative(qty)) return 'qty: not above zero'
  if (price === null) return 'price: missing'
  return time === null ? 'transaction_time: missing' : null
}

/** What the type alone says about the asset class: activities carry none (reference 3.2). */
function classOf(activityType: string): string | null {
  const meaning = meaningOf(activityType)
  if (endsOption(meaning)) return 'us_option'
  return meaning.position === 'coin_fee' ? 'crypto' : null
}

function executionOf(id: string): string | null {
  return id.split('::')[1] || null
}

function refused(payload: unknown, reason: string): Parsed<Activity> {
  return { ok: false, reject: reject('activity', payload, reason) }
}
