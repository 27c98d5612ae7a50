import { type Decimal, ZERO } from '../model/decimal'
import { DIFFERENCE_REASONS, type DifferenceReason, type TaxLot } from './tax-lots'
import type { WashedLot } from './wash-sales'

/** Sums over some lots. */
export interface TermTotals {
  lots: number
  proceeds: Decimal
  basis: Decimal
  gain: Decimal
  /** Losses that wash sales disallow. */
  disallowed: Decimal
  /** Disallowed losses of earlier lots that add to the basis. */
  addedBasis: Decimal
}

const nothing = (): TermTotals => ({
  lots: 0,
  proceeds: ZERO,
  basis: ZERO,
  gain: ZERO,
  disallowed: ZERO,
  addedBasis: ZERO,
})

/** Sums over the lots of a list. Lots without a known gain are counted apart. */
export class TaxTotals {
  lots = 0
  /** Lots on Form 8949, held up to a year. */
  readonly short = nothing()
  /** Lots on Form 8949, held longer. */
  readonly long = nothing()
  /** Lots of Section 1256 contracts. */
  readonly section1256 = nothing()
  longPart1256 = ZERO
  /** Section 1256 contracts that were open when a year ended. */
  overYearEnd = 0
  /** Lots on Form 8949 whose term is not known. */
  readonly unknownTerm = nothing()
  /** Lots whose gain is not known. */
  unknownGain = 0
  /** Lots on no form: options that moved into shares, and what was transferred out. */
  unreported = 0
  gain = ZERO
  tradePl = ZERO
  difference = ZERO
  /** What left with lots that were transferred out, as gain. Null if it is not known of one. */
  movedOut: Decimal | null = ZERO
  readonly differences = new Map<DifferenceReason, { lots: number; amount: Decimal }>(
    DIFFERENCE_REASONS.map((reason) => [reason, { lots: 0, amount: ZERO }]),
  )

  /** Adds a lot, without wash sales. */
  add(lot: TaxLot): void {
    this.lots++
    const { gain, tradePl, difference, proceeds, basis } = lot
    if (difference !== null && gain !== null && tradePl !== null) {
      this.gain = this.gain.plus(gain)
      this.tradePl = this.tradePl.plus(tradePl)
      this.difference = this.difference.plus(difference)
    }
    this.movedOut = this.movedOut && lot.movedOut && this.movedOut.plus(lot.movedOut)
    for (const { reason, amount } of lot.differences) {
      const sum = this.differences.get(reason)
      if (!sum) continue
      sum.lots++
      sum.amount = sum.amount.plus(amount)
    }
    if (lot.form === null) this.unreported++
    else if (gain === null || proceeds === null || basis === null) this.unknownGain++
    else {
      const of = this.groupOf(lot)
      of.lots++
      of.proceeds = of.proceeds.plus(proceeds)
      of.basis = of.basis.plus(basis)
      of.gain = of.gain.plus(gain)
      if (lot.section1256) this.longPart1256 = this.longPart1256.plus(lot.longTermGain ?? ZERO)
      if (lot.flags.includes('held_over_year_end')) this.overYearEnd++
    }
  }

  /** Adds what wash sales change about a lot that was added. */
  addWash({ lot, wash }: WashedLot): void {
    if (lot.form === null || lot.gain === null) return
    const of = this.groupOf(lot)
    of.disallowed = of.disallowed.plus(wash.disallowed ?? ZERO)
    of.addedBasis = of.addedBasis.plus(wash.addedBasis)
  }

  private groupOf(lot: Pick<TaxLot, 'section1256' | 'term'>): TermTotals {
    if (lot.section1256) return this.section1256
    if (lot.term === null) return this.unknownTerm
    return lot.term === 'short' ? this.short : this.long
  }
}
