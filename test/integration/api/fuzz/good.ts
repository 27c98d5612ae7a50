import fc, { type Arbitrary } from 'fast-check'
import type { Known } from './known'
import { type Schema, typesOf } from './operations'

/** Of ten values, how many are stored ones. */
const KNOWN_OF_TEN = 7

/** Parameters whose valid values the contract describes only in words. */
const KNOWN_ALONE = new Set(['account', 'fields'])

/** One of the known values, read when a value is generated: writes add to them. */
export const among = (values: readonly string[]): Arbitrary<string> =>
  fc.nat().map((n) => values[n % Math.max(1, values.length)] ?? '')

/** Values that fit a schema, at its bounds and within; often stored ones of the same name. */
export function good(schema: Schema, name: string, known: Known): Arbitrary<unknown> {
  const values = known.values[name]
  const made = madeFor(schema, name, known)
  if (values === undefined || !values.some(fitting(schema)) || schema.items) return made
  return fc.oneof(
    { weight: KNOWN_OF_TEN, arbitrary: among(values).filter(fitting(schema)) },
    { weight: KNOWN_ALONE.has(name) ? 0 : 10 - KNOWN_OF_TEN, arbitrary: made },
  )
}

function madeFor(schema: Schema, name: string, known: Known): Arbitrary<unknown> {
  const types = typesOf(schema)
  const made = types.map((type) => ofType(type, schema, name, known))
  return fc.oneof(...made)
}

function ofType(type: string, schema: Schema, name: string, known: Known): Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return wholes(schema)
    case 'array':
      return lists(schema, name, known)
    case 'object':
      return objects(schema, known)
    case 'string':
      return texts(schema)
    default:
      throw new Error(`no values are made for the type ${type}`)
  }
}

/** Mostly few: pages of 500 rows cost time and prove no more. */
function wholes({ minimum = 0, maximum = 1_000_000 }: Schema): Arbitrary<number> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: minimum, max: Math.min(maximum, minimum + 8) }) },
    { weight: 1, arbitrary: fc.constantFrom(minimum, maximum) },
    { weight: 1, arbitrary: fc.integer({ min: minimum, max: maximum }) },
  )
}

function lists({ items = {}, minItems = 0, maxItems = 50 }: Schema, name: string, known: Known) {
  const item = good(items, name, known)
  const few = { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) }
  const full = { minLength: maxItems, maxLength: maxItems }
  return fc.oneof(
    { weight: 20, arbitrary: fc.uniqueArray(item, few) },
    { weight: 1, arbitrary: fc.uniqueArray(madeFor(items, '', known), full) },
  )
}

function objects({ properties = {}, required = [], minProperties = 0 }: Schema, known: Known) {
  const members = Object.entries(properties).map(([name, schema]) => [
    name,
    good(schema, name, known),
  ])
  const model: Record<string, Arbitrary<unknown>> = Object.fromEntries(members)
  return fc
    .record(model, { requiredKeys: required })
    .filter((object) => Object.keys(object).length >= minProperties)
}

const year = fc.integer({ min: 1970, max: 2100 })
const twoDigits = (min: number, max: number) =>
  fc.integer({ min, max }).map((n) => String(n).padStart(2, '0'))

/** Days that every month has. */
const days = fc
  .tuple(year, twoDigits(1, 12), twoDigits(1, 28))
  .map(([y, month, day]) => `${y}-${month}-${day}`)

const clocks = fc
  .tuple(twoDigits(0, 23), twoDigits(0, 59), twoDigits(0, 59))
  .map((parts) => parts.join(':'))

const moments = fc
  .tuple(
    days,
    clocks,
    fc.constantFrom('', '.5', '.000001', '.123456789'),
    fc.constantFrom('Z', '+00:00', '-05:00', '+05:30'),
  )
  .map(([day, clock, fraction, zone]) => `${day}T${clock}${fraction}${zone}`)

/** Text that fits: words of the schema, or any text within its bounds. */
function texts(schema: Schema): Arbitrary<string> {
  const { enum: words, examples, format, anyOf, pattern } = schema
  if (words) return fc.constantFrom(...words.map(String))
  if (anyOf) return fc.oneof(...anyOf.map((one) => texts({ ...schema, ...one, anyOf: undefined })))
  if (format === 'uuid')
    return fc.oneof(
      fc.uuid(),
      fc.uuid().map((id) => id.toUpperCase()),
    )
  if (format === 'date') return days
  if (format === 'date-time') return moments
  if (examples) return fc.constantFrom(...examples.map(String))
  const fits = fitting(schema)
  if (pattern?.startsWith('^[^') === false) {
    return fc.stringMatching(new RegExp(pattern)).filter(fits)
  }
  const { minLength = 0, maxLength = 100 } = schema
  const units = { minLength, maxLength }
  return fc.oneof(
    { weight: 4, arbitrary: fc.string({ ...units, size: 'small' }) },
    { weight: 4, arbitrary: fc.string({ ...units, unit: 'grapheme', size: 'small' }).filter(fits) },
    { weight: 2, arbitrary: odd.filter(fits) },
    { weight: 1, arbitrary: fc.constant('x'.repeat(maxLength)) },
  )
}

/** Text that often causes bugs, and fits nearly everywhere. */
const odd = fc.constantFrom(
  "' or 1=1 --",
  '%',
  '_',
  '\\',
  '"',
  '{}',
  '$1',
  '=1+1',
  'null',
  'NaN',
  '__proto__',
  'constructor',
  '../..',
  '%00',
  '\u202e',
  '\ufeff',
  'İ',
  'ß',
  '😀',
  'e\u0301',
)

/** Whether text is within the bounds of its schema, after trimming. */
function fitting({ minLength = 0, maxLength = 100, pattern }: Schema) {
  const shape = pattern === undefined ? null : new RegExp(pattern)
  return (text: string) =>
    text.isWellFormed() &&
    text.trim().length >= minLength &&
    text.length <= maxLength &&
    (shape?.test(text) ?? true)
}
