import type { PositionList } from '../../alpaca/client'
import type { BrokerPosition } from '../../alpaca/position'
import type { Refused } from '../../db/quarantine/store'

/**
 * Leaves each asset and each symbol once: Alpaca nets them (src/alpaca/README.md 2), so a second,
 * different one is refused.
 */
export function eachOnce({ positions, rejects }: PositionList): {
  positions: BrokerPosition[]
  rejects: Refused[]
} {
  const known = new Map<string, string>()
  const kept: BrokerPosition[] = []
  const refused: Refused[] = [...rejects]
  for (const position of positions) {
    const text = JSON.stringify(position.raw)
    const before = known.get(position.symbol) ?? known.get(position.assetId ?? position.symbol)
    if (before === undefined) kept.push(position)
    else if (before !== text) refused.push(secondOf(position))
    known.set(position.symbol, before ?? text)
    if (position.assetId !== null) known.set(position.assetId, before ?? text)
  }
  return { positions: kept, rejects: refused }
}

function secondOf({ symbol, raw }: BrokerPosition): Refused {
  return {
    source: 'position',
    id: symbol,
    reason: 'symbol: another position has it',
    payload: raw,
    again: true,
  }
}
