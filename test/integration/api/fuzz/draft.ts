import fc, { type Arbitrary } from 'fast-check'
import type { ErrorCode } from '../../../../src/api/http/errors'
import { bearer, tokenNamed } from '../api'
import { among, good } from './good'
import type { Known } from './known'
import type { Operation, Parameter } from './operations'

/** A request and its expected outcome. */
export interface Fuzzed {
  operation: string
  method: string
  path: string
  headers: Record<string, string>
  body?: string | undefined
  /** The change of a valid request. */
  fault: string
  /** The expected refusal; null if it fits. */
  refused: { code: ErrorCode; param?: string | undefined } | null
}

/** The parts of a request before it is written. */
export interface Draft {
  path: Record<string, string>
  query: [string, string][]
  headers: Record<string, string>
  body: unknown
}

/** The name of the known ids of what the path lists: `overrides id`. */
const idsOf = ({ path }: Operation): string => `${path.split('/')[1]} id`

/** Full pages are requested rarely, because checking them takes time. */
const isUsual = ({ name }: Parameter, n: number) => name === 'limit' && n > 0

/** A valid request of an operation, each optional part present or not. */
export function drafts(operation: Operation, known: Known): Arbitrary<Draft> {
  const { parameters, body, id, scope } = operation
  const of = (place: Parameter['in']) => parameters.filter((parameter) => parameter.in === place)
  const value = ({ schema, name }: Parameter) =>
    name === 'cursor'
      ? among(known.cursors.get(id) ?? [])
      : good(schema, name === 'id' ? idsOf(operation) : name, known).map(String)
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

/** Rules that the contract has only in words: no cursor with an offset, no empty cursor. */
function agreeing(query: [string, string][]): [string, string][] {
  const filled = query.filter(([name, text]) => name !== 'cursor' || text !== '')
  const paged = filled.some(([name]) => name === 'cursor')
  return filled.filter(([name]) => !(paged && name === 'offset'))
}

/** Builds a request from its parts. */
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

/** Whether text is a valid header value: trimmed and not empty. */
export const isHeader = (text: string) => /^[ -~]*$/.test(text) && text === text.trim()
