import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi'
import { scopeNeeded } from '../auth/scopes'
import { HEADERS } from '../http/responses'
import type { Answer, AnswerHeader, Example, Route } from '../http/route'
import { exampleOf } from './example'
import { type JsonSchema, tidy } from './json-schema'

/** A parameter of the query, the path or the headers. */
export interface Parameter {
  name: string
  in: 'query' | 'path' | 'header'
  required: boolean
  description?: string
  /** False for a list that is written with commas: `status=open,partial`. */
  explode?: false
  schema: JsonSchema
}

/** Names a part of `components`. */
export interface ComponentReference {
  $ref: string
}

/** What an answer or a body carries in one format. */
export interface MediaType {
  schema: JsonSchema
  examples: Record<string, Example | ComponentReference>
}

export interface DocumentedResponse {
  description: string
  headers: Record<string, AnswerHeader | ComponentReference>
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

const BEARER = {
  type: 'http' as const,
  scheme: 'bearer',
  description:
    'A token of the settings with the scope that the route names: read, sync or edit; include=raw needs raw as well. API_TOKEN has all, READ_TOKEN read.',
}

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
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description:
    'Makes the write happen once: for 24 hours its repetition under the same key gets the answer of the first that succeeded.',
  schema: { type: 'string' as const, minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
}

/** What every GET behind a token takes: the middleware that compares it makes the tag. */
const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header' as const,
  required: false,
  description:
    'The ETag of an answer that is at hand: 304, without a body, while it is still the same.',
  schema: { type: 'string' as const, maxLength: 8192 },
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

/** The contract, generated from the schemas that check the requests. */
export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const created = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'legbook',
        version: '1.0.0',
        description: DESCRIPTION,
        contact: { name: 'Whoever runs this Worker' },
      },
      servers: [
        { url: '/api/alpaca', description: 'Production: this Worker', 'x-internal': false },
      ],
      security: [{ bearer: [] }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      paths: pathsOf(routes),
      components: {
        securitySchemes: { bearer: BEARER },
        headers: SHARED_HEADERS,
        examples: namedExamples(routes),
      },
    },
    { override: tidy },
  )
  const document: OpenApiDocument = JSON.parse(JSON.stringify(created))
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
  for (const operation of operations) complete(operation, document.components.schemas)
  document.components.schemas = sorted(document.components.schemas)
  return document
}

function pathsOf(routes: readonly Route[]) {
  const byPath = Map.groupBy(routes, ({ path }) => path)
  return Object.fromEntries(
    [...byPath].map(([path, own]) => [
      path,
      Object.fromEntries(own.map((route) => [route.method, operationOf(route)])),
    ]),
  )
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const { operationId, tags, summary, description, method, request = {} } = route
  const isWrite = method !== 'get'
  const isTagged = isConditional(route)
  const { params, query, headers, body } = request
  const common = [...(isWrite ? [IDEMPOTENCY_KEY] : []), ...(isTagged ? [IF_NONE_MATCH] : [])]
  const answers = isTagged ? { ...route.responses, 304: NOT_MODIFIED } : route.responses
  const onSuccess = isWrite ? REPLAYED : isTagged ? ETAG : {}
  return {
    operationId,
    tags: [...tags],
    summary,
    description: description ?? `${summary}.`,
    security: securityOf(route),
    ...((params || query || headers) && {
      requestParams: {
        ...(params && { path: params }),
        ...(query && { query }),
        ...(headers && { header: headers }),
      },
    }),
    ...(common.length > 0 && { parameters: common }),
    ...(body && { requestBody: body }),
    responses: mapValues(answers, (answer, status) =>
      responseOf(answer, status === '200' ? onSuccess : {}),
    ),
  }
}

/** The token that a route needs; an empty requirement beside it says that it may be called without one. */
function securityOf({ security, method, path }: Route): Record<string, string[]>[] {
  const needed = { bearer: [scopeNeeded(method.toUpperCase(), path)] }
  if (security === 'optional') return [{}, needed]
  return security === undefined ? [needed] : []
}

/** Whether its answers have a tag: JSON that is read behind a token. */
const isConditional = ({ method, security, responses }: Route): boolean =>
  method === 'get' &&
  security === undefined &&
  responses[200]?.content?.['application/json'] !== undefined

const responseOf = (
  { description, headers, content }: Answer,
  more: Record<string, AnswerHeader>,
) => ({
  description,
  headers: {
    ...mapValues(SHARED_HEADERS, (_, name) => ({ $ref: `#/components/headers/${name}` })),
    ...more,
    ...headers,
  },
  ...(content && {
    content: mapValues(content, ({ schema, examples = {} }) => ({
      schema,
      examples: mapValues(examples, (_, name) => ({ $ref: `#/components/examples/${name}` })),
    })),
  }),
})

/** The examples that routes bring, by their names. */
function namedExamples(routes: readonly Route[]): Record<string, Example> {
  const contents = routes.flatMap(({ responses }) =>
    Object.values(responses).flatMap(({ content = {} }) => Object.values(content)),
  )
  return sorted(Object.assign({}, ...contents.map(({ examples = {} }) => examples)))
}

/** Adds an example where a route brings none, and what the library leaves out of parameters. */
function complete(
  { parameters = [], requestBody, responses }: Operation,
  schemas: Record<string, JsonSchema>,
): void {
  for (const parameter of parameters) {
    const { description, type } = parameter.schema
    if (description) parameter.description ??= description
    delete parameter.schema.description
    parameter.required ??= false
    // Lists of the query are written with commas.
    if (type === 'array') parameter.explode = false
  }
  for (const { content = {} } of [requestBody ?? {}, ...Object.values(responses)]) {
    for (const media of Object.values(content)) {
      if (Object.keys(media.examples ?? {}).length > 0) continue
      media.examples = { example: { value: exampleOf(media.schema, schemas) } }
    }
  }
}

const mapValues = <From, To>(
  record: Record<string, From>,
  change: (value: From, key: string) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))

const sorted = <Value>(record: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))
