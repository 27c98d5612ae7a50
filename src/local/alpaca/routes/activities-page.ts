import { type Micros, utcDate } from '../../../time/micros'
import { createdOn, type PostedActivity } from '../activity'
import type { Broker } from '../broker'
import { unprocessable } from './errors'
import { listParameter, momentParameter, parameter, wholeParameter, wordParameter } from './query'

/** The types of the specification and of the SDKs (src/alpaca/README.md 3.5). */
const TYPES = new Set(
  (
    'FILL TRANS MISC ACATC ACATS CFEE CGD CSD CSW DIV DIVCGL DIVCGS DIVFEE DIVFT DIVNRA ' +
    'DIVROC DIVTW DIVTXEX FEE INT INTNRA INTTW JNL JNLC JNLS MA NC OPASN OPCA OPCSH OPEXC ' +
    'OPEXP OPTRD PTC PTR REORG SPIN SPLIT FOPT OCT CIL DIVWH EXTRD FXTRD INTPNL MEM SWP VOF WH'
  ).split(' '),
)

/**
 * Selects the page of `/v2/account/activities` for a query: sorted by id, filtered by created_at
 * (src/alpaca/README.md 3.1).
 * @param type of `/v2/account/activities/{type}`.
 * @throws StandInError 422.
 */
export function activitiesPage(
  broker: Broker,
  now: Micros,
  params: URLSearchParams,
  type: string | null,
): PostedActivity[] {
  const types = type === null ? listParameter(params, 'activity_types') : [type]
  const category = wordParameter(
    params,
    'category',
    ['trade_activity', 'non_trade_activity', ''],
    '',
  )
  if (types.length > 0 && category !== '') {
    throw unprocessable('activity_types and category cannot be used together')
  }
  const unknown = types.find((word) => !TYPES.has(word))
  if (unknown !== undefined) throw unprocessable(`invalid activity_type: ${unknown}`)

  const isWanted = timeFilter(params)
  const orderId = parameter(params, 'order_id')
  const found = broker
    .activities(now)
    .filter(isWanted)
    .filter((row) => types.length === 0 || types.some((word) => isOfType(row, word)))
    .filter((row) => category === '' || (row.type === 'FILL') === (category === 'trade_activity'))
    .filter((row) => orderId === null || row.orderId === orderId)
  return page(found, params)
}

function timeFilter(params: URLSearchParams): (row: PostedActivity) => boolean {
  const date = momentParameter(params, 'date')
  const after = momentParameter(params, 'after')
  const until = momentParameter(params, 'until')
  return (row) =>
    (date === null || createdOn(row, utcDate(date))) &&
    (after === null || row.createdAt > after) &&
    (until === null || row.createdAt < until)
}

/**
 * Whether a row has a type. `TRANS`, `DIV` and `MISC` also name groups (src/alpaca/README.md 3.5).
 */
function isOfType(row: PostedActivity, word: string): boolean {
  const isDividend = row.type.startsWith('DIV')
  const isTransfer = row.type === 'CSD' || row.type === 'CSW'
  if (word === 'DIV') return isDividend
  if (word === 'TRANS') return isTransfer || row.type === 'TRANS'
  if (word === 'MISC') return !isDividend && !isTransfer && row.type !== 'FILL'
  return row.type === word
}

/** Cuts one page. `page_token` is the id of the last row of the previous page. */
function page(ascending: PostedActivity[], params: URLSearchParams): PostedActivity[] {
  const direction = wordParameter(params, 'direction', ['asc', 'desc'], 'desc')
  const size = wholeParameter(params, 'page_size', { otherwise: 100, most: 100 })
  const token = parameter(params, 'page_token')
  if (token !== null && !/^\d{17}::.+$/.test(token)) throw unprocessable('invalid page_token')
  const rows = direction === 'asc' ? ascending : [...ascending].reverse()
  const rest =
    token === null
      ? rows
      : rows.filter((row) => (direction === 'asc' ? row.id > token : row.id < token))
  return rest.slice(0, size)
}
