import * as z from 'zod'
import { newYorkDateOf } from '../time/new-york'
import { Refusal } from '../time/refusal'
import { type ActivityMeaning, endsOption, meaningOf, RIGHTS_COST } from './activity-types'
import { isNegative } from './decimal'
import { exDateOf } from './dividend'
import { effectiveAt } from './effective-at'
import { type FeeTerms, feeTerms } from './fee'
import {
  optionalDate,
  optionalDecimal,
  optionalMoment,
  optionalSymbol,
  optionalText,
  optionalUnsignedDecimal,
  requiredText,
} from './field'
import { optionColumns, payingCoin, readInstrument, type SymbolTerms } from './instrument'
import { readPayload, reject } from './payload'
import type { Parsed, Reject } from './reject'
import { type FillSide, optionalSide } from './side'

const activitySchema = z.object(
  {
    id: requiredText,
    activity_type: requiredText,
    activity_sub_type: optionalText,
    type: optionalText,
    order_id: optionalText,
    execution_id: optionalText,
    execution_type: optionalText,
    previous_id: optionalText,
    previous_execution_id: optionalText,
    group_id: optionalText,
    symbol: optionalSymbol,
    side: optionalSide('neither buy, sell nor sell_short'),
    qty: optionalDecimal,
    cum_qty: optionalUnsignedDecimal,
    price: optionalDecimal,
    net_amount: optionalDecimal,
    status: optionalText,
    currency: optionalText,
    date: optionalDate,
    transaction_time: optionalMoment,
    created_at: optionalMoment,
    // Of fees and dividends. A text of another type names nothing, and refuses no row.
    description: z.string().nullish().catch(null),
  },
  { error: 'not an object' },
)

type ActivityPayload = z.output<typeof activitySchema>

/** One row of the account's activities: a fill, or another change of cash or of a position. */
export interface Activity extends FeeTerms {
  /**
   * `YYYYMMDDHHMMSSmmm::uuid`. Rows other than fills are stamped midnight of their date, so the id
   * is no high-water mark (src/alpaca/README.md 3.3).
   */
  id: string
  /** As sent, except that `OPXRC` becomes `OPEXC`. An open set (src/alpaca/README.md 3.4). */
  activityType: string
  /** As sent, except that a fee for the exercise of rights has `RIGHTS`. */
  activitySubType: string | null
  /**
   * `fill`, `partial_fill`, `trade_bust` or `trade_correct`; null unless a FILL. A `trade_bust` takes
   * a fill back, a `trade_correct` replaces one.
   */
  fillType: string | null
  /** The order of the leg, never of its parent (src/alpaca/README.md 3.2). */
  orderId: string | null
  /** Of a fill, the part of its id after `::`. Of a fee, the execution that it is charged on. */
  executionId: string | null
  /** Joins an option event with its delivery of shares. */
  groupId: string | null
  symbol: string | null
  underlying: string | null
  /** The coin that a filled pair is quoted in, as `COIN/USD`; null for dollars. */
  paidWith: string | null
  /** Null on other rows than fills, and on a bust that has none. */
  side: FillSide | null
  /**
   * As sent: positive on a fill, the signed change of the position on other rows. On a bust the
   * quantity that is taken back, with either sign or absent.
   */
  qty: string | null
  cumQty: string | null
  price: string | null
  netAmount: string | null
  status: string | null
  currency: string | null
  /**
   * YYYY-MM-DD; of a row sent without one the day in New York on which it took effect; null on
   * fills.
   */
  date: string | null
  transactionTime: string | null
  /** When the row changes the position or the cash (src/engine/README.md 1). */
  effectiveAt: string
  createdAt: string | null
  /**
   * The row that this one corrects or cancels, where it names it: the UUID of its id, which is the
   * execution of a fill.
   */
  previousId: string | null
  /** The ex-date of a dividend whose text has its record date, YYYY-MM-DD; else null. */
  exDate: string | null
  raw: unknown
}

const RIGHTS_COST_TEXT = /\bRights Exercise Cost\b/i

/** As sent, except for the cost of an exercise of rights. */
const subTypeOf = (
  activityType: string,
  { activity_sub_type: sent, description }: ActivityPayload,
): string | null =>
  activityType === 'FEE' && sent === null && RIGHTS_COST_TEXT.test(description ?? '')
    ? RIGHTS_COST
    : sent

/** Reads one row of the account's activities. */
export function parseActivity(payload: unknown): Parsed<Activity> {
  const result = readPayload(activitySchema, payload)
  if (!result.ok) return refused(payload, result.reason)
  const { row } = result
  const activityType = row.activity_type === 'OPXRC' ? 'OPEXC' : row.activity_type
  const activitySubType = subTypeOf(activityType, row)
  const meaning = meaningOf(activityType, activitySubType)
  const flaw = flawOf(meaning, row)
  if (flaw !== null) return refused(payload, flaw)
  const instrument = row.symbol === null ? null : readInstrument(row.symbol, classOf(meaning))
  if (instrument instanceof Refusal) return refused(payload, `symbol: ${instrument.reason}`)
  const effective = effectiveAt({
    meaning,
    date: row.date,
    transactionTime: row.transaction_time,
    createdAt: row.created_at,
    expiryDate: expiryOf(instrument),
  })
  if (effective === null) return refused(payload, 'date: missing, and so are all other times')
  const executionId = row.execution_id
  const isFill = meaning.position === 'fill'
  return {
    ok: true,
    row: {
      id: row.id,
      activityType,
      activitySubType,
      fillType: isFill ? fillTypeOf(row) : null,
      orderId: row.order_id,
      executionId: isFill ? (executionOf(row.id) ?? executionId) : executionId,
      groupId: row.group_id,
      symbol: row.symbol,
      underlying: instrument === null ? null : instrument.underlying,
      paidWith: isFill && instrument !== null ? payingCoin(instrument) : null,
      side: row.side,
      qty: row.qty,
      cumQty: row.cum_qty,
      price: row.price,
      netAmount: row.net_amount,
      status: row.status,
      currency: row.currency,
      date: row.date ?? (isFill ? null : newYorkDateOf(effective)),
      transactionTime: row.transaction_time,
      effectiveAt: effective,
      createdAt: row.created_at,
      previousId: row.previous_id ?? row.previous_execution_id,
      exDate: meaning.cash === 'dividends' ? exDateOf(row.description ?? null) : null,
      ...feeTerms({
        activityType,
        activitySubType,
        description: row.description ?? null,
        executionId,
        orderId: row.order_id,
        date: row.date,
        createdAt: row.created_at,
      }),
      raw: payload,
    },
  }
}

/**
 * Reads a page of activities, each id once. A different row under a known id is refused, not
 * dropped: the documentation shows such a pair (src/alpaca/README.md 3.4).
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

/** Why a row that fits its schema cannot be booked; null when it can. */
function flawOf(meaning: ActivityMeaning, row: ActivityPayload): string | null {
  const { position } = meaning
  if (position === 'fill') return flawOfFill(row)
  if (endsOption(meaning) || position === 'delivery') {
    if (row.symbol === null) return 'symbol: missing'
    if (row.qty === null) return 'qty: missing'
    if (position === 'delivery' && isUnpriced(row)) return 'price: missing'
  }
  const isBooked = position === 'adjustment' || (position !== null && row.qty !== null)
  return isBooked && row.date === null && hasTime(row) ? 'date: missing' : null
}

/** Whether any time but the date is there. Without one the row is refused for that. */
const hasTime = ({ transaction_time: time, created_at: created }: ActivityPayload): boolean =>
  time !== null || created !== null

/** Whether the row has neither a price nor an amount of money. */
const isUnpriced = ({ price, net_amount: net }: ActivityPayload): boolean =>
  price === null && (net === null || net === '0')

const fillTypeOf = ({ type, execution_type: executionType }: ActivityPayload): string | null =>
  executionType === 'trade_bust' || executionType === 'trade_correct' ? executionType : type

function flawOfFill(row: ActivityPayload): string | null {
  const { symbol, side, qty, price, order_id: orderId, transaction_time: time } = row
  if (symbol === null) return 'symbol: missing'
  if (fillTypeOf(row) === 'trade_bust') {
    if (orderId === null) return 'order_id: missing'
    return time === null ? 'transaction_time: missing' : null
  }
  if (side === null) return 'side: missing'
  if (qty === null) return 'qty: missing'
  if (qty === '0' || isNegative(qty)) return 'qty: not above zero'
  if (price === null) return 'price: missing'
  return time === null ? 'transaction_time: missing' : null
}

/** The asset class that the type implies: activities have none (src/alpaca/README.md 3.2). */
function classOf(meaning: ActivityMeaning): string | null {
  if (endsOption(meaning)) return 'us_option'
  return meaning.position === 'coin_fee' ? 'crypto' : null
}

function expiryOf(instrument: SymbolTerms | null): string | null {
  return instrument === null ? null : optionColumns(instrument).expiryDate
}

/** The part of an id after its `::`; null when there is none. */
function executionOf(id: string): string | null {
  const end = id.split('::')[1]
  return end === undefined || end === '' ? null : end
}

function refused(payload: unknown, reason: string): Parsed<Activity> {
  return { ok: false, reject: reject('activity', payload, reason) }
}
