import type { JsonSchema } from './json-schema'

const REF = '#/components/schemas/'

/** An example of a schema, made of the examples that its parts bring, their first words and their types. */
export function exampleOf(schema: JsonSchema, components: Record<string, JsonSchema>): unknown {
  const inside = (part: JsonSchema) => exampleOf(part, components)
  if (typeof schema.$ref === 'string')
    return inside(components[schema.$ref.slice(REF.length)] ?? {})
  for (const given of [schema.examples, schema.enum]) if (Array.isArray(given)) return given[0]
  if ('const' in schema) return schema.const
  if ('default' in schema) return schema.default
  const [first] = schema.anyOf ?? []
  if (first) return inside(first)
  if (schema.properties) {
    return Object.fromEntries(
      Object.entries(schema.properties).map(([name, part]) => [name, inside(part)]),
    )
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'array') return [inside(schema.items ?? {})]
  return FALLBACK[type ?? 'null']
}

const FALLBACK: Record<string, unknown> = {
  string: 'text',
  integer: 1,
  number: 1.25,
  boolean: false,
  null: null,
  object: {},
}
