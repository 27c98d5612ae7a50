import Big from 'big.js'
import type { Broker } from '../../../../src/local/alpaca/broker'
import { micros } from '../../../../src/time/micros'

type Row = Readonly<Record<string, unknown>>

/** Rows whose net amount moves no cash: it is the value of what they move. */
const WITHOUT_CASH = ['OPCA']

const isOption = (symbol: string): boolean => /\d{6}[CP]\d{8}$/.test(symbol)

/**
 * Spells a coin as positions of the script do: `BTCUSD`, `BTC/USD` and `BTC/USDC` are `BTC/USD`.
 */
const nameOf = (symbol: string, isCoin: boolean): string =>
  isCoin ? symbol.replace(/\/?USD$|\/.*/, '/USD') : symbol

const COINS = ['BTC', 'ETH', 'USDC', 'LINK']
const isCoin = (symbol: string): boolean =>
  COINS.some((coin) => symbol.replace('/', '') === `${coin}USD` || symbol.startsWith(`${coin}/`))

/** The fills in force: the newest of an order, up to its filled quantity. */
function fillsInForce(broker: Broker, rows: readonly Row[]): Row[] {
  const left = new Map<string, Big>()
  const fills = rows.filter((row) => row.activity_type === 'FILL').toReversed()
  return fills.filter(({ order_id: id, qty }) => {
    const order = broker.orders.get(String(id))
    const rest = (left.get(order.id) ?? new Big(order.filledQty.toFixed())).minus(String(qty))
    if (rest.lt(0)) return false
    left.set(order.id, rest)
    return true
  })
}

/** What the activities of an account add up to, without the account's own sums. */
export interface AccountBooks {
  readonly cash: string
  /** Signed quantities by symbol, coins as `BTC/USD`. */
  readonly positions: Readonly<Record<string, string>>
}

/** Adds up fills and other rows at a moment, independently of the stand-in's books. */
export function booksOfActivities(broker: Broker, at: string): AccountBooks {
  const rows = broker
    .activities(micros(at))
    .map(({ payload }) => payload)
    .filter(({ status }) => status !== 'canceled')
  const held = new Map<string, Big>()
  let cash = new Big(0)
  const add = (symbol: string, qty: Big): void => {
    const name = nameOf(symbol, isCoin(symbol))
    held.set(name, (held.get(name) ?? new Big(0)).plus(qty))
  }
  for (const { symbol, side, qty, price } of fillsInForce(broker, rows)) {
    const change = new Big(String(qty)).times(side === 'buy' ? 1 : -1)
    const paid = change.times(String(price)).times(isOption(String(symbol)) ? -100 : -1)
    const quote = String(symbol).split('/')[1] ?? 'USD'
    add(String(symbol), change)
    if (quote === 'USD') cash = cash.plus(paid)
    else add(`${quote}/USD`, paid)
  }
  for (const row of rows) {
    const type = String(row.activity_type)
    if (type === 'FILL') continue
    if (!WITHOUT_CASH.includes(type)) cash = cash.plus(String(row.net_amount))
    if (typeof row.symbol === 'string' && movesShares(row))
      add(row.symbol, new Big(String(row.qty)))
  }
  const open = [...held].filter(([, qty]) => !qty.eq(0)).sort(([a], [b]) => (a < b ? -1 : 1))
  const positions = Object.fromEntries(open.map(([symbol, qty]) => [symbol, qty.toFixed()]))
  return { cash: cash.round(2).toFixed(2), positions }
}

/** Whether the quantity of a row changes a position: a cash dividend names the shares held. */
function movesShares({ activity_type: type, activity_sub_type: subType, qty }: Row): boolean {
  if (qty === undefined || type === 'FEE') return false
  return type !== 'DIV' || subType === 'SDIV'
}
