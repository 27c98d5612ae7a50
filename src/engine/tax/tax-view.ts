import { micros } from '../../time/micros'
import { type Decimal, ZERO } from '../model/decimal'
import type { DeliveredBy } from '../output/lot-parts'
import type { PremiumOf } from './open-lots'
import { Splits } from './splits'
import type { SplitRows, TaxTrade } from './tax-facts'
import { lotsOfTrade, premiumOfContract, type TaxLot } from './tax-lots'
import { type WashedLot, type WashSale, WashSales } from './wash-sales'

/** A closed lot, with what wash sales change about it; null if nothing. */
export interface ViewedLot {
  lot: TaxLot
  wash: WashSale | null
}

/**
 * The tax view of the trades of one underlying. Trades are added one by one. Only what wash sales
 * need of their lots stays in memory.
 */
export class TaxView {
  private readonly washes: WashSales
  private held: Decimal | null = ZERO

  /** @param splits of shares of the underlying. Those of other symbols change nothing. */
  constructor(splits: readonly SplitRows[]) {
    this.washes = new WashSales(new Splits(splits))
  }

  /** Adds a trade, and returns its lots. */
  add(trade: TaxTrade, premiumOf: PremiumOf): TaxLot[] {
    const { lots, open, heldPremium } = lotsOfTrade(trade, premiumOf)
    this.washes.add(trade, lots, open.all)
    this.held = this.held && heldPremium && this.held.plus(heldPremium)
    return lots
  }

  /**
   * The premiums of options that went into shares which are still held, as gain: what the lots of
   * those options lack. Null if one is not known.
   */
  get heldPremium(): Decimal | null {
    return this.held
  }

  /** The lots that wash sales change, once every trade of the underlying was added. */
  finish(): WashedLot[] {
    return this.washes.find()
  }
}

/** Finds premiums among trades by their ids. Each is worked out once. */
export function premiumsOf(tradeOf: (tradeId: string) => TaxTrade | undefined): PremiumOf {
  const known = new Map<string, Decimal | null>()
  return ({ execution_id, trade_id, acquired_at }: DeliveredBy) => {
    const key = `${execution_id} ${trade_id} ${acquired_at}`
    const found = known.get(key)
    if (found !== undefined) return found
    const trade = trade_id === null ? undefined : tradeOf(trade_id)
    const acquiredAt = acquired_at === null ? null : micros(acquired_at)
    const premium = trade ? premiumOfContract(trade, execution_id, acquiredAt) : null
    known.set(key, premium)
    return premium
  }
}
