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
  /** False for a list that is separated by commas: `status=open,partial`. */
  explode?: false
  schema: JsonSchema
}

/** A reference to a part of `components`. */
export interface ComponentReference {
  $ref: string
}

/** The content of a response or a body in one format. */
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

/** An OpenAPI 3.1 document, as far as the reference reads it. */
export interface OpenApiDocument {
  openapi: string
  info: { title: string; version: string; description: string; contact: object }
  servers: [{ url: string; description: string; 'x-internal': boolean }]
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

A success is \`{"status":"success", ...}\`. An error has the right HTTP status and
\`{"status":"error","error":{"code","message","param"?},"request_id"}\`. Numbers are JSON numbers, times are RFC 3339
in UTC, and dates are YYYY-MM-DD. Lists have a \`next_cursor\`, which is null on the last page.`

const BEARER = {
  type: 'http' as const,
  scheme: 'bearer',
  description:
    'A token with the scope that the route needs: read, sync or edit. include=raw also needs raw. API_TOKEN has all scopes, READ_TOKEN has read.',
}

const ADDRESS = {
  type: 'apiKey' as const,
  in: 'query' as const,
  name: 'token',
  description:
    'A token of the scope calendar, for clients that cannot send headers. Accepted by the calendar feed alone.',
}

const TAGS = {
  Trades: 'Trades and their profit.',
  Orders: 'Order legs, each with the trade it belongs to.',
  Positions: 'Open and closed positions.',
  Overrides: 'Your changes to the grouping and the labels of trades.',
  Events: 'What changed, in order.',
  Sync: 'Read new rows from Alpaca and follow the progress.',
  Accounts: 'List, stop, resume and erase Alpaca accounts.',
  Service: 'Health and contract of the Worker.',
}

/** A header of every write. The middleware `idempotent` reads it. */
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description:
    'Makes the write happen once: for 24 hours, a repetition with the same key gets the response of the first success.',
  schema: { type: 'string' as const, minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
}

/** A header of every GET that needs a token. The middleware `conditional` reads it. */
const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header' as const,
  required: false,
  description: 'ETag of an earlier response. The answer is 304 without a body if nothing changed.',
  schema: { type: 'string' as const, maxLength: 8192 },
}

const ETAG: Record<string, AnswerHeader> = {
  ETag: {
    description: 'Weak hash of the response.',
    required: true,
    schema: { type: 'string' },
    example: 'W/"c2hvcnQgcHV0IHNwcmVhZA=="',
  },
}

const NOT_MODIFIED: Answer = {
  description: 'Nothing changed since the response that If-None-Match names.',
  headers: ETAG,
}

const REPLAYED: Record<string, AnswerHeader> = {
  'Idempotent-Replayed': {
    description:
      '`true` if this is the response of an earlier request with the same key. Absent otherwise.',
    schema: { type: 'string' },
    example: 'true',
  },
}

/** Headers of every response, defined once. */
const SHARED_HEADERS: Record<string, AnswerHeader> = {
  ...HEADERS,
  'Access-Control-Allow-Origin': {
    description: 'Origin of the page, if CORS_ORIGINS contains it. Absent otherwise.',
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
        contact: { name: 'The owner of this Worker' },
      },
      servers: [
        { url: '/api/alpaca', description: 'Production: this Worker', 'x-internal': false },
      ],
      security: [{ bearer: [] }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      paths: pathsOf(routes),
      components: {
        securitySchemes: { bearer: BEARER, address: ADDRESS },
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

/**
 * The scope that a route needs, if any. An empty requirement beside it means that no token is
 * required.
 */
function securityOf({ security, method, path }: Route): Record<string, string[]>[] {
  const scope = scopeNeeded(method.toUpperCase(), path)
  const needed = { bearer: scope === null ? [] : [scope] }
  if (security === 'optional') return [{}, needed]
  if (security === 'address') return [needed, { address: [] }]
  return security === undefined ? [needed] : []
}

/** Whether responses have an ETag: those of a GET that needs a token, except CSV files. */
const isConditional = ({ method, security, responses }: Route): boolean =>
  method === 'get' &&
  (security === undefined || security === 'address') &&
  responses[200]?.content !== undefined &&
  responses[200].content['text/csv'] === undefined

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

/** Examples of the routes, by name. */
function namedExamples(routes: readonly Route[]): Record<string, Example> {
  const contents = routes.flatMap(({ responses }) =>
    Object.values(responses).flatMap(({ content = {} }) => Object.values(content)),
  )
  return sorted(Object.assign({}, ...contents.map(({ examples = {} }) => examples)))
}

/** Generates missing examples, and completes parameters beyond what the library writes. */
function complete(
  { parameters = [], requestBody, responses }: Operation,
  schemas: Record<string, JsonSchema>,
): void {
  for (const parameter of parameters) {
    const { description, type } = parameter.schema
    if (description) parameter.description ??= description
    delete parameter.schema.description
    parameter.required ??= false
    // Query lists are separated by commas.
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
