import type { Hono } from 'hono'
import * as z from 'zod'
import { documentedRoutes } from '../../src/api/app'
import type { AppEnv } from '../../src/api/http/context'
import { openApiDocument } from '../../src/api/reference/openapi'

const BASE_PATH = '/api/alpaca'

const schemaShape = z.looseObject({})
const headerShape = z.object({ required: z.boolean().optional(), $ref: z.string().optional() })
const answerShape = z.object({
  headers: z.record(z.string(), headerShape).default({}),
  content: z
    .record(
      z.string(),
      z.object({ schema: schemaShape, examples: z.record(z.string(), z.unknown()).default({}) }),
    )
    .default({}),
})
const documentShape = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ responses: z.record(z.string(), answerShape) })),
  ),
  components: z.object({
    headers: z.record(z.string(), headerShape),
    schemas: z.record(z.string(), schemaShape),
  }),
})

type Document = z.output<typeof documentShape>
type DocumentedAnswer = z.output<typeof answerShape>

/** Headers that every response may have: security, CORS and the body's format. */
const EVERYWHERE =
  /^(content-type|content-length|vary|strict-transport-security|content-security-policy|referrer-policy|origin-agent-cluster|x-content-type-options|x-dns-prefetch-control|x-download-options|x-frame-options|x-permitted-cross-domain-policies|x-xss-protection|cross-origin-.*|access-control-.*)$/

/** The body of a response to a request outside the contract's operations. */
const ELSEWHERE = z.object({
  status: z.literal('error'),
  error: z.strictObject({ code: z.string(), message: z.string(), param: z.string().optional() }),
  request_id: z.string(),
})

/** The front page is not an operation: its own test checks it. */
const FRONT_PATHS = ['/', BASE_PATH]

type Fetch = Hono<AppEnv>['fetch']

let document: Document | undefined

/**
 * Checks every response of an app against the OpenAPI document: status, headers, content type and
 * body. An unknown property fails like a missing one.
 */
export function holdToContract(fetch: Fetch): Fetch {
  return async (request, ...rest) => {
    const response = await fetch(request, ...rest)
    document ??= readDocument()
    // It has no body, and cannot be cloned.
    if (response.status === 101) return response
    await checkAnswer(document, request, response.clone())
    return response
  }
}

/** As it is written when the Worker is built. */
const readDocument = (): Document =>
  documentShape.parse(JSON.parse(JSON.stringify(openApiDocument(documentedRoutes()))))

/** @throws Error when the response differs from the document. */
async function checkAnswer(document: Document, request: Request, response: Response) {
  if (request.method === 'OPTIONS' && response.status === 204) return
  const { pathname } = new URL(request.url)
  if (FRONT_PATHS.includes(pathname) && response.status < 400) return
  const path = pathname.replace(BASE_PATH, '')
  const method = request.method === 'HEAD' ? 'get' : request.method.toLowerCase()
  const where = `${request.method} ${path} ${response.status}`
  const text = await textOf(response)
  const operation = operationsAt(document, path)?.[method]
  if (operation === undefined) return checkElsewhere(where, response, text)
  const answer = operation.responses[response.status]
  if (answer === undefined) throw new Error(`${where}: no such status in the contract: ${text}`)
  checkHeaders(where, document, answer, response.headers)
  if (request.method !== 'HEAD') checkBody(where, document, answer, response, text)
}

/** A streamed body is not checked: the test reads or cancels it. */
async function textOf(response: Response): Promise<string> {
  const isStreamed = response.headers.get('Content-Type')?.startsWith('text/csv')
  if (!isStreamed) return response.text()
  await response.body?.cancel()
  return ''
}

/** Finds the document's path. A path without parameters wins, as in the router. */
function operationsAt({ paths }: Document, path: string) {
  const fitting = Object.keys(paths).filter((template) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )
  const [best] = fitting.toSorted((a, b) => a.split('{').length - b.split('{').length)
  return best === undefined ? undefined : paths[best]
}

function checkElsewhere(where: string, response: Response, text: string): void {
  if (response.status < 400) throw new Error(`${where}: not in the contract`)
  if (text !== '') ELSEWHERE.parse(JSON.parse(text))
}

function checkHeaders(
  where: string,
  { components }: Document,
  { headers }: DocumentedAnswer,
  sent: Headers,
): void {
  for (const [name, header] of Object.entries(headers)) {
    const { required } = header.$ref ? (components.headers[name] ?? header) : header
    if (required && !sent.has(name)) throw new Error(`${where}: the header ${name} is missing`)
  }
  const known = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  const unknown = [...sent.keys()].filter((name) => !known.has(name) && !EVERYWHERE.test(name))
  if (unknown.length > 0) throw new Error(`${where}: headers not in the contract: ${unknown}`)
}

function checkBody(
  where: string,
  document: Document,
  { content }: DocumentedAnswer,
  response: Response,
  text: string,
): void {
  const type = response.headers.get('Content-Type')?.split(';')[0]
  if (type === undefined && text === '' && Object.keys(content).length === 0) return
  const media = content[type ?? '']
  if (media === undefined)
    throw new Error(`${where}: no such content type in the contract: ${type}`)
  if (type !== 'application/json') return
  const body: unknown = JSON.parse(text)
  const result = validator(document, media.schema).safeParse(body)
  if (!result.success) throw new Error(`${where}: ${z.prettifyError(result.error)}\n${text}`)
  const failure = ELSEWHERE.safeParse(body)
  if (failure.success && !(failure.data.error.code in media.examples)) {
    throw new Error(`${where}: no such code in the contract: ${failure.data.error.code}`)
  }
}

const validators = new Map<string, z.ZodType>()

/** Zod parses the JSON Schema, because workerd forbids validators that generate code. */
function validator({ components }: Document, schema: z.output<typeof schemaShape>): z.ZodType {
  const key = JSON.stringify(schema)
  const known = validators.get(key)
  if (known) return known
  const whole = JSON.stringify({ ...schema, $defs: components.schemas })
  const made = z.fromJSONSchema(JSON.parse(whole.replaceAll('#/components/schemas/', '#/$defs/')))
  validators.set(key, made)
  return made
}
