import * as z from 'zod'
import {
  knownWordOrNull,
  optionalDate,
  optionalSymbol,
  optionalUnsignedDecimal,
  requiredSymbol,
} from './field'
import { parseOccSymbol } from './occ'
import { readPayload, reject } from './payload'
import type { Parsed } from './reject'

const STANDARD_MULTIPLIER = '100'

const contractSchema = z.object(
  {
    symbol: requiredSymbol,
    root_symbol: optionalSymbol,
    underlying_symbol: optionalSymbol,
    multiplier: optionalUnsignedDecimal,
    expiration_date: optionalDate,
    strike_price: optionalUnsignedDecimal,
    type: knownWordOrNull(['call', 'put']),
  },
  { error: 'not an object' },
)

/**
 * One option contract as Alpaca lists it. Its symbol names neither the multiplier nor the
 * underlying of an adjusted contract.
 */
export interface Contract {
  symbol: string
  root: string
  underlying: string
  /**
   * Dollars per point of premium; 100 where the payload has none. `size` is no multiplier
   * (src/alpaca/README.md 6).
   */
  multiplier: string
  expiryDate: string
  strikePrice: string
  optionType: 'call' | 'put'
  raw: unknown
}

/** Reads one option contract. Fields that the payload omits are read from the symbol. */
export function parseContract(payload: unknown): Parsed<Contract> {
  const result = readPayload(contractSchema, payload)
  if (!result.ok) return refused(payload, result.reason)
  const { row } = result
  const occ = parseOccSymbol(row.symbol)
  if (occ === null) return refused(payload, 'symbol: not an OCC option symbol')
  if (row.multiplier === '0') return refused(payload, 'multiplier: zero')
  return {
    ok: true,
    row: {
      symbol: row.symbol,
      root: row.root_symbol ?? occ.root,
      underlying: row.underlying_symbol ?? occ.underlying,
      multiplier: row.multiplier ?? STANDARD_MULTIPLIER,
      expiryDate: row.expiration_date ?? occ.expiryDate,
      strikePrice: row.strike_price ?? occ.strikePrice,
      optionType: row.type ?? occ.optionType,
      raw: payload,
    },
  }
}

function refused(payload: unknown, reason: string): Parsed<Contract> {
  return { ok: false, reject: reject('contract', payload, reason, 'symbol') }
}
