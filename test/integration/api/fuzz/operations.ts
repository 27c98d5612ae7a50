import * as z from 'zod'
import { documentedRoutes } from '../../../../src/api/app'
import { openApiDocument } from '../../../../src/api/reference/openapi'

/** A JSON Schema as far as requests use it. */
export interface Schema {
  type?: string | string[] | undefined
  format?: string | undefined
  pattern?: string | undefined
  minLength?: number | undefined
  maxLength?: number | undefined
  minimum?: number | undefined
  maximum?: number | undefined
  minItems?: number | undefined
  maxItems?: number | undefined
  minProperties?: number | undefined
  enum?: unknown[] | undefined
  examples?: unknown[] | undefined
  anyOf?: Schema[] | undefined
  items?: Schema | undefined
  properties?: Record<string, Schema> | undefined
  required?: string[] | undefined
}

const schemaShape: z.ZodType<Schema> = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  minProperties: z.number().optional(),
  enum: z.array(z.unknown()).optional(),
  examples: z.array(z.unknown()).optional(),
  get anyOf() {
    return z.array(schemaShape).optional()
  },
  get items() {
    return schemaShape.optional()
  },
  get properties() {
    return z.record(z.string(), schemaShape).optional()
  },
  required: z.array(z.string()).optional(),
})

const parameterShape = z.object({
  name: z.string(),
  in: z.enum(['query', 'path', 'header']),
  required: z.boolean(),
  schema: schemaShape,
})

const operationShape = z.object({
  operationId: z.string(),
  security: z.array(z.looseObject({ bearer: z.array(z.string()).optional() })),
  parameters: z.array(parameterShape).default([]),
  requestBody: z
    .object({ content: z.object({ 'application/json': z.object({ schema: schemaShape }) }) })
    .optional(),
})

const documentShape = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationShape)),
})

/** Types of a schema. */
export const typesOf = ({ type = 'string' }: Schema): string[] =>
  typeof type === 'string' ? [type] : type

/** A parameter of an operation. */
export type Parameter = z.output<typeof parameterShape>

/** An operation of the contract, as far as requests are generated from it. */
export interface Operation {
  id: string
  method: string
  /** Path with parameters in braces. */
  path: string
  /** The scope that the token needs; null without one. */
  scope: string | null
  /** Whether any token may. */
  anyToken: boolean
  /** Whether it can answer without a token. */
  open: boolean
  parameters: Parameter[]
  body: Schema | null
}

/** Whether a requirement is empty: no token is required. */
const isNothing = (requirement: object): boolean => Object.keys(requirement).length === 0

/** The scope of an operation; that of reading where any token may, and null without a token. */
function scopeOf({ security }: z.output<typeof operationShape>): string | null {
  const [needed] = security.flatMap(({ bearer }) => (bearer ? [bearer] : []))
  return needed === undefined ? null : (needed[0] ?? 'read')
}

/** Every operation of the OpenAPI document. */
export function readOperations(): Operation[] {
  const written: unknown = JSON.parse(JSON.stringify(openApiDocument(documentedRoutes())))
  const { paths } = documentShape.parse(inlined(written, written))
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      scope: scopeOf(operation),
      anyToken: operation.security.some(({ bearer }) => bearer?.length === 0),
      open: operation.security.every(({ bearer }) => !bearer) || operation.security.some(isNothing),
      parameters: operation.parameters,
      body: operation.requestBody?.content['application/json'].schema ?? null,
    })),
  )
}

const reference = z.strictObject({ $ref: z.string().startsWith('#/') })
const record = z.record(z.string(), z.unknown())

/** Resolves all references in a part of the document. */
function inlined(part: unknown, document: unknown): unknown {
  if (Array.isArray(part)) return part.map((item) => inlined(item, document))
  const { data: pointer } = reference.safeParse(part)
  if (pointer) return inlined(found(pointer.$ref, document), document)
  const { data: object } = record.safeParse(part)
  if (!object) return part
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, inlined(value, document)]),
  )
}

const found = (pointer: string, document: unknown): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce((part: unknown, name) => record.parse(part)[name.replaceAll('~1', '/')], document)
