import * as z from 'zod'
import type { OpenApiDocument, Operation, Parameter } from '../../api/docs/openapi'

const schemaShape = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number(), z.null()])).optional(),
  const: z.string().optional(),
  required: z.array(z.string()).default([]),
  get properties() {
    return z.record(z.string(), schemaShape).optional()
  },
  get items() {
    return schemaShape.optional()
  },
  get anyOf() {
    return z.array(schemaShape).optional()
  },
})

type Schema = z.output<typeof schemaShape>

const HEAD = `// Generated of src/api/openapi.json by npm run api:write: types alone, nothing of it is left in a bundle.\n`

/** The types of the client, in TypeScript: each object of the contract, and each path with its methods. */
export function clientTypes({ components, paths }: OpenApiDocument): string {
  const objects = Object.entries(components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schemaShape.parse(schema))}\n`,
  )
  const methods = Object.entries(paths).flatMap(([path, item]) => {
    const operations = Object.entries(item).flatMap(([method, one]) => operationType(method, one))
    return operations.length === 0 ? [] : [`'${path}': { ${operations.join('; ')} }`]
  })
  return [HEAD, ...objects, `export interface Paths { ${methods.join('; ')} }\n`].join('\n')
}

/** What a call takes and gives; nothing for what is no answer to a program. */
function operationType(method: string, { parameters = [], requestBody, responses }: Operation) {
  const content = responses[200]?.content ?? {}
  const json = content['application/json']
  const answer = json
    ? typeOf(schemaShape.parse(json.schema))
    : 'text/csv' in content
      ? 'Blob'
      : null
  if (answer === null) return []
  const body = requestBody?.content['application/json']
  const takes = [
    ...parametersType('path', parameters),
    ...parametersType('query', parameters),
    ...(body
      ? [`body${requestBody?.required ? '' : '?'}: ${typeOf(schemaShape.parse(body.schema))}`]
      : []),
  ]
  return [
    `${method}: { takes: ${takes.length > 0 ? `{ ${takes.join('; ')} }` : 'object'}; gives: ${answer} }`,
  ]
}

function parametersType(place: 'path' | 'query', parameters: Parameter[]): string[] {
  const own = parameters.filter((parameter) => parameter.in === place)
  if (own.length === 0) return []
  const isNeeded = own.some(({ required }) => required)
  const types = own.map(
    ({ name, required, description, schema }) =>
      `${comment(description)}${name}${required ? '' : '?'}: ${parameterType(schemaShape.parse(schema))}${required ? '' : ' | undefined'}`,
  )
  return [`${place}${isNeeded ? '' : '?'}: { ${types.join('; ')} }`]
}

/** A list that is written with commas may be given as one word. */
const parameterType = (schema: Schema): string =>
  schema.type === 'array' && schema.items
    ? `${typeOf(schema.items)} | readonly (${typeOf(schema.items)})[]`
    : typeOf(schema)

function typeOf(schema: Schema): string {
  const { $ref, anyOf, enum: words, properties, items, type } = schema
  if ($ref !== undefined) return $ref.slice($ref.lastIndexOf('/') + 1)
  if (schema.const !== undefined) return quoted(schema.const)
  if (words) return words.map(quoted).join(' | ')
  if (anyOf && type === undefined) return anyOf.map(typeOf).join(' | ')
  if (Array.isArray(type)) return type.map((one) => typeOf({ ...schema, type: one })).join(' | ')
  if (properties && type !== 'null') return objectType(properties, schema.required)
  if (type === 'array') return `(${items ? typeOf(items) : 'unknown'})[]`
  return PLAIN[type ?? ''] ?? 'unknown'
}

const objectType = (properties: Record<string, Schema>, required: string[]): string => {
  const fields = Object.entries(properties).map(
    ([name, schema]) =>
      `${comment(schema.description)}${name}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
  )
  return `{ ${fields.join('; ')} }`
}

const comment = (text: string | undefined) =>
  text ? `\n/** ${text.replaceAll('*/', '* /')} */\n` : ''

const quoted = (word: string | number | null) =>
  typeof word === 'string' ? `'${word}'` : String(word)

const PLAIN: Record<string, string> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
  object: 'Record<string, unknown>',
}
