import { withCause } from '../model/causes'
import type { Decimal } from '../model/decimal'
import type { CloseCause } from '../model/trade'
import { recogniseStructure } from '../strategies/recognise'
import type { Held } from './position'
import type { FillSource } from './posting'
import { Trade } from './trade-state'

/** A trade that was closed without a known opening: history began before us, and its profit is not to be guessed (design 5.2). */
export function incompleteTrade(factId: string, idOf: (factId: string) => string): Trade {
  const structure = { strategy: 'options', strategyType: 'options', units: 0 } as const
  const trade = new Trade(factId, idOf, { structure, shape: '' })
  trade.incomplete = true
  trade.settled = true
  return trade
}

/** Adds what was closed of the unknown; the structure is what the closed legs must have been. */
export function addIncomplete(
  trade: Trade,
  held: Held,
  quantity: Decimal,
  { price, at }: FillSource,
  cause: CloseCause,
): void {
  const leg = trade.legOf(held, false)
  leg.opened = leg.opened.plus(quantity)
  leg.closed = leg.closed.plus(quantity)
  leg.closedValue = leg.closedValue.plus(price.times(quantity))
  leg.causes = withCause(leg.causes, cause)
  trade.openedAt = Math.min(trade.openedAt, at)
  trade.closedAt = at
  trade.structure = recogniseStructure(
    trade.legs.map((known) => ({
      ...known.instrument,
      quantity: known.sign > 0 ? known.opened : known.opened.neg(),
    })),
  )
  trade.units = trade.structure.units
}
