import type { Context, MiddlewareHandler, TypedResponse } from 'hono'
import type { JSONParsed } from 'hono/utils/types'
import type * as z from 'zod'
import type { AppEnv } from './context'

/** The parts of a request that a route reads. Schemas check them before the handler runs. */
export interface RouteRequest {
  params?: z.ZodObject
  query?: z.ZodObject
  headers?: z.ZodObject
  body?: { required: boolean; content: { 'application/json': { schema: z.ZodType } } }
}

/** A documented header of a response. */
export type AnswerHeader = {
  description: string
  required?: boolean
  schema: { type: 'string' | 'integer'; format?: string; minimum?: number; maximum?: number }
  example: string | number
}

/** A documented example. */
export type Example = {
  summary?: string
  value: unknown
}

/** The content of a response in one format. */
export interface AnswerContent {
  schema: z.ZodType
  examples?: Record<string, Example>
}

/** A documented response. Without `content`, it has no body. */
export interface Answer {
  description: string
  headers?: Record<string, AnswerHeader>
  content?: Record<string, AnswerContent>
}

/** What the OpenAPI document says about a route. Nothing of it is in the bundle of the Worker. */
export interface RouteDocumentation {
  /** Unique name in camelCase, for generated clients. */
  operationId: string
  tags: readonly string[]
  summary: string
  description?: string
  responses: Record<number, Answer>
}

/** A route with the schemas that check its requests, and its documentation. */
export interface Route extends RouteDocumentation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Path with parameters in braces, below the base path. */
  path: string
  /**
   * Empty if no token is needed; `optional` if a parameter decides; `address` if the address may
   * have the token.
   */
  security?: readonly [] | 'optional' | 'address'
  middleware?: readonly MiddlewareHandler<AppEnv>[]
  /**
   * Whether a response needs far more CPU or database time than others: a second rate limit
   * applies.
   */
  isExpensive?: boolean
  request?: RouteRequest
}

declare global {
  interface ImportMeta {
    /**
     * Undefined, except that `wrangler.toml` defines it for the bundle: there, the bundler drops
     * what follows `import.meta.inBundle ??`, with the schemas of the responses.
     */
    readonly inBundle?: undefined
  }
}

/**
 * Defines a route, and keeps the types of its schemas for the handler.
 *
 * @example
 * export const getThing = createRoute({
 *   method: 'get',
 *   path: '/things/{id}',
 *   request: { params: thingPath },
 *   ...(import.meta.inBundle ?? {
 *     operationId: 'getThing',
 *     tags: ['Things'],
 *     summary: 'Get a thing',
 *     responses: responses('The thing.', thingSchema, 'not_found'),
 *   }),
 * })
 */
export function createRoute<const R extends Route>(route: R): R {
  return route
}

type Part<Request, Name extends string> =
  Request extends Record<Name, infer Schema extends z.ZodType> ? Schema : never
type Body<Request> = Request extends {
  body: { content: { 'application/json': { schema: infer S extends z.ZodType } } }
}
  ? S
  : never

type Given<Query, Param, Header, Json> = ([Query] extends [never] ? object : { query: Query }) &
  ([Param] extends [never] ? object : { param: Param }) &
  ([Header] extends [never] ? object : { header: Header }) &
  ([Json] extends [never] ? object : { json: Json })

/** The input of a handler, by the part of the request: the type of `c.req.valid`. */
export interface RouteInput<R extends Route> {
  in: Given<
    z.input<Part<R['request'], 'query'>>,
    z.input<Part<R['request'], 'params'>>,
    z.input<Part<R['request'], 'headers'>>,
    z.input<Body<R['request']>>
  >
  out: Given<
    z.output<Part<R['request'], 'query'>>,
    z.output<Part<R['request'], 'params'>>,
    z.output<Part<R['request'], 'headers'>>,
    z.output<Body<R['request']>>
  >
}

/** The response of a handler: typed JSON of its success, or a plain response for other formats. */
export type RouteAnswer<R extends Route> = R['responses'] extends {
  200: { content: { 'application/json': { schema: infer S extends z.ZodType } } }
}
  ? Response & TypedResponse<JSONParsed<z.output<S>>, 200, 'json'>
  : Response

/** The handler of a route. It throws errors. */
export type RouteHandler<R extends Route> = (
  c: Context<AppEnv, string, RouteInput<R>>,
) => RouteAnswer<R> | Promise<RouteAnswer<R>>
