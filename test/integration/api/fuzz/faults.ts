import fc, { type Arbitrary } from 'fast-check'
import { bearer, tokenNamed } from '../api'
import { badBody, badCursor, badText } from './bad'
import { type Draft, drafts, type Fuzzed, isHeader, written } from './draft'
import { among, good } from './good'
import type { Known } from './known'
import type { Operation, Parameter } from './operations'

type Refusal = NonNullable<Fuzzed['refused']>

/** A fault: its name, the change of a valid request, and the expected refusal. */
type Fault = Arbitrary<{ fault: string; change: (draft: Draft) => Draft; refused: Refusal }>

/** A valid request with one fault, which must be refused for it. */
export function faulty(operation: Operation, known: Known): Arbitrary<Fuzzed> | null {
  if (operation.open) return null
  // A key that came before is refused for that, before anything else is looked at.
  const base = drafts(operation, known).map((draft) => {
    const { 'Idempotency-Key': _, ...headers } = draft.headers
    return { ...draft, headers }
  })
  const faults = [
    ...tokenFaults(operation),
    ...operation.parameters.flatMap((one) => parameterFaults(operation, one, known)),
    ...bodyFaults(operation, known),
  ]
  return fc
    .tuple(base, fc.oneof(...faults))
    .map(([draft, { fault, change, refused }]) => written(operation, change(draft), fault, refused))
}

const invalid = (param: string): Refusal => ({ code: 'invalid_parameter', param })

function tokenFaults({ scope, anyToken }: Operation): Fault[] {
  const others = anyToken ? [] : ['read', 'sync', 'edit'].filter((other) => other !== scope)
  return [
    tokens.map((headers) => ({
      fault: 'no good token',
      change: (draft) => authorized(draft, headers),
      refused: { code: 'unauthorized' },
    })),
    ...others.map((other) =>
      fc.constant({
        fault: 'token of another scope',
        change: (draft: Draft) => authorized(draft, bearer(tokenNamed(other))),
        refused: { code: 'forbidden' },
      }),
    ),
    fc
      .constantFrom('nonsense', 'LIMIT', 'limit[]', '__proto__', 'constructor', '\u0000', '😀')
      .map((name) => ({
        fault: 'unknown parameter',
        change: (draft) => asking(draft, name, ['1']),
        refused: invalid(name),
      })),
  ]
}

function parameterFaults({ id }: Operation, parameter: Parameter, known: Known): Fault[] {
  const { name, schema } = parameter
  const isCursor = name === 'cursor'
  const unfit = (bad: Arbitrary<string>, change: (draft: Draft, text: string) => Draft): Fault =>
    bad.map((text) => ({
      fault: `${name} does not fit`,
      change: (draft) => change(draft, text),
      refused: invalid(name),
    }))
  if (parameter.in === 'path') {
    return [
      // Without the part it is another path.
      unfit(badText(schema).filter(Boolean), (draft, text) => ({
        ...draft,
        path: { ...draft.path, [name]: text },
      })),
    ]
  }
  if (parameter.in === 'header') {
    if (IGNORED_WHEN_BAD.has(name)) return []
    return [
      unfit(badText(schema).filter(isHeader), (draft, text) => ({
        ...draft,
        headers: { ...draft.headers, [name]: text },
      })),
    ]
  }
  const fitting = isCursor ? among(known.cursors.get(id) ?? []) : good(schema, name, known)
  return [
    unfit(isCursor ? badCursor(id, known) : badQuery(name, schema), (draft, text) =>
      asking(draft, name, [text]),
    ),
    fitting.map(String).map((text) => ({
      fault: `${name} twice`,
      change: (draft) => asking(draft, name, [text, text]),
      refused: invalid(name),
    })),
  ]
}

function bodyFaults({ body, method }: Operation, known: Known): Fault[] {
  const tooLarge: Fault = fc.constantFrom(65_537, 200_000).map((size) => ({
    fault: 'body too large',
    change: (draft) => ({ ...draft, body: `"${'x'.repeat(size)}"` }),
    refused: { code: 'payload_too_large' },
  }))
  if (body === null) return method === 'GET' ? [] : [tooLarge]
  return [
    tooLarge,
    badBody(body, known).map((bad) => ({
      fault: 'body does not fit',
      change: (draft) => ({ ...draft, body: JSON.stringify(bad.body) }),
      refused: invalid(bad.param),
    })),
    noJson.map((text) => ({
      fault: 'body is no JSON',
      change: (draft) => ({ ...draft, body: text }),
      refused: { code: 'invalid_json' },
    })),
  ]
}

/** Repeats a parameter, and removes those that exclude it. */
const asking = (draft: Draft, name: string, texts: string[]): Draft => ({
  ...draft,
  query: [
    ...draft.query.filter(
      ([given]) => given !== name && !(name === 'cursor' && given === 'offset'),
    ),
    ...texts.map((text): [string, string] => [name, text]),
  ],
})

function authorized(draft: Draft, headers: Record<string, string>): Draft {
  const { Authorization: _, ...rest } = draft.headers
  return { ...draft, headers: { ...rest, ...headers } }
}

/** An unknown account fits the contract and must still be refused. */
const badQuery = (name: string, schema: Parameter['schema']) =>
  name === 'account'
    ? fc.oneof(badText(schema), fc.constantFrom('nobody', "paper' or true --", 'PAPER', ' paper'))
    : badText(schema)

/** A malformed condition is ignored (RFC 9110, section 13.1.2). */
const IGNORED_WHEN_BAD = new Set(['If-None-Match'])

const tokens: Arbitrary<Record<string, string>> = fc.constantFrom<Record<string, string>>(
  {},
  { Authorization: '' },
  { Authorization: 'Bearer' },
  { Authorization: 'Bearer wrong' },
  { Authorization: 'Basic cmVhZA==' },
  { Authorization: 'Bearer read sync edit' },
  { Authorization: 'Bearer TOKEN-OF-THE-TESTS-READ' },
  { Authorization: `Bearer ${'x'.repeat(5000)}` },
  { Cookie: 'token=read' },
)

const noJson = fc.oneof(
  fc.constantFrom('{', '{"a":1}{}', 'a=1', '\u0000', '<xml/>', "{'a':1}", '{"a":01}', '[1,]'),
  fc.constantFrom('{"note":"\u0000"}', '{"note":"\\x"}', 'NaN', '['.repeat(30_000)),
)
