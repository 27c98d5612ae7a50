import { answerSymbol } from '../../alpaca/coin'
import type { LotRow } from '../../db/lots/lots'
import { type Decimal, plain } from '../../engine/model/decimal'
import { momentText } from '../../time/micros'
import { type Columns, cellsOf } from '../csv/columns'
import { lotId } from './present'

const cell = cellsOf<LotRow>()

const number = (value: (row: LotRow) => Decimal | null) =>
  cell.number((row) => {
    const found = value(row)
    return found === null ? null : plain(found)
  })

/** Columns of a closed lot, named as in JSON; first those of Form 8949. */
export const LOT_COLUMNS = {
  description: cell.text(({ lot }) => lot.description),
  date_acquired: cell.date(({ lot }) => lot.dateAcquired),
  date_sold: cell.date(({ lot }) => lot.dateSold),
  proceeds: number(({ lot }) => lot.proceeds),
  basis: number(({ lot }) => lot.basis),
  gain: number(({ lot }) => lot.gain),
  term: cell.text(({ lot }) => lot.term),
  form: cell.text(({ lot }) => lot.form),
  section_1256: cell.flag(({ lot }) => lot.section1256),
  short_term_gain: number(({ lot }) => lot.shortTermGain),
  long_term_gain: number(({ lot }) => lot.longTermGain),
  wash_sale: cell.flag(({ wash }) => wash?.isWash ?? false),
  disallowed: number(({ wash }) => wash?.disallowed ?? null),
  replaced: number(({ wash }) => wash?.replaced ?? null),
  added_basis: number(({ wash }) => wash?.addedBasis ?? null),
  held_since: cell.date(({ wash }) => wash?.heldSince ?? null),
  symbol: cell.text(({ lot }) => answerSymbol(lot.symbol, lot.underlying)),
  underlying: cell.text(({ lot }) => lot.underlying),
  leg_kind: cell.text(({ lot }) => lot.legKind),
  side: cell.text(({ lot }) => lot.side),
  quantity: number(({ lot }) => lot.quantity),
  closed_by: cell.text(({ lot }) => lot.closedBy),
  opened_at: cell.time(({ lot }) => (lot.openedAt === null ? null : momentText(lot.openedAt))),
  closed_at: cell.time(({ lot }) => momentText(lot.closedAt)),
  opened_on: cell.date(({ lot }) => lot.openedOn),
  closed_on: cell.date(({ lot }) => lot.closedOn),
  fees: number(({ lot }) => lot.fees),
  trade_pl: number(({ lot }) => lot.tradePl),
  difference: number(({ lot }) => lot.difference),
  reasons: cell.list(({ lot }) => lot.differences.map(({ reason }) => reason)),
  flags: cell.list(({ lot }) => lot.flags),
  trade_id: cell.text(({ lot }) => lot.tradeId),
  account_id: cell.text(({ lot }) => lot.accountId),
  execution_id: cell.text(({ lot }) => lot.executionId),
  order_id: cell.text(({ lot }) => lot.orderId),
  lot_id: cell.text(lotId),
} satisfies Columns<LotRow>
