import fc, { type Arbitrary } from 'fast-check'
import * as z from 'zod'
import { ACCOUNTS } from '../../../../src/api/accounts/requests'
import { good } from './good'
import type { Known } from './known'
import { type Schema, typesOf } from './operations'

const ID = '00000000-0000-4000-8000-000000000000'
const CONTROLS = [
  '\u0000',
  '\u0007',
  '\u001b',
  '\u007f',
  '\u0085',
  'SPY\u0000',
  '\u0000SPY',
  'S\u0000PY',
]

/** Text that JSON can contain and Postgres cannot store. */
const UNSTORABLE = ['\ud800', 'a\udc00b', '\udfff\ud800', 'a\u0000']

const NO_WHOLES = [
  '',
  'abc',
  'NaN',
  'Infinity',
  '1.5',
  '1e2',
  '0x10',
  '+5',
  ' 5',
  '5 ',
  '٣',
  '-1',
  '-0',
  '99999999999999999999',
  '1,000',
  'null',
  '[]',
]

const NO_MOMENTS = [
  '',
  'yesterday',
  'now()',
  'infinity',
  'epoch',
  '2026',
  '2026-13-01',
  '2026-02-30',
  '2025-02-29',
  '0000-01-01',
  '26-01-01',
  '12026-01-01',
  '2026-01-01T00:00:00',
  '2026-01-01T24:00:00Z',
  '2026-01-01T10:60:00Z',
  '2026-01-01T10:00:00+24:00',
  '9999-12-31T23:59:59.9999999Z',
  '0001-01-01T00:00:00+00:01',
  '2026-01-01T10:00:00Z; select 1',
  '1767225600',
  '-1',
  '\u0000',
]

const NO_UUIDS = [
  'x',
  'null',
  `${ID}0`,
  ID.slice(1),
  ID.replaceAll('-', ''),
  `{${ID}}`,
  ID.replace('4', 'g'),
  `${ID}\u0000`,
  "' or true --",
  '٣',
]

/** Text that cannot fit the schema of a query, path or header. */
export function badText(schema: Schema): Arbitrary<string> {
  const { enum: words, format, anyOf, minimum, maximum, items } = schema
  if (items) {
    return fc
      .tuple(badText(items), fc.constantFrom(...(items.enum ?? ['x']).map(String)), fc.boolean())
      .filter(([bad]) => !bad.includes(','))
      .map(([bad, word, isLast]) => (isLast ? `${word},${bad}` : `${bad},${word}`))
  }
  if (typesOf(schema).includes('integer')) {
    const under = minimum === undefined ? [] : [minimum - 1]
    const over = maximum === undefined ? [] : [maximum + 1]
    return fc.constantFrom(...NO_WHOLES, ...[...under, ...over].map(String))
  }
  if (words) {
    const known = words.map(String)
    const near = [...known.map((word) => ` ${word}`), ...known.map((word) => word.toUpperCase())]
    return fc
      .oneof(fc.constantFrom('', 'undefined', ...near), fc.string({ unit: 'grapheme' }))
      .filter((text) => !known.includes(text))
  }
  if (format === 'uuid') return fc.constantFrom(...NO_UUIDS)
  if (format === 'date-time' || format === 'date' || anyOf) return fc.constantFrom(...NO_MOMENTS)
  return badLine(schema)
}

/** Text that is too long, too short or has forbidden characters. */
function badLine({ minLength = 0, maxLength, pattern }: Schema): Arbitrary<string> {
  const shape = pattern === undefined ? null : new RegExp(pattern)
  const refused = CONTROLS.concat(['a b', 'ü', '\t']).filter((text) => shape?.test(text) === false)
  const long = maxLength === undefined ? [] : [maxLength + 1, maxLength * 2, 5_000]
  const all = [
    ...refused,
    ...long.map((length) => 'x'.repeat(length)),
    ...(maxLength === undefined ? [] : ['😀'.repeat(maxLength + 1)]),
    ...(minLength > 0 ? [''] : []),
  ]
  return fc.constantFrom(...all)
}

/**
 * What is no cursor of this list: garbage, another list's, and ones that somebody made. Accounts
 * are listed by label, which is any text: one text makes a good cursor of them.
 */
export function badCursor(operationId: string, known: Known): Arbitrary<string> {
  const own = known.cursors.get(operationId) ?? []
  const list = own.map(listOf)[0] ?? operationId
  const others = [...known.cursors.values()].flat().filter((cursor) => listOf(cursor) !== list)
  const key = fc.oneof(
    fc.constantFrom<unknown>('x', '', '{}', null, 7, -0, 1e300, true, {}, []),
    fc.constantFrom(...UNSTORABLE, ...NO_MOMENTS),
  )
  const shape = fc.constantFrom<unknown>(list, 7, null, true, {}, [], [[list]], { 0: list })
  return fc.oneof(
    fc.constantFrom('', 'x', '!', 'null', '====', 'W10', 'e30', '%00', 'x'.repeat(513)),
    fc.base64String().filter((text) => !own.includes(text)),
    fc
      .array(key, { maxLength: 5 })
      .filter((keys) => !isOrderKey(keys) && !(list === ACCOUNTS && isLabelKey(keys)))
      .map((keys) => cursorOf([list, ...keys])),
    shape.map(cursorOf),
    ...(others.length > 0 ? [fc.constantFrom(...others)] : []),
  )
}

/** An order can lack a time, and its id can be any text. */
const isOrderKey = ([moment, id, ...more]: unknown[]) =>
  moment === null && typeof id === 'string' && more.length === 0

/** The cursor of accounts is a label, which can be any text. */
const isLabelKey = ([label, ...more]: unknown[]) => typeof label === 'string' && more.length === 0

/** A cursor with the right number and types of keys and any values. It may fit. */
export function forgedCursor(operationId: string, known: Known): Arbitrary<string> {
  const own = known.cursors.get(operationId) ?? []
  const forged = (key: unknown) =>
    typeof key === 'string' && /^\d{4}-/.test(key)
      ? fc.oneof(fc.constant(key), momentsAtTheEdge)
      : fc.constantFrom<unknown>(key, ID, ...UNSTORABLE)
  if (own.length === 0) return fc.constant('W10')
  return fc
    .constantFrom(...own)
    .chain((cursor) => {
      const [list, ...keys] = contentOf(cursor)
      return fc.tuple(fc.constant(list), ...keys.map(forged))
    })
    .map(cursorOf)
}

/** RFC 3339 times at the limits of Postgres. */
const momentsAtTheEdge = fc
  .tuple(
    fc.constantFrom('0001-01-01', '2026-06-30', '9999-12-31', '0000-01-01', '1582-10-10'),
    fc.constantFrom('00:00:00', '23:59:59', '23:59:60', '24:00:00', '12:00:00.9999999'),
    fc.constantFrom('Z', '+15:59', '+16:00', '-16:00', '+23:59', '-23:59', '+24:00', ''),
  )
  .map(([day, clock, zone]) => `${day}T${clock}${zone}`)

/** base64url of JSON, as the API writes its cursors. */
function cursorOf(content: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(content))
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

const content = z.tuple([z.string()], z.unknown())

const contentOf = (cursor: string) =>
  content.parse(JSON.parse(atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))))

/** The list of a cursor. */
const listOf = (cursor: string): string => contentOf(cursor)[0]

/** A body that does not fit, and the wrong property. */
export interface BadBody {
  body: unknown
  param: string
}

/** Bodies with one fault. */
export function badBody(schema: Schema, known: Known): Arbitrary<BadBody> {
  const { properties = {}, minProperties = 0, required = [] } = schema
  const noObject = fc.constantFrom<unknown>([], null, 7, 'text', true, [{}], '{}')
  const base = good(schema, '', known).map((body) => Object(body))
  const name = fc.constantFrom('nonsense', 'TRADE_ID', '$where', 'constructor', '😀', 'id ')
  const unstorable = fc.constantFrom(...UNSTORABLE)
  return fc.oneof(
    noObject.map((body) => ({ body, param: 'body' })),
    fc.tuple(base, name).map(([body, param]) => ({ body: { ...body, [param]: 1 }, param })),
    // A name that cannot be shown is shown with marks in place of what is wrong with it.
    fc
      .tuple(base, unstorable)
      .map(([body, bad]) => ({ body: { ...body, [bad]: 1 }, param: bad.toWellFormed() })),
    fc.tuple(base, unstorable, name).map(([body, bad, param]) => ({
      body: { ...body, [param]: [{ deep: { [bad]: 1 } }] },
      param,
    })),
    ...(minProperties > 0 ? [fc.constant({ body: {}, param: 'body' })] : []),
    ...required.map((param) =>
      base.map((body) => ({ body: { ...body, [param]: undefined }, param })),
    ),
    ...Object.entries(properties).map(([param, part]) =>
      fc
        .tuple(base, badValue(part, param, known))
        .map(([body, value]) => ({ body: { ...body, [param]: value }, param })),
    ),
  )
}

/** JSON that does not fit a schema. */
function badValue(schema: Schema, name: string, known: Known): Arbitrary<unknown> {
  const types = typesOf(schema)
  const samples: Record<string, unknown[]> = {
    null: [null],
    boolean: [true, false],
    number: [0, -1, 1.5, 1e300],
    string: ['true'],
    array: [[null], [[]], ['x', 7], [{}]],
    object: [{}, { length: 1 }, { toString: 1 }],
  }
  const wrongTypes = Object.entries(samples)
    .filter(([type]) => !types.includes(type))
    .flatMap(([, values]) => values)
  return fc.oneof(
    fc.constantFrom<unknown>(...wrongTypes),
    fc.constantFrom(...UNSTORABLE),
    ...(types.includes('string') ? [badText(schema)] : []),
    ...(types.includes('array') ? [badList(schema, name, known)] : []),
  )
}

function badList(
  { items = {}, minItems = 0, maxItems }: Schema,
  name: string,
  known: Known,
): Arbitrary<unknown> {
  const item = good(items, name, known)
  const lengths = [
    ...(minItems > 0 ? [{ minLength: 0, maxLength: minItems - 1 }] : []),
    ...(maxItems === undefined ? [] : [{ minLength: maxItems + 1, maxLength: maxItems + 1 }]),
  ]
  const holed = fc
    .tuple(fc.array(item, { maxLength: 3 }), badValue(items, name, known), fc.nat())
    .map(([list, bad, at]) => list.toSpliced(at % (list.length + 1), 0, bad))
  return fc.oneof(holed, ...lengths.map((length) => fc.array(item, length)))
}
