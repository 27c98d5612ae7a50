import openapiTS, { astToString } from 'openapi-typescript'
import type { OpenApiDocument, Operation } from '../../api/reference/openapi'

const HEAD =
  '// Generated from src/api/openapi.json by npm run api:write. Types only: a bundle contains none of it.\n'

/** The contract as TypeScript: `paths` with their operations, and each schema under its name. */
export async function clientTypes({ paths, components, ...rest }: OpenApiDocument) {
  const called = mapValues(paths, (methods) => mapValues(methods, calledOperation))
  const document = JSON.stringify({ ...rest, paths: called, components })
  const nodes = await openapiTS(document, { rootTypes: true, rootTypesNoSchemaPrefix: true })
  return HEAD + astToString(nodes)
}

/**
 * An operation without its headers and errors, which would make the types three times as large: the
 * client sets all headers and throws every error as one class.
 */
const calledOperation = ({ parameters = [], responses, ...rest }: Operation) => {
  const success = responses[201] ? 201 : 200
  return {
    ...rest,
    parameters: parameters.filter((parameter) => parameter.in !== 'header'),
    responses: { [success]: { ...responses[success], headers: {} } },
  }
}

const mapValues = <From, To>(record: Record<string, From>, change: (value: From) => To) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
