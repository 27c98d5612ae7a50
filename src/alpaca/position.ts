import * as z from 'zod'
import { Refusal } from '../time/refusal'
import { isNegative } from './decimal'
import {
  assetId,
  optionalDecimal,
  optionalOneOf,
  optionalText,
  requiredDecimal,
  requiredSymbol,
} from './field'
import { optionColumns, readInstrument } from './instrument'
import { readPayload, reject } from './payload'
import type { Parsed, Reject } from './reject'

const positionSchema = z.object(
  {
    asset_id: assetId,
    asset_class: optionalText,
    symbol: requiredSymbol,
    qty: requiredDecimal,
    side: optionalOneOf(['long', 'short'], 'neither long nor short'),
    avg_entry_price: optionalDecimal,
    current_price: optionalDecimal,
    market_value: optionalDecimal,
    cost_basis: optionalDecimal,
    unrealized_pl: optionalDecimal,
    unrealized_plpc: optionalDecimal,
    unrealized_intraday_pl: optionalDecimal,
    unrealized_intraday_plpc: optionalDecimal,
  },
  { error: 'not an object' },
)

/**
 * The account's position in one symbol, netted over all trades. The quantity, value and cost of a
 * short position are negative.
 */
export interface BrokerPosition {
  assetId: string | null
  assetClass: string | null
  /** As sent: a coin has no slash here, but one on its orders (src/alpaca/README.md 2). */
  symbol: string
  /** As on an order of the same asset: `BTC/USD` for `BTCUSD`. */
  underlying: string
  qty: string
  side: 'long' | 'short'
  avgEntryPrice: string | null
  /** Null without a quote. `0` means worthless. */
  currentPrice: string | null
  marketValue: string | null
  costBasis: string | null
  unrealizedPl: string | null
  unrealizedPlpc: string | null
  unrealizedIntradayPl: string | null
  unrealizedIntradayPlpc: string | null
  expiryDate: string | null
  strikePrice: string | null
  optionType: 'call' | 'put' | null
  raw: unknown
}

/**
 * Reads one position. A side that contradicts the sign of the quantity is refused, because either
 * can be wrong.
 */
export function parsePosition(payload: unknown): Parsed<BrokerPosition> {
  const result = readPayload(positionSchema, payload)
  if (!result.ok) return refused(payload, result.reason)
  const { row } = result
  const instrument = readInstrument(row.symbol, row.asset_class)
  if (instrument instanceof Refusal) return refused(payload, `symbol: ${instrument.reason}`)
  const side = isNegative(row.qty) ? 'short' : 'long'
  if (row.side !== null && row.side !== side && row.qty !== '0') {
    return refused(payload, 'side: contradicts the sign of qty')
  }
  return {
    ok: true,
    row: {
      assetId: row.asset_id,
      assetClass: instrument.assetClass,
      symbol: row.symbol,
      underlying: instrument.underlying,
      qty: row.qty,
      side: row.side ?? side,
      avgEntryPrice: row.avg_entry_price,
      currentPrice: row.current_price,
      marketValue: row.market_value,
      costBasis: row.cost_basis,
      unrealizedPl: row.unrealized_pl,
      unrealizedPlpc: row.unrealized_plpc,
      unrealizedIntradayPl: row.unrealized_intraday_pl,
      unrealizedIntradayPlpc: row.unrealized_intraday_plpc,
      ...optionColumns(instrument),
      raw: payload,
    },
  }
}

/** Reads a list of positions. A position that is refused does not affect the others. */
export function parsePositions(payloads: readonly unknown[]): {
  positions: BrokerPosition[]
  rejects: Reject[]
} {
  const positions: BrokerPosition[] = []
  const rejects: Reject[] = []
  for (const payload of payloads) {
    const parsed = parsePosition(payload)
    if (parsed.ok) positions.push(parsed.row)
    else rejects.push(parsed.reject)
  }
  return { positions, rejects }
}

function refused(payload: unknown, reason: string): Parsed<BrokerPosition> {
  return { ok: false, reject: reject('position', payload, reason, 'symbol') }
}
