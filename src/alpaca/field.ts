import * as z from 'zod'
import { readDate } from '../time/calendar'
import { readMoment } from '../time/moment'
import { Refusal } from '../time/refusal'
import { isNegative, readDecimal } from './decimal'
import { LONGEST_WORD } from './payload'

const NOT_TEXT = new Refusal('not text')
const MISSING = new Refusal('missing')
const NOT_DECIMAL = new Refusal('not a decimal number')
const NEGATIVE = new Refusal('negative')
const NOT_A_SYMBOL = new Refusal('not a symbol')
const TOO_LONG = new Refusal('too long')
const NOT_OUR_TIME = new Refusal('outside of the years 1970 to 2199')
const NIL_UUID = '00000000-0000-0000-0000-000000000000'

/**
 * A schema of one field of a payload. Absent, null and "" all become null (src/alpaca/README.md
 * 1.3).
 */
export function fieldSchema<T>(read: (value: unknown) => T | Refusal) {
  return z.transform((value: unknown, context): T => {
    const result = read(value)
    if (!(result instanceof Refusal)) return result
    context.issues.push({ code: 'custom', message: result.reason, input: value })
    return z.NEVER
  })
}

/** Text, or null. */
export const optionalText = fieldSchema(readText)

/** Required text. */
export const requiredText = fieldSchema((value) => readText(value) ?? MISSING)

/**
 * A symbol, or null. Only printable ASCII: invisible characters would make two symbols look the
 * same.
 */
export const optionalSymbol = fieldSchema(readSymbol)

/** A required symbol. */
export const requiredSymbol = fieldSchema((value) => readSymbol(value) ?? MISSING)

/**
 * The id of an asset, or null. Multi-leg parents have "" or the nil UUID (src/alpaca/README.md
 * 1.3).
 */
export const assetId = fieldSchema((value) => {
  const id = readText(value)
  return id === NIL_UUID ? null : id
})

/** A decimal with a sign, or null. */
export const optionalDecimal = fieldSchema(readOptionalDecimal)

/** A required decimal with a sign. */
export const requiredDecimal = fieldSchema((value) => readOptionalDecimal(value) ?? MISSING)

/** A decimal of at least zero, or null. */
export const optionalUnsignedDecimal = fieldSchema(readUnsigned)

/** A required decimal of at least zero. */
export const requiredUnsignedDecimal = fieldSchema((value) => readUnsigned(value) ?? MISSING)

/** A decimal of at least zero; absent means zero. */
export const unsignedDecimalOrZero = fieldSchema((value) => readUnsigned(value) ?? '0')

/** A moment in UTC to the microsecond, or null. */
export const optionalMoment = fieldSchema((value) => {
  const given = readText(value)
  return typeof given === 'string' ? inOurTime(readMoment(given)) : given
})

// Alpaca's documentation shows some dates as midnight UTC (src/alpaca/README.md 3.3).
const MIDNIGHT = /^(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?Z$/

/** A day, YYYY-MM-DD or midnight UTC of it, or null. */
export const optionalDate = fieldSchema((value) => {
  const given = readText(value)
  if (typeof given !== 'string') return given
  return inOurTime(readDate(MIDNIGHT.exec(given)?.[1] ?? given))
})

// A double holds microseconds since 1970 exactly until the year 2255.
function inOurTime(text: string | Refusal): string | Refusal {
  return typeof text === 'string' && (text < '1970' || text >= '2200') ? NOT_OUR_TIME : text
}

/** One of the given words, or null. Any other word is refused with the reason. */
export function optionalOneOf<const Word extends string>(words: readonly Word[], reason: string) {
  const refused = new Refusal(reason)
  return fieldSchema((value) => {
    const given = readText(value)
    if (typeof given !== 'string') return given
    return words.find((word) => word === given) ?? refused
  })
}

/** A word that stands for one of ours, or null. Any other word is refused with the reason. */
export function optionalWord<Word extends string>(
  words: Readonly<Record<string, Word>>,
  reason: string,
) {
  const refused = new Refusal(reason)
  return fieldSchema((value) => {
    const given = readText(value)
    if (typeof given !== 'string') return given
    return (Object.hasOwn(words, given) ? words[given] : undefined) ?? refused
  })
}

/** One of the given words. Any other word becomes null. */
export function knownWordOrNull<const Word extends string>(words: readonly Word[]) {
  return fieldSchema((value) => {
    const given = readText(value)
    return typeof given === 'string' ? (words.find((word) => word === given) ?? null) : given
  })
}

/**
 * The text of a field: null for absent, null and "". Other types, and text too long for a word or
 * an id, are refused.
 */
export function readText(value: unknown): string | null | Refusal {
  if (typeof value === 'string') {
    if (value.length > LONGEST_WORD) return TOO_LONG
    return value === '' ? null : value
  }
  return value === undefined || value === null ? null : NOT_TEXT
}

function readSymbol(value: unknown): string | null | Refusal {
  const given = readText(value)
  return typeof given === 'string' && !/^[!-~]+$/.test(given) ? NOT_A_SYMBOL : given
}

function readOptionalDecimal(value: unknown): string | null | Refusal {
  if (typeof value === 'string') return value === '' ? null : readDecimal(value)
  if (typeof value === 'number') return readDecimal(value)
  return value === undefined || value === null ? null : NOT_DECIMAL
}

function readUnsigned(value: unknown): string | null | Refusal {
  const given = readOptionalDecimal(value)
  return typeof given === 'string' && isNegative(given) ? NEGATIVE : given
}
