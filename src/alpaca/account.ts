import * as z from 'zod'
import { decimal, moment, requiredText, text } from './field'
import { readPayload, reject } from './payload'
import type { Parsed } from './reject'

const accountPayload = z.object(
  {
    id: requiredText,
    status: text,
    currency: text,
    cash: decimal,
    equity: decimal,
    created_at: moment,
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
  raw: unknown
}

/** Reads the account. */
export function parseAccount(payload: unknown): Parsed<Account> {
  const result = readPayload(accountPayload, payload)
  if (!result.ok) return { ok: false, reject: reject('account', payload, result.reason) }
  const { created_at: createdAt, ...row } = result.row
  return { ok: true, row: { ...row, createdAt, raw: payload } }
}
