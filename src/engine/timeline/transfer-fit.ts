import type { Transfer } from '../events/position-events'
import { opensRest } from '../events/transfers'
import type { TransferEvent } from '../model/facts'
import type { Holdings } from './holdings'

/** Whether what moves out is held; of what moves in, whether nothing is short. */
export function hasShares(
  { transfer: { instrument, quantity } }: Transfer,
  held: Holdings,
): boolean {
  const { symbol } = instrument
  return quantity.gt(0) ? held.on(symbol, -1).isZero : held.on(symbol, 1).gte(quantity.abs())
}

/** Applies a transfer to a running position. */
export function move(held: Holdings, transfer: TransferEvent): void {
  const { instrument, quantity } = transfer
  const rest = held.close(instrument.symbol, quantity)
  if (rest.gt(0) && opensRest(transfer)) held.open(instrument.symbol, rest.times(quantity.s))
}
