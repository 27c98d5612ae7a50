import fc from 'fast-check'
import type { Kind } from './bases'

const LONG = 'x'.repeat(3000)
const HUGE = 'y'.repeat(1_000_000)
const DIGITS = '9'.repeat(40)

/**
 * What takes a value's place: each of these was, or may be, what breaks a reader, a number or a
 * column.
 */
const ODD_VALUES: readonly (readonly [weight: number, value: unknown])[] = [
  [3, null],
  [2, ''],
  [2, true],
  [2, 0],
  [2, -1],
  [1, 1e308],
  [1, 5e-324],
  [1, {}],
  [1, []],
  [1, [1, [2, [3]]]],
  [1, ['a', null]],
  [1, { a: { b: {} } }],
  ...[
    ...[
      '1e400',
      '-1e-400',
      '1e40',
      '1e-40',
      'NaN',
      'Infinity',
      '-Infinity',
      '0x10',
      '1_000',
      '１２',
    ],
    ...[
      DIGITS,
      `0.${DIGITS}`,
      `-${DIGITS}.${DIGITS}`,
      '-0',
      '+1',
      '.5',
      '5.',
      '-0.000000001',
      '1.',
    ],
    ...['100.50', '-5', '0', '1e3', 'e5', '  1', '1,000.00', '0.1234567890123456789'],
    ...[
      '\u0000',
      'a\u0000b',
      '\ud800',
      '\udfff\ud800x',
      'e\u0301\u202e',
      '\ufeff',
      '💸',
      '\uffff',
      '{}',
    ],
    ...[
      '9999-12-31T23:59:60Z',
      '9999-12-31T23:59:59.9999999Z',
      '0000-01-01T00:00:00Z',
      '0001-01-01T00:00:00+14:00',
    ],
    ...[
      '2026-02-30',
      '9999-12-31',
      '0000-00-00',
      '0001-01-01',
      '2026-11-22T24:00:00Z',
      '2026-11-22 10:00:00-05',
    ],
    ...[
      '2026-06-30T23:59:60Z',
      '+275760-09-13T00:00:00Z',
      '1969-12-31T23:59:59.999999Z',
      'infinity',
      'epoch',
    ],
    ...[
      'SPY991332C00500000',
      'SPY261016C00000000',
      'BTC/USD',
      'BTCUSD',
      '/',
      'A1B2C3261016P00012345',
      "'; --",
    ],
    ...[
      '__proto__',
      'constructor',
      'mleg',
      'sell_short',
      'partially_filled',
      'us_option',
      'crypto',
      'OPXRC',
    ],
  ].map((text) => [1, text] as const),
  [1, LONG],
]

/** One change of a payload. */
type Change =
  | { kind: 'drop' | 'odd key' | 'deep' | 'huge' | 'legs' | 'twin' | 'nothing'; at: number }
  | { kind: 'put'; at: number; value: unknown }
  | { kind: 'instead'; value: unknown }

const value = fc.oneof(
  ...ODD_VALUES.map(([weight, odd]) => ({ weight, arbitrary: fc.constant(odd) })),
)
const at = fc.nat(10_000)
const simple = (weight: number, kind: Exclude<Change['kind'], 'put' | 'instead'>) => ({
  weight,
  arbitrary: at.map((place): Change => ({ kind, at: place })),
})

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 500, arbitrary: fc.record({ kind: fc.constant('put' as const), at, value }) },
  { weight: 20, arbitrary: fc.record({ kind: fc.constant('instead' as const), value }) },
  simple(200, 'drop'),
  simple(80, 'twin'),
  simple(60, 'nothing'),
  simple(60, 'legs'),
  simple(40, 'odd key'),
  simple(6, 'deep'),
  simple(1, 'huge'),
)

/** The objects within a payload, itself first. */
function objectsIn(payload: unknown): Record<string, unknown>[] {
  if (typeof payload !== 'object' || payload === null) return []
  const inner = Object.values(payload).flatMap(objectsIn)
  return Array.isArray(payload) ? inner : [payload as Record<string, unknown>, ...inner]
}

/** Stands for what is nested deeper than JSON.stringify could write. */
const DEEP = '@deep@'
const LEVELS = 20_000
const DEEP_TEXT = `${'[{"a":'.repeat(LEVELS)}1${'}]'.repeat(LEVELS)}`

/** Payloads as the body that Alpaca would send. */
export const bodyOf = (payloads: unknown): string =>
  JSON.stringify(payloads).replaceAll(`"${DEEP}"`, DEEP_TEXT)

/** Sets a key of its own, whatever it is called: JSON may name one `__proto__`. */
function put(into: object, key: string, to: unknown): void {
  Object.defineProperty(into, key, {
    value: to,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

function changed(payload: unknown, made: Change, bases: readonly string[]): unknown {
  if (made.kind === 'instead') return structuredClone(made.value)
  const objects = objectsIn(payload)
  const object = objects[made.at % Math.max(objects.length, 1)]
  if (!object) return payload
  const keys = Object.keys(object)
  const key = keys[made.at % Math.max(keys.length, 1)] ?? 'id'
  switch (made.kind) {
    case 'put':
      put(object, key, structuredClone(made.value))
      break
    case 'drop':
      delete object[key]
      break
    case 'odd key':
      for (const odd of ['__proto__', 'a\u0000', '\ud800', 'constructor', ''])
        put(object, odd, { x: 1 })
      break
    case 'deep':
      put(object, key, DEEP)
      break
    case 'huge':
      put(object, key, HUGE)
      break
    case 'legs':
      put(object, 'legs', [null, [], { ...object }, { ...object, legs: [{ ...object }] }])
      break
    case 'twin': {
      const other: unknown = JSON.parse(bases[made.at % bases.length] ?? '{}')
      if (typeof other === 'object' && other !== null && 'id' in other) put(object, 'id', other.id)
      break
    }
    case 'nothing':
      break
  }
  return payload
}

/** A payload of a kind with one to three changes. */
export const mutated = (kind: Kind, bases: Record<Kind, string[]>): fc.Arbitrary<unknown> =>
  fc
    .record({
      base: fc.nat(bases[kind].length - 1),
      changes: fc.array(change, { minLength: 1, maxLength: 3 }),
    })
    .map(({ base, changes }) =>
      changes.reduce<unknown>(
        (payload, made) => changed(payload, made, bases[kind]),
        JSON.parse(bases[kind][base] ?? '{}'),
      ),
    )
