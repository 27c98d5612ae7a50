import type * as z from 'zod'
import { answerSymbol } from '../../alpaca/coin'
import type { ListTotals, LotRow } from '../../db/lots/lots'
import { type Decimal, plain } from '../../engine/model/decimal'
import { lotKeyOf } from '../../engine/tax/tax-lots'
import type { TermTotals } from '../../engine/tax/totals'
import { momentText } from '../../time/micros'
import { jsonNumber } from '../http/json-values'
import type { lotSchema, lotTotalsSchema, termTotalsSchema } from './schemas'

type LotJson = z.infer<typeof lotSchema>

/** Printed with each list: what these figures are, and are not. */
export const NOTE =
  'This is no tax advice. The figures are worked out from executions for you and your tax adviser to check. ' +
  'Lots are matched as your trades are, first in first out within each trade, and your broker may match them otherwise (Form 1099-B). ' +
  'Not known here: accounts elsewhere, elections, straddles, constructive sales, and the market value of Section 1256 contracts at the end of a year: the flag held_over_year_end and totals.section_1256.open_contracts name those that need it.'

function figure(value: Decimal): number
function figure(value: Decimal | null): number | null
function figure(value: Decimal | null): number | null {
  return value === null ? null : jsonNumber(plain(value))
}

/** The id of a lot: it stays while the grouping of its trade stays. */
export const lotId = ({ lot }: Pick<LotRow, 'lot'>): string => lotKeyOf(lot)

/** A closed lot as JSON. */
export function presentLot({ lot, wash }: LotRow): LotJson {
  return {
    lot_id: lotId({ lot }),
    account_id: lot.accountId,
    trade_id: lot.tradeId,
    execution_id: lot.executionId,
    order_id: lot.orderId,
    underlying: lot.underlying,
    symbol: answerSymbol(lot.symbol, lot.underlying),
    description: lot.description,
    leg_kind: lot.legKind,
    side: lot.side,
    quantity: figure(lot.quantity),
    closed_by: lot.closedBy,
    date_acquired: lot.dateAcquired,
    date_sold: lot.dateSold,
    opened_at: lot.openedAt === null ? null : momentText(lot.openedAt),
    closed_at: momentText(lot.closedAt),
    opened_on: lot.openedOn,
    closed_on: lot.closedOn,
    proceeds: figure(lot.proceeds),
    basis: figure(lot.basis),
    gain: figure(lot.gain),
    term: lot.term,
    form: lot.form,
    section_1256: lot.section1256,
    short_term_gain: figure(lot.shortTermGain),
    long_term_gain: figure(lot.longTermGain),
    wash_sale: wash && {
      is_wash: wash.isWash,
      disallowed: figure(wash.disallowed),
      replaced: figure(wash.replaced),
      added_basis: figure(wash.addedBasis),
      held_since: wash.heldSince,
    },
    fees: figure(lot.fees),
    trade_pl: figure(lot.tradePl),
    difference: figure(lot.difference),
    differences: lot.differences.map(({ reason, amount, tradeId }) => ({
      reason,
      amount: figure(amount),
      trade_id: tradeId,
    })),
    flags: lot.flags,
  }
}

const presentTerm = (of: TermTotals): z.infer<typeof termTotalsSchema> => ({
  lots: of.lots,
  proceeds: figure(of.proceeds),
  basis: figure(of.basis),
  gain: figure(of.gain),
  disallowed: figure(of.disallowed),
  added_basis: figure(of.addedBasis),
  taxable_gain: figure(of.gain.plus(of.disallowed).minus(of.addedBasis)),
})

/** The sums of a list as JSON. */
export function presentLotTotals({
  totals,
  heldPremium,
  openContracts,
}: ListTotals): z.infer<typeof lotTotalsSchema> {
  const { section1256, longPart1256, gain, tradePl, difference, differences } = totals
  return {
    lots: totals.lots,
    short_term: presentTerm(totals.short),
    long_term: presentTerm(totals.long),
    unknown_term: presentTerm(totals.unknownTerm),
    section_1256: {
      ...presentTerm(section1256),
      long_term_gain: figure(longPart1256),
      short_term_gain: figure(section1256.gain.minus(longPart1256)),
      held_over_year_end: totals.overYearEnd,
      open_contracts: figure(openContracts),
    },
    unknown_gain: totals.unknownGain,
    unreported: totals.unreported,
    gain: figure(gain),
    trade_pl: figure(tradePl),
    difference: figure(difference),
    differences: [...differences].map(([reason, of]) => ({
      reason,
      lots: of.lots,
      amount: figure(of.amount),
    })),
    held_premium: figure(heldPremium),
    transferred_out: figure(totals.movedOut),
  }
}
