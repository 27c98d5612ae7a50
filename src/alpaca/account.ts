import * as z from 'zod'
import { decimal, moment, requiredText, text } from './field'
import { readPayload, reject } from './payload'
import type { Parsed, Reject } from './reject'

// Not kept, and needed only where the list of positions is doubted: no reason to refuse an account.
const marketValue = decimal.catch(null)

const fields = {
  id: requiredText,
  status: text,
  currency: text,
  cash: decimal,
  equity: decimal,
  created_at: moment,
  long_market_value: marketValue,
  short_market_value: marketValue,
}

const accountPayload = z.object(fields, { error: 'not an object' })

// What is read of an account that does not fit: without its id nothing can be stored, the rest is
// only told.
const leastPayload = z.object({
  ...fields,
  status: text.catch(null),
  currency: text.catch(null),
  cash: decimal.catch(null),
  equity: decimal.catch(null),
  created_at: moment.catch(null),
})

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
  /** Why parts of the payload were not read, as they do not fit; null when all do. */
  refused: Reject | null
}

/**
 * Reads the account. One that has an id is read as far as it fits: a strange figure must not stop
 * the sync.
 */
export function parseAccount(payload: unknown): Parsed<Account> {
  const whole = readPayload(accountPayload, payload)
  const refused = whole.ok ? null : reject('account', payload, whole.reason)
  const result = whole.ok ? whole : readPayload(leastPayload, payload)
  if (!result.ok) return { ok: false, reject: refused ?? reject('account', payload, result.reason) }
  const {
    created_at: createdAt,
    long_market_value: longMarketValue,
    short_market_value: shortMarketValue,
    ...row
  } = result.row
  const known = { ...row, createdAt, longMarketValue, shortMarketValue }
  return { ok: true, row: { ...known, raw: payload, refused } }
}
