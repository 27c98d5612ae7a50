import { known } from '../../engine/model/invariant'
import { code, escapeHtml, prose, table } from './html'
import type { JsonSchema } from './json-schema'

const REF = '#/components/schemas/'

/** A named schema: its description, and its properties or words. */
export function schemaSection(name: string, schema: JsonSchema): string {
  const about = prose(known(schema.description, 'the description of the schema', name))
  const content = schema.properties ? propertyTable(schema) : `<p>${typeOf(schema)}</p>`
  return `<section id="${name}"><h3>${name}</h3><p>${about}</p>${content}</section>`
}

/** A table of the properties of an object: name, type, description. */
export function propertyTable({ properties = {}, required = [] }: JsonSchema): string {
  const rows = Object.entries(properties).map(([name, schema]) => [
    `${code(name)}${required.includes(name) ? '' : ' <i>optional</i>'}`,
    typeOf(schema),
    prose(known(schema.description, 'the description of the property', name)),
  ])
  return table(['Property', 'Type', 'Description'], rows)
}

/** A schema in one line: its type with bounds, its words, or a link to a named schema. */
export function typeOf(schema: JsonSchema): string {
  const { $ref, anyOf, items, properties, type, format } = schema
  if ($ref !== undefined) {
    const name = escapeHtml($ref.slice(REF.length))
    return `<a href="#${name}">${name}</a>`
  }
  if (Array.isArray(schema.enum)) return schema.enum.map((word) => code(String(word))).join(' ')
  if ('const' in schema) return code(String(schema.const))
  if (items) return `list of ${typeOf(items)}${nullable(type)}`
  if (properties) return `object${nullable(type)}${propertyTable(schema)}`
  if (anyOf) return anyOf.map(typeOf).join(' or ')
  if (type === 'null') return 'null'
  const [own] = [type].flat().filter((name) => name !== 'null')
  const name = format ?? known(own, 'the type of the schema', JSON.stringify(schema))
  return escapeHtml(`${name}${bounds(schema)}`) + nullable(type)
}

const nullable = (type: JsonSchema['type']): string =>
  Array.isArray(type) && type.includes('null') ? ' or null' : ''

function bounds({ minimum, maximum, maxLength, default: initially }: JsonSchema): string {
  const isBounded = typeof maximum === 'number' && maximum < 2 ** 31 - 1
  return [
    isBounded ? ` ${minimum} to ${maximum}` : '',
    maxLength === undefined ? '' : `, at most ${maxLength} characters`,
    initially === undefined ? '' : `, default ${initially}`,
  ].join('')
}
