import fc, { type Arbitrary } from 'fast-check'
import type { ErrorCode } from '../../../../src/api/http/errors'
import { bearer, tokenNamed } from '../api'
import { among, good } from './good'
import type { Known } from './known'
import type { Operation, Parameter } from './operations'

/** A request, and what must come of it. */
export interface Fuzzed {
  operation: string
  method: string
  path: string
  headers: Record<string, string>
  body?: string | undefined
  /** What was done to a good one. */
  fault: string
  /** How it is refused; null when it fits. */
  refused: { code: ErrorCode; param?: string | undefined } | null
}

/** The parts of a request before it is written. */
export interface Draft {
  path: Record<string, string>
  query: [string, string][]
  headers: Record<string, string>
  body: unknown
}

/** A page of as many rows as there are is asked for now and then; it takes time to check. */
const isUsual = ({ name }: Parameter, n: number) => name === 'limit' && n > 0

/** All that fits an operation, each optional part there or not. */
export function drafts({ parameters, body, id, scope }: Operation, known: Known): Arbitrary<Draft> {
  const of = (place: Parameter['in']) => parameters.filter((parameter) => parameter.in === place)
  const value = ({ schema, name }: Parameter) =>
    name === 'cursor' ? among(known.cursors.get(id) ?? []) : good(schema, name, known).map(String)
  const some = (list: Parameter[]) =>
    fc
      .tuple(fc.subarray(list), fc.nat(9))
      .map(([chosen, n]) => list.filter((one) => chosen.includes(one) || isUsual(one, n)))
      .chain((chosen) =>
        fc.tuple(
          ...chosen.map((one) => value(one).map((text): [string, string] => [one.name, text])),
        ),
      )
  return fc.record({
    path: fc
      .tuple(...of('path').map((one) => value(one).map((text) => [one.name, text])))
      .map((pairs) => Object.fromEntries(pairs)),
    query: some(of('query')).map(agreeing),
    headers: some(of('header')).map((pairs) => ({
      ...Object.fromEntries(pairs.filter(([, text]) => isHeader(text))),
      ...(scope !== null && bearer(tokenNamed(scope))),
    })),
    body: body ? bodies(id, body, known) : fc.constant(undefined),
  })
}

function bodies(id: string, schema: NonNullable<Operation['body']>, known: Known) {
  const any = good(schema, '', known)
  const sensible = known.bodies.get(id) ?? []
  return sensible.length > 0 ? fc.oneof(any, fc.constantFrom(...sensible)) : any
}

/** What the contract says in words: a cursor and an offset are not given together, and a cursor that is empty is none. */
function agreeing(query: [string, string][]): [string, string][] {
  const filled = query.filter(([name, text]) => name !== 'cursor' || text !== '')
  const paged = filled.some(([name]) => name === 'cursor')
  return filled.filter(([name]) => !(paged && name === 'offset'))
}

/** A request of its parts. */
export function written(
  operation: Operation,
  { path, query, headers, body }: Draft,
  fault: string,
  refused: Fuzzed['refused'],
): Fuzzed {
  const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent((path[name] ?? '').toWellFormed()),
  )
  const search = query.map(([name, text]) =>
    [name, text].map((part) => encodeURIComponent(part.toWellFormed())).join('='),
  )
  return {
    operation: operation.id,
    method: operation.method,
    path: [filled, ...search].reduce((all, part, i) => `${all}${i === 1 ? '?' : '&'}${part}`),
    headers,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    fault,
    refused,
  }
}

/** What may stand in a header at all. Spaces around it fall away, and nothing is as if it were not there. */
export const isHeader = (text: string) => /^[ -~]*$/.test(text) && text === text.trim()
