import type { OpenApiDocument, Operation, Parameter } from '../../api/reference/openapi'

/** The operations that the command line calls. */
const CALLED = [
  'listTrades',
  'getTrade',
  'listOrders',
  'listCampaigns',
  'getCampaign',
  'listPositions',
  'listAccounts',
  'getStats',
  'getReconciliation',
  'getSyncStatus',
  'sync',
  'getMe',
]

/** Parameters that the command line sets itself: it follows pages to a limit of its own. */
const OWN = new Set(['limit', 'cursor', 'offset'])

const HEAD = '// Generated from src/api/openapi.json by npm run api:write.\n\n'

/** The parameters of each operation that the command line calls, as a module of it. */
export function cliOptions(document: OpenApiDocument): string {
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
  const byId = new Map(operations.map((operation) => [operation.operationId, operation]))
  const entries = CALLED.map((id) => {
    const operation = byId.get(id)
    if (operation === undefined) throw new Error(`The contract has no operation ${id}.`)
    return [id, optionsOf(operation, document)]
  })
  const table = JSON.stringify(Object.fromEntries(entries))
  return `${HEAD}/** Parameters by operation. */\nexport const PARAMETERS = ${table} as const\n`
}

function optionsOf(operation: Operation, document: OpenApiDocument) {
  const queried = (operation.parameters ?? []).filter((one) => one.in === 'query')
  return [...queried, ...bodyOf(operation, document)]
    .filter(({ name }) => !OWN.has(name))
    .map(({ name, description = '', schema }) => {
      const words = schema.enum ?? schema.items?.enum
      return { name, description, ...(words !== undefined && { words }) }
    })
}

/** The properties of a body, like parameters. */
function bodyOf({ requestBody }: Operation, { components }: OpenApiDocument) {
  const name = requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1)
  const { properties = {} } = components.schemas[name ?? ''] ?? {}
  return Object.entries(properties).map(
    ([name, schema]): Pick<Parameter, 'name' | 'description' | 'schema'> => ({
      name,
      description: schema.description ?? '',
      schema,
    }),
  )
}
