import * as z from 'zod'
import {
  knownWordOrNull,
  optionalDate,
  optionalSymbol,
  optionalUnsignedDecimal,
  requiredSymbol,
  requiredUnsignedDecimal,
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

const deliverables = z.array(
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal('equity'),
      symbol: requiredSymbol,
      amount: requiredUnsignedDecimal,
    }),
    z.object({ type: z.literal('cash'), amount: requiredUnsignedDecimal }),
  ]),
)

/** What one contract delivers: shares of its underlying, and dollars that come with them. */
export interface ListedDeliverable {
  shares: string
  cash: string
}

/**
 * Reads the deliverables of a stored contract: `other` if they are anything but shares of the
 * underlying and at most one amount of cash, null if the contract names none.
 */
export function readDeliverables(
  listed: unknown,
  underlying: string,
): ListedDeliverable | 'other' | null {
  if (listed === undefined || listed === null) return null
  const read = deliverables.safeParse(listed)
  if (!read.success) return 'other'
  if (read.data.length === 0) return null
  const [shares, ...others] = read.data.filter((one) => one.type === 'equity')
  const [cash, ...more] = read.data.filter((one) => one.type === 'cash')
  if (shares?.symbol !== underlying || shares.amount === '0') return 'other'
  if (others.length > 0 || more.length > 0) return 'other'
  return { shares: shares.amount, cash: cash?.amount ?? '0' }
}

function refused(payload: unknown, reason: string): Parsed<Contract> {
  return { ok: false, reject: reject('contract', payload, reason, 'symbol') }
}
