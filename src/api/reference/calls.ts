import { exampleOf } from './example'
import type { JsonSchema } from './json-schema'
import type { OpenApiDocument, Operation } from './openapi'
import type { Recording } from './recordings'

/** The values that a call is shown with. */
type Values = Pick<Recording, 'path' | 'query' | 'body'>

/** Calls of the client that have a method of their own. */
const OWN_METHODS: Partial<Record<string, string>> = {
  '/live': 'legbook.live({ onEvent: ({ type, data }) => console.log(type, data) })',
}

/** Values of a call: the recorded ones, else examples of what is required. */
export function valuesOf(
  operation: Operation,
  recording: Recording | undefined,
  { components }: OpenApiDocument,
): Values {
  if (recording) return recording
  const example = (schema: JsonSchema, name: string) => exampleOf(schema, components.schemas, name)
  const required = (operation.parameters ?? []).filter((parameter) => parameter.required)
  const given = (place: string) =>
    Object.fromEntries(
      required
        .filter((parameter) => parameter.in === place)
        .map(({ name, schema }) => [name, String(example(schema, name))]),
    )
  const body = operation.requestBody?.content['application/json']
  const value = body && exampleOf(body.schema, components.schemas)
  return {
    path: given('path'),
    query: given('query'),
    ...(typeof value === 'object' && value !== null && { body: value }),
  }
}

/** The call as a line for a shell where TOKEN and API are set. */
export function curlLine(
  method: string,
  path: string,
  { path: ids = {}, query = {}, body }: Values,
  needsToken: boolean,
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => ids[name] ?? name.toUpperCase())
  const search = new URLSearchParams(query).toString().replaceAll('%2C', ',')
  const address = `"$API${filled}${search === '' ? '' : `?${search}`}"`
  return [
    'curl',
    method === 'get' ? '' : `-X ${method.toUpperCase()}`,
    needsToken ? '-H "Authorization: Bearer $TOKEN"' : '',
    body ? `-H "Content-Type: application/json" -d '${JSON.stringify(body)}'` : '',
    address,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** The call as a line of the client. */
export function clientLine(method: string, path: string, values: Values): string {
  const own = OWN_METHODS[path]
  if (own) return own
  const parts = Object.entries({ path: values.path, query: values.query, body: values.body })
    .filter(([, value]) => value && Object.keys(value).length > 0)
    .map(([name, value]) => `${name}: ${literal(value)}`)
  const options = parts.length === 0 ? '' : `, { ${parts.join(', ')} }`
  return `await legbook.${method}('${path}'${options})`
}

/** A value as JavaScript, with numbers of a query as numbers. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'string') {
    if (/^\d{1,6}$/.test(value)) return value
    return value.includes(',') && !value.includes(' ')
      ? literal(value.split(','))
      : `'${value.replaceAll("'", "\\'")}'`
  }
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).map(([name, one]) => `${name}: ${literal(one)}`)
  return `{ ${entries.join(', ')} }`
}
