import * as z from 'zod'

/** A JSON Schema 2020-12, the dialect of OpenAPI 3.1, as far as the reference reads it. */
export interface JsonSchema {
  [keyword: string]: unknown
  $ref?: string
  type?: string | string[]
  description?: string
  required?: string[]
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  anyOf?: JsonSchema[]
}

interface Written {
  zodSchema: z.core.$ZodType
  jsonSchema: z.core.JSONSchema.BaseSchema
}

/**
 * Tidies a schema that Zod wrote: removes bounds that Zod adds by itself or that contradict a
 * stated type, and writes a nullable type as `[type, 'null']`.
 */
export function tidy({ zodSchema, jsonSchema: schema }: Written): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  // Zod drops both if the text is transformed.
  const { default: initially, examples } = z.globalRegistry.get(zodSchema) ?? {}
  if (initially !== undefined) schema.default = initially
  if (Array.isArray(examples)) schema.examples = examples
  // Numbers and lists in a query arrive as text, whose bounds do not apply to them.
  if (schema.type === 'integer') delete schema.pattern
  if (schema.type === 'array') delete schema.maxLength
  const [value, nothing, ...more] = schema.anyOf ?? []
  const isNullable = nothing?.type === 'null' && more.length === 0
  if (!isNullable || typeof value?.type !== 'string') return
  delete schema.anyOf
  const { enum: words, type, ...rest } = value
  Object.assign(schema, {
    ...rest,
    type: [type, 'null'],
    ...(words && { enum: [...words, null] }),
    ...schema,
  })
}
