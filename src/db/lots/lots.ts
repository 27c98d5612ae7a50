import { type Decimal, ZERO } from '../../engine/model/decimal'
import type { PremiumOf } from '../../engine/tax/open-lots'
import type { SplitRows, TaxTrade } from '../../engine/tax/tax-facts'
import { lotKeyOf, lotsOfTrade, type TaxLot } from '../../engine/tax/tax-lots'
import { premiumsOf, TaxView, type ViewedLot } from '../../engine/tax/tax-view'
import { TaxTotals } from '../../engine/tax/totals'
import type { WashLot, WashSale } from '../../engine/tax/wash-sales'
import { HOUR, type Micros, micros } from '../../time/micros'
import { newYorkDate, newYorkTime } from '../../time/new-york'
import type { Database } from '../connection/client'
import type { LotFilter } from './filter'
import {
  type ClosingRow,
  type LotKey,
  readClosings,
  readOpenContracts,
  readTaxGroups,
  type TaxGroup,
} from './keys'
import { readSplits } from './splits'
import { readGroup, readTaxTrades } from './trades'

/** A closed lot with its place in the list. */
export interface LotRow extends ViewedLot {
  key: LotKey
}

/** A part of the list: at most `limit` lots after one, up to and including another. */
export interface LotPage {
  limit: number
  after?: LotKey | undefined
  upTo?: LotKey | undefined
}

/** Sums over a list, and the premiums in shares that are still held. */
export interface ListTotals {
  totals: TaxTotals
  /** Null if one is not known. */
  heldPremium: Decimal | null
  /** Section 1256 contracts that are open at the end of the range. */
  openContracts: Decimal
}

const groupKey = ({ underlying, baseUrl }: TaxGroup): string => `${baseUrl} ${underlying}`

const fillKey = (of: { tradeId: string; executionId: string; symbol: string }): string =>
  `${of.tradeId} ${of.executionId} ${of.symbol}`

/**
 * Reads closed lots of a filter. The lots of one underlying depend on one another through wash
 * sales: all its trades are read once, and what wash sales change is kept for all pages. The lots
 * themselves are worked out again with the page that lists them, so that a long list does not fill
 * the memory.
 */
export class LotReader {
  /** What wash sales change about the lots of each group. */
  private readonly washes = new Map<string, ReadonlyMap<string, WashSale>>()
  /** The lots of trades that are being listed, by fill, without those that were listed. */
  private readonly trades = new Map<string, Map<string, TaxLot[]>>()
  /** By Alpaca's address. */
  private readonly splits = new Map<string, SplitRows[]>()

  constructor(
    private readonly db: Database,
    private readonly filter: LotFilter,
  ) {}

  /** Lists closed lots, the last closed first. */
  async page({ limit, after, upTo }: LotPage): Promise<{ rows: LotRow[]; accountKnown: boolean }> {
    // The fill of `after` is read again: not all of its lots may have been listed.
    const asked = { after, limit: limit + 1 }
    const { rows: closings, accountKnown } = await readClosings(this.db, this.filter, asked)
    await this.readTrades(closings)
    const rows = await this.rowsOf(closings, { limit, after, upTo })
    this.forgetBefore(rows.at(-1), closings)
    return { rows, accountKnown }
  }

  private async rowsOf(
    closings: readonly ClosingRow[],
    { limit, after, upTo }: LotPage,
  ): Promise<LotRow[]> {
    const rows: LotRow[] = []
    for (const closing of closings) {
      const isFirst = after !== undefined && fillKey(closing) === fillKey(after)
      const isLast = upTo !== undefined && fillKey(closing) === fillKey(upTo)
      const washes = await this.washesOf(closing)
      for (const lot of this.lotsOf(closing)) {
        const { part } = lot
        if (isFirst && part <= after.part) continue
        if (rows.length === limit || (isLast && part > upTo.part)) return rows
        const wash = washes.get(lotKeyOf(lot)) ?? null
        rows.push({ lot, wash, key: { ...keyOf(closing), part } })
      }
      if (isLast) break
    }
    return rows
  }

  /** The sums of all lots of the filter. */
  async totals(): Promise<ListTotals> {
    const totals = new TaxTotals()
    let heldPremium: Decimal | null = ZERO
    for (const group of await readTaxGroups(this.db, this.filter)) {
      const view = await this.read(group, (lot) => {
        if (isAmongThose(this.filter, lot)) totals.add(lot)
      })
      for (const one of view.finish()) if (isAmongThose(this.filter, one.lot)) totals.addWash(one)
      const held = view.heldPremium
      heldPremium = heldPremium && held && heldPremium.plus(held)
    }
    const openContracts = await readOpenContracts(this.db, this.filter)
    return { totals, heldPremium, openContracts }
  }

  private lotsOf(closing: ClosingRow): readonly TaxLot[] {
    return this.trades.get(closing.tradeId)?.get(fillKey(closing)) ?? []
  }

  /**
   * Forgets the fills whose lots are listed, and the trades of which none are left. Of the last one
   * the next page can have more.
   */
  private forgetBefore(last: LotRow | undefined, closings: readonly ClosingRow[]): void {
    for (const closing of closings) {
      if (last === undefined || fillKey(closing) === fillKey(last.key)) return
      const trade = this.trades.get(closing.tradeId)
      trade?.delete(fillKey(closing))
      if (trade?.size === 0) this.trades.delete(closing.tradeId)
    }
  }

  /** Works out the lots of the trades that closing fills belong to. */
  private async readTrades(closings: readonly ClosingRow[]): Promise<void> {
    const missing = new Set(
      closings.map(({ tradeId }) => tradeId).filter((id) => !this.trades.has(id)),
    )
    const trades = await readTaxTrades(this.db, [...missing])
    const premiumOf = await this.premiumsFor(trades)
    for (const trade of trades) {
      const { lots } = lotsOfTrade(trade, premiumOf)
      // What wash sales need of them is known.
      for (const lot of lots) lot.open = null
      this.trades.set(trade.tradeId, Map.groupBy(lots, fillKey))
    }
  }

  /** The premiums of the options that delivered shares to some trades. */
  private async premiumsFor(trades: readonly TaxTrade[]): Promise<PremiumOf> {
    const byId = new Map(trades.map((trade) => [trade.tradeId, trade]))
    for (const trade of await readTaxTrades(this.db, deliverersOf(trades, byId)))
      byId.set(trade.tradeId, trade)
    return premiumsOf((id) => byId.get(id))
  }

  private async washesOf(group: TaxGroup): Promise<ReadonlyMap<string, WashSale>> {
    const key = groupKey(group)
    const known = this.washes.get(key)
    if (known) return known
    const view = await this.read(group, () => {})
    const washes = new Map(view.finish().map(({ lot, wash }) => [lot.key, wash]))
    this.washes.set(key, washes)
    return washes
  }

  private async splitsOf(group: TaxGroup): Promise<SplitRows[]> {
    const known = this.splits.get(group.baseUrl)
    const rows = known ?? (await readSplits(this.db, group, this.filter.account))
    this.splits.set(group.baseUrl, rows)
    return rows
  }

  /** Reads all trades of a group into a view. */
  private async read(group: TaxGroup, onLot: (lot: TaxLot) => void): Promise<TaxView> {
    const view = new TaxView(await this.splitsOf(group))
    for await (const trades of readGroup(this.db, group, this.filter.account)) {
      const premiumOf = await this.premiumsFor(trades)
      for (const trade of trades) view.add(trade, premiumOf).forEach(onLot)
    }
    return view
  }
}

/** When a lot counts as closed: the same as `countedAt` of the filter. */
function countedAt({ closedAt, closedBy, legKind }: WashLot | TaxLot): Micros {
  if (closedBy !== 'fill' || legKind === 'crypto') return closedAt
  return closedAt >= newYorkTime(newYorkDate(closedAt), '20:00:00') ? closedAt + 4 * HOUR : closedAt
}

/** Whether a lot of a group that was read matches a filter. */
function isAmongThose(filter: LotFilter, lot: WashLot | TaxLot): boolean {
  const { closedSince, closedUntil, section1256 } = filter
  const at = countedAt(lot)
  return (
    (closedSince === undefined || at >= micros(closedSince)) &&
    (closedUntil === undefined || at < micros(closedUntil)) &&
    (section1256 === undefined || lot.section1256 === section1256)
  )
}

const keyOf = ({ closedAt, tradeId, executionId, symbol }: ClosingRow) => ({
  closedAt,
  tradeId,
  executionId,
  symbol,
})

/** The trades of options that delivered shares to some trades, and are not among them. */
function deliverersOf(trades: readonly TaxTrade[], known: ReadonlyMap<string, TaxTrade>): string[] {
  const ids = new Set<string>()
  for (const { fills } of trades)
    for (const { lots } of fills)
      for (const { delivered_by } of lots ?? []) {
        const id = delivered_by?.trade_id ?? null
        if (id !== null && !known.has(id)) ids.add(id)
      }
  return [...ids]
}
