import { type Decimal, ZERO } from '../../engine/model/decimal'
import type { SplitRows, TaxTrade } from '../../engine/tax/tax-facts'
import type { TaxLot } from '../../engine/tax/tax-lots'
import { premiumsOf, TaxView, type ViewedLot } from '../../engine/tax/tax-view'
import { TaxTotals } from '../../engine/tax/totals'
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

type LotsOfFills = Map<string, ViewedLot[]>

/**
 * Reads closed lots of a filter. The lots of one underlying depend on one another, through premiums
 * and wash sales: its trades are read once for all pages that one reader reads.
 */
export class LotReader {
  private readonly groups = new Map<string, LotsOfFills>()
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
    const rows: LotRow[] = []
    for (const closing of closings) {
      const isFirst = after !== undefined && fillKey(closing) === fillKey(after)
      const isLast = upTo !== undefined && fillKey(closing) === fillKey(upTo)
      for (const lot of await this.lotsOf(closing)) {
        const { part } = lot.lot
        if (isFirst && part <= after.part) continue
        if (rows.length === limit || (isLast && part > upTo.part)) return { rows, accountKnown }
        rows.push({ ...lot, key: { ...keyOf(closing), part } })
      }
      if (isLast) break
    }
    return { rows, accountKnown }
  }

  /** The sums of all lots of the filter. */
  async totals(): Promise<ListTotals> {
    const totals = new TaxTotals()
    let heldPremium: Decimal | null = ZERO
    for (const group of await readTaxGroups(this.db, this.filter)) {
      const { lots, held } = await this.read(group)
      for (const lot of lots) totals.add(lot)
      heldPremium = heldPremium && held && heldPremium.plus(held)
    }
    const openContracts = await readOpenContracts(this.db, this.filter)
    return { totals, heldPremium, openContracts }
  }

  private async lotsOf(closing: ClosingRow): Promise<readonly ViewedLot[]> {
    const key = groupKey(closing)
    let group = this.groups.get(key)
    if (!group) {
      const { lots } = await this.read(closing)
      group = Map.groupBy(lots, ({ lot }) => fillKey(lot))
      this.groups.set(key, group)
    }
    return group.get(fillKey(closing)) ?? []
  }

  private async splitsOf(group: TaxGroup): Promise<SplitRows[]> {
    const known = this.splits.get(group.baseUrl)
    const rows = known ?? (await readSplits(this.db, group, this.filter.account))
    this.splits.set(group.baseUrl, rows)
    return rows
  }

  /** The lots of a group that match the filter. */
  private async read(group: TaxGroup): Promise<{ lots: ViewedLot[]; held: Decimal | null }> {
    const view = new TaxView(await this.splitsOf(group))
    for await (const trades of readGroup(this.db, group, this.filter.account)) {
      const byId = new Map(trades.map((trade) => [trade.tradeId, trade]))
      for (const trade of await readTaxTrades(this.db, deliverersOf(trades, byId)))
        byId.set(trade.tradeId, trade)
      const premiumOf = premiumsOf((id) => byId.get(id))
      for (const trade of trades) view.add(trade, premiumOf)
    }
    const lots = view.finish().filter(({ lot }) => isAmongThose(this.filter, lot))
    // What wash sales needed is not needed any more.
    for (const { lot } of lots) lot.open = null
    return { lots, held: view.heldPremium }
  }
}

/** When a lot counts as closed: the same as `countedAt` of the filter. */
function countedAt({ closedAt, closedBy, legKind }: TaxLot): Micros {
  if (closedBy !== 'fill' || legKind === 'crypto') return closedAt
  return closedAt >= newYorkTime(newYorkDate(closedAt), '20:00:00') ? closedAt + 4 * HOUR : closedAt
}

/** Whether a lot of a group that was read matches a filter. */
function isAmongThose(filter: LotFilter, lot: TaxLot): boolean {
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
