import { Hono } from 'hono'
import { validator } from 'hono/validator'
import * as z from 'zod'
import type { AppEnv } from './context'
import { ApiError } from './errors'
import type { Route, RouteHandler } from './route'
import { type UnstorableText, unstorableText } from './text'

/** Checks each request by the schemas of its route, and lists the routes for the reference. */
export class Router extends Hono<AppEnv> {
  /** Routes in the order of the reference. */
  readonly documented: Route[] = []

  /** Adds a route. Requests that do not fit its schemas are answered with `invalid_parameter`. */
  openapi<R extends Route>(route: R, handler: RouteHandler<R>): this {
    const path = honoPath(route)
    const { middleware = [] } = route
    const before = [...middleware, ...checks(route)]
    for (const middleware of before) this.on(route.method.toUpperCase(), path, middleware)
    this.on(route.method.toUpperCase(), path, handler)
    this.documented.push(route)
    return this
  }
}

/** The path of a route in Hono's syntax: `:id` instead of `{id}`. */
export const honoPath = ({ path }: Route): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** An empty router. */
export const createRouter = () => new Router()

const nothing = z.strictObject({})

const checks = (route: Route) => {
  const { params, headers, body } = route.request ?? {}
  return [
    ...(params ? [check('param', params)] : []),
    ...queryCheck(route),
    ...(headers ? [check('header', headers)] : []),
    ...(body ? [check('json', body.content['application/json'].schema)] : []),
  ]
}

/** Routes without a query refuse any query: ignoring a filter would return or change too much. */
export const queryCheck = ({ request: { query } = {}, security }: Route) =>
  query || !security ? [check('query', query ?? nothing)] : []

type Place = 'param' | 'query' | 'header' | 'json'

const check = (place: Place, schema: z.ZodType) =>
  validator(place, (given) => {
    const text = unstorableText(given)
    if (text !== null) throw unstorable(place, text)
    const result = schema.safeParse(given)
    if (!result.success) throw refusal(place, result.error)
    return result.data
  })

/** The error of the first issue. */
function refusal(place: Place, { issues: [issue] }: z.ZodError): ApiError {
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  if (unknownKey !== undefined) return invalid(unknownKey, 'is not a known parameter')
  return invalid(issue?.path[0] ?? nameOf(place), issue?.message ?? 'is not valid')
}

const unstorable = (place: Place, { name }: UnstorableText): ApiError =>
  invalid(name ?? nameOf(place), 'must be well-formed Unicode without control characters')

/** The name of a part, if the whole part is wrong. */
const nameOf = (place: Place) => (place === 'json' ? 'body' : undefined)

const LONGEST_NAME = 100

/** Cuts and repairs the name, because the client chose it. */
function invalid(param: PropertyKey | undefined, reason: string): ApiError {
  if (param === undefined)
    return new ApiError('invalid_parameter', { message: `The request ${reason}.` })
  const name = String(param).slice(0, LONGEST_NAME).toWellFormed()
  return new ApiError('invalid_parameter', { message: `${name} ${reason}.`, param: name })
}
