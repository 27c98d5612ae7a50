import type * as z from 'zod'
import { HEADERS } from '../responses'
import type { Answer, AnswerContent, AnswerHeader, Example, Route } from '../route'
import { scopeNeeded } from '../scopes'
import { exampleOf } from './example'
import { type JsonSchema, SchemaWriter } from './json-schema'

/** A parameter of the query, the path or the headers. */
export interface Parameter {
  name: string
  in: 'query' | 'path' | 'header'
  required: boolean
  description?: string
  schema: JsonSchema
}

/** Names a part of `components`. */
export interface Reference {
  $ref: string
}

/** What an answer or a body carries in one format. */
export interface MediaType {
  schema: JsonSchema
  examples: Record<string, Example | Reference>
}

export interface DocumentedResponse {
  description: string
  headers: Record<string, AnswerHeader | Reference>
  content?: Record<string, MediaType>
}

/** One method of one path. */
export interface Operation {
  operationId: string
  tags: readonly string[]
  summary: string
  description: string
  security?: readonly object[]
  parameters?: Parameter[]
  requestBody?: { required: boolean; content: Record<string, MediaType> }
  responses: Record<string, DocumentedResponse>
}

/** The contract as OpenAPI 3.1 writes it. */
export interface OpenApiDocument {
  openapi: string
  info: { title: string; version: string; description: string; contact: object }
  servers: { url: string; description: string; 'x-internal': boolean }[]
  security: object[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    securitySchemes: object
    headers: Record<string, AnswerHeader>
    examples: Record<string, Example>
    schemas: Record<string, JsonSchema>
  }
}

const DESCRIPTION = `Order history and trade ledger of Alpaca accounts.

Success is \`{"status":"success", ...}\`; an error has its HTTP status and
\`{"status":"error","error":{"code","message","param"?},"request_id"}\`. Numbers are JSON numbers, times RFC 3339 in UTC,
dates YYYY-MM-DD, rows named as the columns of the tables. A list has \`next_cursor\`, null at its end.`

const TAGS = {
  Sync: 'Reads what is new from Alpaca, and tells how far that is.',
  Orders: 'Order legs, each with the trade that it belongs to.',
  Positions: 'What is held, and what was.',
  Trades: 'What the orders add up to, and what it made.',
  Overrides: 'What you say of trades where the grouping is not what you meant.',
  Accounts: 'The Alpaca accounts that are here: listed, stopped, resumed, erased.',
  Service: 'The Worker itself.',
}

/** What every write takes: the middleware that makes it happen once checks it. */
const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes the write happen once: for 24 hours its repetition under the same key gets the answer of the first that succeeded.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
}

/** What every GET behind a token takes: the middleware that compares it makes the tag. */
const IF_NONE_MATCH: Parameter = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description:
    'The ETag of an answer that is at hand: 304, without a body, while it is still the same.',
  schema: { type: 'string', maxLength: 8192 },
}

const ETAG: Record<string, AnswerHeader> = {
  ETag: {
    description: 'A hash of the answer, weak.',
    required: true,
    schema: { type: 'string' },
    example: 'W/"c2hvcnQgcHV0IHNwcmVhZA=="',
  },
}

const NOT_MODIFIED: Answer = { description: 'It is still what If-None-Match names.', headers: ETAG }

const REPLAYED: Record<string, AnswerHeader> = {
  'Idempotent-Replayed': {
    description:
      'There, and true, when this is the answer of an earlier request with the same key.',
    schema: { type: 'string' },
    example: 'true',
  },
}

/** On every answer, written once. */
const SHARED_HEADERS: Record<string, AnswerHeader> = {
  ...HEADERS,
  'Access-Control-Allow-Origin': {
    description: 'The page that asked, when CORS_ORIGINS names it; else not there.',
    schema: { type: 'string', format: 'uri' },
    example: 'https://app.example.com',
  },
}

/** Gathers what is written once and referred to. */
class Parts extends SchemaWriter {
  readonly examples: Record<string, Example> = {}

  example(name: string, example: Example): Reference {
    this.examples[name] = example
    return { $ref: `#/components/examples/${name}` }
  }
}

/** The contract, generated from the schemas that check the requests. */
export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const schemas = new Parts()
  const paths: OpenApiDocument['paths'] = {}
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'legbook',
      version: '1.0.0',
      description: DESCRIPTION,
      contact: { name: 'Whoever runs this Worker' },
    },
    servers: [{ url: '/api/alpaca', description: 'Production: this Worker', 'x-internal': false }],
    security: [{ bearer: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A token of the settings with the scope that the route names: read, sync or edit; include=raw needs raw as well. API_TOKEN has all, READ_TOKEN read.',
        },
      },
      headers: SHARED_HEADERS,
      examples: sorted(schemas.examples),
      schemas: sorted(schemas.components),
    },
  }
}

function operationOf(route: Route, schemas: Parts): Operation {
  const { operationId, tags, summary, description, method, request = {} } = route
  const isWrite = method !== 'get'
  const isTagged = isConditional(route)
  const security = securityOf(route)
  const parameters = [
    ...parametersOf('path', request.params, schemas),
    ...parametersOf('query', request.query, schemas),
    ...parametersOf('header', request.headers, schemas),
    ...(isWrite ? [IDEMPOTENCY_KEY] : []),
    ...(isTagged ? [IF_NONE_MATCH] : []),
  ]
  const body = request.body && {
    required: request.body.required,
    content: mapValues(request.body.content, (content) => mediaType(content, 'input', schemas)),
  }
  return {
    operationId,
    tags,
    summary,
    description: description ?? `${summary}.`,
    security,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    responses: mapValues(
      isTagged ? { ...route.responses, 304: NOT_MODIFIED } : route.responses,
      (answer, status) => {
        const headers = status !== '200' ? {} : isWrite ? REPLAYED : isTagged ? ETAG : {}
        return responseOf({ ...answer, headers: { ...headers, ...answer.headers } }, schemas)
      },
    ),
  }
}

/** The token that a route needs; an empty requirement beside it says that it may be called without one. */
function securityOf({ security, method, path }: Route): readonly object[] {
  const needed = { bearer: [scopeNeeded(method.toUpperCase(), path)] }
  if (security === 'optional') return [{}, needed]
  return security ?? [needed]
}

/** Whether its answers have a tag: JSON that is read behind a token. */
const isConditional = ({ method, security, responses }: Route): boolean =>
  method === 'get' &&
  security === undefined &&
  responses[200]?.content?.['application/json'] !== undefined

function parametersOf(
  place: Parameter['in'],
  schema: z.ZodType | undefined,
  schemas: Parts,
): Parameter[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = schemas.write(schema, 'input')
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description && { description }),
    schema: rest,
  }))
}

function responseOf({ description, headers, content }: Answer, schemas: Parts) {
  return {
    description,
    headers: {
      ...mapValues(SHARED_HEADERS, (_, name) => ({ $ref: `#/components/headers/${name}` })),
      ...headers,
    },
    ...(content && {
      content: mapValues(content, (media) => mediaType(media, 'output', schemas)),
    }),
  }
}

function mediaType(
  { schema, examples }: AnswerContent,
  side: 'input' | 'output',
  schemas: Parts,
): MediaType {
  const written = schemas.write(schema, side)
  return {
    schema: written,
    examples: examples
      ? mapValues(examples, (example, name) => schemas.example(name, example))
      : { example: { value: exampleOf(written, schemas.components) } },
  }
}

const mapValues = <From, To>(
  record: Record<string, From>,
  change: (value: From, key: string) => To,
) => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))

const sorted = <Value>(record: Record<string, Value>) =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))
