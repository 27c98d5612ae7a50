import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import { gapOf } from './known-gaps'

const FILE = new URL('../../fixtures/alpaca/openapi.yaml', import.meta.url)

/** The types of activities that the specification names. */
export function specifiedActivityTypes(): readonly string[] {
  const document = parse(readFileSync(FILE, 'utf8'))
  return document.components.schemas.ActivityType.enum
}

/** Validates a response: the path as the specification writes it, the status, the JSON. */
export type Validate = (path: string, status: number, body: unknown) => string[]

/**
 * Reads Alpaca's specification. The returned function lists the errors of a response beyond the
 * known gaps, and adds the gaps that it met to `met`.
 */
export function readSpecification(met: Set<string>): Validate {
  const document = parse(readFileSync(FILE, 'utf8'))
  const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true, logger: false })
  addFormats.default(ajv)
  ajv.addFormat('decimal', /^-?\d+(\.\d+)?$/)
  ajv.addSchema(document, 'spec')
  const compiled = new Map<string, ValidateFunction>()
  return (path, status, body) => {
    const pointer = [
      'paths',
      path,
      'get',
      'responses',
      String(status),
      'content',
      'application/json',
      'schema',
    ]
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/')
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `spec#/${pointer}` })
    compiled.set(pointer, validate)
    if (validate(body)) return []
    if (!validate.errors) throw new Error(`no errors for an invalid response to ${path}`)
    return validate.errors.flatMap((error) => describe(error, met))
  }
}

function describe(error: ErrorObject, met: Set<string>): string[] {
  // anyOf and oneOf repeat the errors of their branches.
  if (error.keyword === 'anyOf' || error.keyword === 'oneOf') return []
  // The other branch of a mixed list: a FILL is no non-trade activity and vice versa.
  if (error.instancePath.endsWith('/activity_type') && error.keyword === 'enum') return []
  const path = error.instancePath.replaceAll(/\/\d+/g, '')
  const gap = gapOf({ path, keyword: error.keyword, value: error.data })
  if (!gap) return [`${error.instancePath} ${error.message}: ${JSON.stringify(error.data)}`]
  met.add(gap.why)
  return []
}
