import { existsSync, readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import { gapOf } from './known-gaps'

const FILE = new URL('../../../../shared/alpaca/openapi-trading.yaml', import.meta.url)

/** Whether Alpaca's specification lies beside the project. */
export const hasSpecification = existsSync(FILE)

/** An answer of the specification: path as it is written there, status, JSON. */
export type Validate = (path: string, status: number, body: unknown) => string[]

/**
 * Reads the specification. The function it returns lists what is wrong with an answer beyond the
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
    return (validate.errors ?? []).flatMap((error) => describe(error, met))
  }
}

function describe(error: ErrorObject, met: Set<string>): string[] {
  // anyOf and oneOf repeat what their branches already say.
  if (error.keyword === 'anyOf' || error.keyword === 'oneOf') return []
  // The other branch of a mixed list: a FILL is no non-trade activity, and the reverse.
  if (error.instancePath.endsWith('/activity_type') && error.keyword === 'enum') return []
  const path = error.instancePath.replaceAll(/\/\d+/g, '')
  const gap = gapOf({ path, keyword: error.keyword, value: error.data })
  if (!gap) return [`${error.instancePath} ${error.message}: ${JSON.stringify(error.data)}`]
  met.add(gap.why)
  return []
}
