import type * as z from 'zod'
import type { Reject, RejectSource } from './reject'

const MOST_REASONS = 3

/**
 * The longest word, id or symbol that is accepted, in characters. Alpaca's longest is
 * `client_order_id` with 128. An index of Postgres can hold 2,704 bytes.
 */
export const LONGEST_WORD = 250

/** The row that a schema read from a payload, or the reason for refusing it, in one line. */
export type PayloadRead<Row> = { ok: true; row: Row } | { ok: false; reason: string }

/** Reads a payload by its schema. Fields that the schema does not name stay in `raw` only. */
export function readPayload<Schema extends z.ZodType>(
  schema: Schema,
  payload: unknown,
): PayloadRead<z.output<Schema>> {
  const result = schema.safeParse(payload)
  if (result.success) return { ok: true, row: result.data }
  return { ok: false, reason: result.error.issues.slice(0, MOST_REASONS).map(reasonOf).join('; ') }
}

/** A refused payload, with the id found under `idField`. */
export function reject(
  source: RejectSource,
  payload: unknown,
  reason: string,
  idField = 'id',
): Reject {
  return { source, id: textFieldOf(payload, idField), reason, payload }
}

/**
 * A text field of an unparsed payload; null when it is absent, not text, or too long for a word.
 */
export function textFieldOf(payload: unknown, name: string): string | null {
  const value = fieldOf(payload, name)
  const isWord = typeof value === 'string' && value !== '' && value.length <= LONGEST_WORD
  return isWord ? value : null
}

/** A field of an unparsed payload; undefined when it is absent or the payload is no object. */
export function fieldOf(payload: unknown, name: string): unknown {
  return isObject(payload) ? payload[name] : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function reasonOf({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`
}
