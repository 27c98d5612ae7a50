import { momentText } from '../../time/micros'
import type { Booked, DeliveringOption } from '../book/posting'
import { plain } from '../model/decimal'

/** The option event that delivered shares. */
export interface DeliveredBy {
  execution_id: string
  /** The trade of the option; null if it is not known. */
  trade_id: string | null
  /** When the lot of the option was acquired, RFC 3339; null if it is not known. */
  acquired_at: string | null
  /** Contracts that stand for one share. */
  contracts: string
}

/**
 * A part of a fill row: what it closed of one lot, or opened for one option. `total` is price times
 * quantity without multiplier, exact.
 */
export interface LotPart {
  qty: string
  total: string
  realized_pl: string | null
  /** RFC 3339; null of what opens, and of what closes the unknown. */
  acquired_at: string | null
  /** The symbol and quantity that were opened, where they were changed since. */
  opened_as?: { symbol: string; qty: string }
  /** When the first and the last of the shares were acquired that these came of. */
  since?: [string, string]
  delivered_by?: DeliveredBy
  /** True of an option that delivered shares when it closed. */
  delivers?: true
}

/** Whether one part is more than its fill row says. */
export const needsPart = ({ origin, source, isAtTotal }: Booked): boolean =>
  origin !== null || isAtTotal || source.deliveredBy !== undefined || source.delivers === true

export function lotPart(part: Booked): LotPart {
  const { quantity, realized, acquiredAt, origin, source } = part
  const { deliveredBy, delivers } = source
  const row: LotPart = {
    qty: plain(quantity),
    total: plain(part.total),
    realized_pl: realized === null ? null : plain(realized),
    acquired_at: acquiredAt === null ? null : momentText(acquiredAt),
  }
  if (origin !== null) row.opened_as = { symbol: origin.symbol, qty: plain(origin.quantity) }
  if (origin?.since) row.since = [momentText(origin.since[0]), momentText(origin.since[1])]
  if (deliveredBy) row.delivered_by = deliveredByRow(deliveredBy)
  if (delivers) row.delivers = delivers
  return row
}

const deliveredByRow = (option: DeliveringOption): DeliveredBy => ({
  execution_id: option.executionId,
  trade_id: (option.opening?.trade ?? option.unknown)?.id ?? null,
  acquired_at: option.acquiredAt === null ? null : momentText(option.acquiredAt),
  contracts: plain(option.contracts),
})
