import fc, { type Arbitrary } from 'fast-check'
import { forgedCursor } from './bad'
import { drafts, type Fuzzed, isHeader, written } from './draft'
import { among } from './good'
import type { Known } from './known'
import type { Operation } from './operations'

/** Weight of an operation. Writes cost more time. */
export const weightOf = ({ method, path, open }: Operation): number => {
  if (open) return 1
  if (method === 'GET') return path.endsWith('.csv') ? 10 : 30
  return path === '/trades/rebuild' || path.startsWith('/sync') ? 2 : 5
}

/** A request that fits the contract. */
export function fitting(operation: Operation, known: Known): Arbitrary<Fuzzed> {
  return drafts(operation, known).chain((draft) =>
    fc.tuple(contentTypes, fc.boolean()).map(([type, head]) => ({
      ...written(operation, { ...draft, headers: { ...draft.headers, ...type } }, 'none', null),
      ...(head && operation.method === 'GET' && { method: 'HEAD' }),
    })),
  )
}

/** Bodies are read as JSON whatever their Content-Type. */
const contentTypes: Arbitrary<Record<string, string>> = fc.constantFrom(
  {},
  { 'Content-Type': 'application/json' },
  { 'Content-Type': 'text/plain' },
  { 'Content-Type': 'application/x-www-form-urlencoded' },
  { 'Content-Type': 'multipart/form-data; boundary=x' },
  { 'Content-Type': 'application/xml; charset=;;' },
)

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'QUERY', 'LOCK']

/** A request with a method that its path does not support, and the supported ones. */
export function misaddressed(
  operations: readonly Operation[],
  known: Known,
): Arbitrary<Fuzzed & { allow: string[] }> {
  return fc
    .tuple(fc.constantFrom(...operations), fc.constantFrom(...METHODS))
    .chain(([operation, method]) =>
      drafts(operation, known).map((draft) => {
        const headers = { ...draft.headers, Authorization: 'Bearer token-that-may-do-everything' }
        const request = written(operation, { ...draft, query: [], headers }, 'method', {
          code: 'method_not_allowed',
        })
        const allow = methodsAt(operations, request.path)
        return { ...request, method, allow, ...(method === 'GET' && { body: undefined }) }
      }),
    )
    .filter(({ method, allow }) => !allow.includes(method))
}

/** Methods of a path. GET /trades/merge is the trade with the id merge. */
function methodsAt(operations: readonly Operation[], path: string): string[] {
  const methods = operations
    .filter((one) => new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .map(({ method }) => method)
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].toSorted()
}

/** Any request. It must only not cause a 5xx. */
export function hostile(operation: Operation, known: Known): Arbitrary<Fuzzed> {
  const raw = fc.oneof(
    fc.constantFrom('%', '%ff', '%zz=1', '&&==', 'limit=%ff', 'limit=1%00', 'a'.repeat(8_000)),
    fc.constantFrom('limit=1;drop table x', 'limit[$gt]=1', 'account[]=x', '=1', '+=+', '#'),
    fc.string({ maxLength: 40 }),
    fc.webQueryParameters(),
    flipped(operation, known),
    forgedCursor(operation.id, known).map((cursor) => `cursor=${cursor}`),
  )
  // Half of a surrogate pair, NUL or a prototype at the beginning of the first text.
  const odd = fc.constantFrom('', '\\ud800', '\\u0000', '__proto__')
  const json = fc.tuple(fc.json(), odd).map(([text, begin]) => text.replace('"', `"${begin}`))
  return fc
    .tuple(drafts(operation, known), raw, json, fc.string({ maxLength: 20 }).filter(isHeader))
    .map(([draft, search, body, header]) => {
      const headers = { ...draft.headers, 'X-Request-ID': header, 'Accept-Encoding': header }
      const request = written(operation, { ...draft, headers }, 'anything', null)
      const path = `${request.path.split('?')[0]}?${search.replaceAll('#', '%23')}`
      return { ...request, path, ...(operation.body && { body }) }
    })
}

/** A cursor with one changed letter. */
function flipped({ id }: Operation, known: Known): Arbitrary<string> {
  return fc
    .tuple(among(known.cursors.get(id) ?? []), fc.nat(), fc.constantFrom(...'AZaz09-_.%'))
    .map(([cursor, at, letter]) => {
      const place = at % (cursor.length + 1)
      return `cursor=${cursor.slice(0, place)}${letter}${cursor.slice(place + 1)}`
    })
}
