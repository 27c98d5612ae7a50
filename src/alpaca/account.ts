import * as z from 'zod'
import { optionalDecimal, optionalMoment, optionalText, requiredText } from './field'
import { readPayload, reject } from './payload'
import type { Parsed, Reject } from './reject'

// Read only to check a list of positions. An unreadable value is no reason to refuse the account.
const marketValue = optionalDecimal.catch(null)

const accountId = requiredText.brand('AccountId')

/**
 * Alpaca's id of an account. Statements that take it beside another text require this type, so that
 * a label, a run's id or a moment cannot take its place.
 */
export type AccountId = z.output<typeof accountId>

/**
 * Reads an account id that was stored or given as a name.
 *
 * @throws ZodError when the text is empty.
 */
export const accountIdOf = (text: string): AccountId => accountId.parse(text)

const fields = {
  id: accountId,
  status: optionalText,
  currency: optionalText,
  cash: optionalDecimal,
  equity: optionalDecimal,
  created_at: optionalMoment,
  long_market_value: marketValue,
  short_market_value: marketValue,
}

const accountSchema = z.object(fields, { error: 'not an object' })

// The fallback for an account with unreadable fields: only the id is needed to store it.
const fallbackSchema = z.object({
  ...fields,
  status: optionalText.catch(null),
  currency: optionalText.catch(null),
  cash: optionalDecimal.catch(null),
  equity: optionalDecimal.catch(null),
  created_at: optionalMoment.catch(null),
})

/** One Alpaca account. The account number and the holder are only in `raw`. */
export interface Account {
  id: AccountId
  status: string | null
  currency: string | null
  cash: string | null
  equity: string | null
  createdAt: string | null
  /** Value of the long positions, in the account's currency. */
  longMarketValue: string | null
  /** Value of the short positions, zero or negative. */
  shortMarketValue: string | null
  raw: unknown
  /** Why fields were not read; null when the whole payload was read. */
  refused: Reject | null
}

/**
 * Reads an account. Unreadable fields become null as long as the id is readable, so that a strange
 * amount does not stop the sync.
 */
export function parseAccount(payload: unknown): Parsed<Account> {
  const whole = readPayload(accountSchema, payload)
  const refused = whole.ok ? null : reject('account', payload, whole.reason)
  const result = whole.ok ? whole : readPayload(fallbackSchema, payload)
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
