import type * as z from 'zod'
import { tidy } from '../reference/json-schema'
import { PAGE_OF_TOOL, type Tool } from './tools'

/** A wrong argument, with a sentence that says what is right. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError'
}

type Place = 'path' | 'query' | 'body'

/** A JSON Schema, which clients read and this server only passes on. */
export type WrittenSchema = Record<string, unknown>

interface Argument {
  place: Place | 'tool'
  schema: WrittenSchema
  required: boolean
}

const KEY = 'idempotency_key'

const KEY_SCHEMA: WrittenSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  pattern: '^[!-~]+$',
  description:
    'Any text of your choice. A repeated call with the same text and arguments within 24 hours changes nothing and answers as the first one did.',
}

/** The arguments of a tool by name: the parameters of its route, from the same schemas. */
export function argumentsOf(tool: Tool): Map<string, Argument> {
  const known = read.get(tool) ?? readArguments(tool)
  read.set(tool, known)
  return known
}

const read = new WeakMap<Tool, Map<string, Argument>>()

function readArguments({ route, without = [], onRequest, write }: Tool): Map<string, Argument> {
  const { params, query, body } = route.request ?? {}
  const found = [
    ...argumentsIn('path', params),
    ...argumentsIn('query', query),
    ...argumentsIn('body', body?.content['application/json'].schema),
  ].filter(([name]) => !without.includes(name))
  const known = new Map(found)
  const limit = known.get('limit')
  if (limit) limit.schema = { ...limit.schema, default: PAGE_OF_TOOL }
  if (onRequest) {
    const { list, description } = onRequest
    const schema = { type: 'boolean', default: false, description }
    known.set(list, { place: 'tool', schema, required: false })
  }
  if (write) known.set(KEY, { place: 'tool', schema: KEY_SCHEMA, required: false })
  return known
}

function argumentsIn(place: Place, schema: z.ZodType | undefined): [string, Argument][] {
  if (schema === undefined) return []
  const { $ref, $defs, ...plain } = schema.toJSONSchema({
    io: 'input',
    unrepresentable: 'any',
    override: tidy,
  })
  // Zod writes a schema with an id as a reference to its definition.
  const named = $defs?.[$ref?.split('/').at(-1) ?? '']
  const { properties = {}, required = [] } = named ?? plain
  return Object.entries(properties).map(([name, property]) => [
    name,
    {
      place,
      // `true` is the schema of anything.
      schema: typeof property === 'object' ? { ...property } : {},
      required: required.includes(name),
    },
  ])
}

/** The JSON Schema of a tool's arguments. */
export function inputSchemaOf(tool: Tool): WrittenSchema {
  const known = [...argumentsOf(tool)]
  const required = known.filter(([, { required }]) => required).map(([name]) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(known.map(([name, { schema }]) => [name, schema])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  }
}

/** A request to a route of the API. `url` is below the base path. */
export interface ToolRequest {
  url: string
  body: string | undefined
  idempotencyKey: string | undefined
}

/**
 * Makes the request of a tool from its arguments. The route checks their values. A null of a filter
 * means that it is left out, because some models must name every argument.
 *
 * @throws ArgumentError for an argument that the tool does not have, one that is missing, or one
 * that cannot be part of a URL.
 */
export function requestOf(tool: Tool, given: Record<string, unknown>): ToolRequest {
  const known = argumentsOf(tool)
  for (const name of Object.keys(given)) if (!known.has(name)) throw unknown(tool, name)
  for (const [name, { place, required }] of known)
    if (required && place !== 'body' && isAbsent(given[name]))
      throw new ArgumentError(`${name} is required.`)
  const parts = (place: Place) =>
    Object.entries(given).filter(([name]) => known.get(name)?.place === place)
  return {
    url: pathOf(tool, given) + queryOf(known, parts('query')),
    body: tool.route.request?.body ? JSON.stringify(Object.fromEntries(parts('body'))) : undefined,
    idempotencyKey: known.has(KEY) ? keyIn(given) : undefined,
  }
}

/**
 * Whether the caller asked for the list that the tool leaves out otherwise.
 *
 * @throws ArgumentError
 */
export function isRequested(list: string, given: Record<string, unknown>): boolean {
  const asked = given[list] ?? false
  if (typeof asked !== 'boolean') throw new ArgumentError(`${list} must be true or false.`)
  return asked
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null

function unknown(tool: Tool, name: string): ArgumentError {
  const shown = name.slice(0, 100).toWellFormed()
  const names = [...argumentsOf(tool).keys()].join(', ')
  return new ArgumentError(`${shown} is not an argument of ${tool.name}; it takes ${names}.`)
}

const pathOf = ({ route }: Tool, given: Record<string, unknown>): string =>
  route.path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(inUrl(name, given[name])))

function queryOf(known: Map<string, Argument>, given: [string, unknown][]): string {
  const asked = given.filter(([, value]) => !isAbsent(value))
  const query = new URLSearchParams(
    asked.map(([name, value]): [string, string] => [name, inUrl(name, value)]),
  )
  if (known.has('limit') && !query.has('limit')) query.set('limit', String(PAGE_OF_TOOL))
  return query.size === 0 ? '' : `?${query}`
}

/** An argument as a part of a URL: a list is separated by commas. */
function inUrl(name: string, value: unknown): string {
  if (Array.isArray(value) && value.every(isPlain)) return value.join(',')
  if (isPlain(value)) return String(value)
  throw new ArgumentError(`${name} must be text, a number, true, false or a list of those.`)
}

const isPlain = (value: unknown): boolean =>
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'string' && value.isWellFormed())

function keyIn(given: Record<string, unknown>): string | undefined {
  const key = given[KEY]
  if (isAbsent(key)) return undefined
  if (typeof key === 'string' && /^[!-~]{1,255}$/.test(key)) return key
  throw new ArgumentError(`${KEY} must be 1 to 255 visible ASCII characters, without spaces.`)
}
