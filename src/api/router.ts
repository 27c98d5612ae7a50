import { Hono } from 'hono'
import { validator } from 'hono/validator'
import * as z from 'zod'
import type { AppEnv } from './context'
import { ApiError } from './errors'
import type { Route, RouteHandler } from './route'

/** A router that checks each request by the schemas of its route, and remembers the routes for the reference. */
export class Router extends Hono<AppEnv> {
  /** In the order in which the reference shows them. */
  readonly documented: Route[] = []

  /** Answers a route, once its request fits; one that does not is refused with `invalid_parameter`. */
  openapi<R extends Route>(route: R, handler: RouteHandler<R>): this {
    const path = honoPath(route)
    const before = [...(route.middleware ?? []), ...checks(route)]
    for (const middleware of before) this.on(route.method.toUpperCase(), path, middleware)
    this.on(route.method.toUpperCase(), path, handler)
    this.documented.push(route)
    return this
  }
}

/** The path of a route as Hono writes it: parameters with a colon instead of braces. */
export const honoPath = ({ path }: Route): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** An empty router. */
export const createRouter = () => new Router()

const nothing = z.strictObject({})

/** A query that a route does not read is a mistake: silently dropped, it would do more than was asked. */
const checks = ({ request: { params, query, headers, body } = {}, security }: Route) => [
  ...(params ? [check('param', params)] : []),
  ...(query || !security ? [check('query', query ?? nothing)] : []),
  ...(headers ? [check('header', headers)] : []),
  ...(body ? [check('json', body.content['application/json'].schema)] : []),
]

type Place = 'param' | 'query' | 'header' | 'json'

const check = (place: Place, schema: z.ZodType) =>
  validator(place, (given) => {
    const result = schema.safeParse(given)
    if (!result.success) throw refusal(place, result.error)
    return result.data
  })

/** Names what was wrong; when several things were, the first of them. */
function refusal(place: Place, { issues: [issue] }: z.ZodError): ApiError {
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const param = unknownKey ?? issue?.path[0] ?? (place === 'json' ? 'body' : undefined)
  return new ApiError('invalid_parameter', {
    message:
      unknownKey === undefined
        ? sentence(param, issue?.message)
        : `${unknownKey} is not known here.`,
    param: param === undefined ? undefined : String(param),
  })
}

function sentence(param: PropertyKey | undefined, reason: string | undefined): string {
  return `${String(param ?? 'The request')} ${reason ?? 'is not valid'}.`
}
