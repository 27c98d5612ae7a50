import { groupOrders } from '../../../src/engine/group'
import { plain } from '../../../src/engine/model/decimal'
import type { FillRow } from '../../../src/engine/output/fill-rows'
import type { SplitRows, TaxFee, TaxFill, TaxTrade } from '../../../src/engine/tax/tax-facts'
import { lotKeyOf } from '../../../src/engine/tax/tax-lots'
import { premiumsOf, TaxView, type ViewedLot } from '../../../src/engine/tax/tax-view'
import { TaxTotals } from '../../../src/engine/tax/totals'
import { micros } from '../../../src/time/micros'
import type { Facts } from './facts'
import { ACCOUNT } from './facts'

/** A stored fill as the tax view reads it. */
const taxFill = (row: FillRow): TaxFill => ({
  ...row,
  at: micros(row.executedAt),
  acquiredAt: row.acquiredAt === null ? null : micros(row.acquiredAt),
})

const inOrder = (a: TaxFill, b: TaxFill): number =>
  a.at - b.at || (a.effect === b.effect ? 0 : a.effect === 'open' ? -1 : 1)

/** The trades of some facts, with the fees of the trades that hold an order. */
export function taxTradesOf(
  facts: Pick<Facts, 'ledger'>,
  fees: Readonly<Record<string, readonly TaxFee[]>> = {},
): TaxTrade[] {
  const { trades, fills, orders } = groupOrders(facts.ledger, { windowSeconds: 300 })
  const feesOf = (tradeId: string) =>
    Object.entries(fees).flatMap(([orderId, own]) =>
      orders.some((one) => one.orderId === orderId && one.tradeId === tradeId) ? own : [],
    )
  return trades.map(({ tradeId, underlying, incomplete }) => ({
    ...{ tradeId, accountId: ACCOUNT, underlying, incomplete },
    fills: fills
      .filter((fill) => fill.tradeId === tradeId)
      .map(taxFill)
      .sort(inOrder),
    fees: feesOf(tradeId),
  }))
}

const SPLITS: readonly string[] = ['split', 'old_split', 'stock_dividend']

/** The rows of splits of shares among some facts, as they are read from the database. */
export function splitsOf({ ledger }: Pick<Facts, 'ledger'>): SplitRows[] {
  const rows = new Map<string, SplitRows>()
  for (const event of ledger.events) {
    if (event.type !== 'adjustment' || !SPLITS.includes(event.kind)) continue
    const { instrument, quantity, at, date } = event
    const { symbol } = instrument
    const none = { accountId: ledger.accountId, symbol, at, added: '0', removed: '0' }
    const row = rows.get(`${symbol} ${date}`) ?? none
    const side = quantity.s > 0 ? 'added' : 'removed'
    rows.set(`${symbol} ${date}`, { ...row, [side]: quantity.plus(row[side]).toFixed() })
  }
  return [...rows.values()]
}

/** The tax view of some trades of one underlying. */
export function viewOf(trades: readonly TaxTrade[], splits: readonly SplitRows[] = []) {
  const view = new TaxView(splits)
  const byId = new Map(trades.map((trade) => [trade.tradeId, trade]))
  const premiumOf = premiumsOf((id) => byId.get(id))
  const own = trades.flatMap((trade) => view.add(trade, premiumOf))
  const washed = view.finish()
  const washes = new Map(washed.map(({ lot, wash }) => [lot.key, wash]))
  const lots = own
    .map((lot): ViewedLot => ({ lot, wash: washes.get(lotKeyOf(lot)) ?? null }))
    .sort((a, b) => a.lot.closedAt - b.lot.closedAt)
  const totals = new TaxTotals()
  for (const { lot } of lots) totals.add(lot)
  for (const one of washed) totals.addWash(one)
  return { lots, totals, heldPremium: view.heldPremium }
}

/** The tax view of some facts. */
export const taxOf = (
  facts: Pick<Facts, 'ledger'>,
  fees?: Readonly<Record<string, readonly TaxFee[]>>,
) => viewOf(taxTradesOf(facts, fees), splitsOf(facts))

const text = (value: { toFixed: () => string } | null): string =>
  value === null ? '?' : value.toFixed()

/**
 * A lot on one line, as an accountant reads it: description, dates acquired and sold, proceeds less
 * basis, gain, term, the trade's view where it differs, and the wash sale.
 */
export function lineOf({ lot, wash }: ViewedLot): string {
  const { description, dateAcquired, dateSold, proceeds, basis, gain, term, tradePl } = lot
  const differs = lot.difference === null || !lot.difference.isZero
  return [
    `${description}: ${dateAcquired ?? '?'} to ${dateSold ?? '?'},`,
    `${text(proceeds)} - ${text(basis)} = ${text(gain)}`,
    term ?? (lot.section1256 ? '60/40' : lot.form === null ? 'no form' : '?'),
    ...(differs ? [`(trade ${text(tradePl)})`] : []),
    ...(wash?.isWash ? [`wash ${wash.disallowed === null ? '?' : plain(wash.disallowed)}`] : []),
    ...(wash && !wash.addedBasis.isZero
      ? [`added ${plain(wash.addedBasis)} held since ${wash.heldSince}`]
      : []),
    ...lot.flags,
  ].join(' ')
}
