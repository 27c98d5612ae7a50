import type { Booked, Posting, Source } from '../book/posting'
import { firstIn } from '../book/trades'
import type { Position } from '../book/view'
import type { CloseCause } from '../model/close-cause'
import { type Decimal, least } from '../model/decimal'

/**
 * Closes a position in whichever trades hold it, the oldest lots first.
 *
 * @param onBooked called with the parts of each closed leg.
 * @returns the quantity that no trade holds.
 */
export function* closeFirstInFirstOut(
  position: Position,
  quantity: Decimal,
  source: Source,
  cause: CloseCause | null,
  onBooked?: (parts: readonly Booked[]) => void,
): Generator<Posting, Decimal, readonly Booked[]> {
  let rest = quantity
  while (rest.gt(0)) {
    const leg = firstIn(position.holders)
    if (!leg) break
    const part = least(rest, leg.open)
    const booked = yield { type: 'close', leg, quantity: part, source, cause }
    onBooked?.(booked)
    rest = rest.minus(part)
  }
  return rest
}
