import type * as z from 'zod'
import type { Reject, RejectSource } from './reject'

const MOST_REASONS = 3

/**
 * Characters of the longest word, id or symbol that is read. Alpaca's have 128 at the most
 * (`client_order_id`), and what an index of Postgres can hold ends at 2,704 bytes.
 */
export const LONGEST_WORD = 250

/** A payload read by its schema, or why it does not readPayload, in one line. */
export type PayloadRead<Row> = { ok: true; row: Row } | { ok: false; reason: string }

/** Reads a payload by its schema. Fields that the schema does not name are left to `raw`. */
export function readPayload<Schema extends z.ZodType>(
  schema: Schema,
  payload: unknown,
): PayloadRead<z.output<Schema>> {
  const result = schema.safeParse(payload)
  if (result.success) return { ok: true, row: result.data }
  return { ok: false, reason: result.error.issues.slice(0, MOST_REASONS).map(reasonOf).join('; ') }
}

/** A payload that was refused, with the id that it has under the name given. */
export function reject(
  source: RejectSource,
  payload: unknown,
  reason: string,
  idField = 'id',
): Reject {
  return { source, id: textField(payload, idField), reason, payload }
}

/**
 * A field of a payload not yet read: its text, or null when it has none that could be a word or an
 * id.
 */
export function textField(payload: unknown, name: string): string | null {
  const value = fieldOf(payload, name)
  const isWord = typeof value === 'string' && value !== '' && value.length <= LONGEST_WORD
  return isWord ? value : null
}

/** A field of a payload not yet read; undefined when the payload is no object or lacks it. */
export function fieldOf(payload: unknown, name: string): unknown {
  return isObject(payload) ? payload[name] : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function reasonOf({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`
}
