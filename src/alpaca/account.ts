import * as z from 'zod'
import { decimal, moment, requiredText, text } from './field'
import { readPayload, reject } from './payload'
import type { Parsed } from './reject'

// Not kept, and needed only where the list of positions is doubted: no reason to refuse an account.
const marketValue = decimal.catch(null)

const accountPayload = z.object(
  {
    id: requiredText,
    status: text,
    currency: text,
    cash: decimal,
    equity: decimal,
    created_at: moment,
    long_market_value: marketValue,
    short_market_value: marketValue,
  },
  { error: 'not an object' },
)

/** One Alpaca account. Its number and holder stay in `raw`. */
export interface Account {
  id: string
  status: string | null
  currency: string | null
  cash: string | null
  equity: string | null
  createdAt: string | null
  /** What is held long is worth, in the account's currency. */
  longMarketValue: string | null
  /** The same of what is held short; zero or below. */
  shortMarketValue: string | null
  raw: unknown
}

/** Reads the account. */
export function parseAccount(payload: unknown): Parsed<Account> {
  const result = readPayload(accountPayload, payload)
  if (!result.ok) return { ok: false, reject: reject('account', payload, result.reason) }
  const {
    created_at: createdAt,
    long_market_value: longMarketValue,
    short_market_value: shortMarketValue,
    ...row
  } = result.row
  return { ok: true, row: { ...row, createdAt, longMarketValue, shortMarketValue, raw: payload } }
}
