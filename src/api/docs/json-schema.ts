import * as z from 'zod'

const jsonSchema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), jsonSchema).optional()
  },
  get items() {
    return jsonSchema.optional()
  },
  get anyOf() {
    return z.array(jsonSchema).optional()
  },
})

/** A JSON Schema of the dialect that OpenAPI 3.1 uses (2020-12), as far as the reference reads it. */
export type JsonSchema = z.output<typeof jsonSchema>

/** Which side of a schema is told: what a client may send, or what it gets. */
export type Side = 'input' | 'output'

const converted = z.object({
  items: jsonSchema,
  $defs: z.record(z.string(), jsonSchema).optional(),
})

/**
 * Turns schemas into JSON Schema; those with an id are gathered in `components` and referred to.
 */
export class SchemaWriter {
  readonly components: Record<string, JsonSchema> = {}

  write(schema: z.ZodType, side: Side): JsonSchema {
    // As the item of a list, so that a schema with an id is referred to wherever it stands.
    const text = JSON.stringify(
      z.toJSONSchema(z.array(schema), { io: side, unrepresentable: 'any', override: tidy }),
    )
    const { items, $defs = {} } = converted.parse(
      JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')),
    )
    for (const [name, { id: _, ...component }] of Object.entries($defs)) {
      this.components[name] = component
    }
    return items
  }
}

interface Written {
  zodSchema: z.core.$ZodType
  jsonSchema: z.core.JSONSchema.BaseSchema
}

/** Takes back what Zod says for its own sake, and what a stated type makes untrue. */
function tidy({ zodSchema, jsonSchema: schema }: Written): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  // Zod drops it where text is made into something else.
  const initially = z.globalRegistry.get(zodSchema)?.default
  if (initially !== undefined) schema.default = initially
  // Numbers and lists of the query arrive as text.
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
