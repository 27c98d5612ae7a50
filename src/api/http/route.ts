import type { Context, MiddlewareHandler, TypedResponse } from 'hono'
import type { JSONParsed } from 'hono/utils/types'
import type * as z from 'zod'
import type { AppEnv } from './context'

/** What a route reads of a request, each part checked by its schema before the handler sees it. */
export interface RouteRequest {
  params?: z.ZodObject
  query?: z.ZodObject
  headers?: z.ZodObject
  body?: { required: boolean; content: { 'application/json': { schema: z.ZodType } } }
}

/** A header of an answer, as the reference shows it. */
export type AnswerHeader = {
  description: string
  required?: boolean
  schema: { type: 'string' | 'integer'; format?: string; minimum?: number; maximum?: number }
  example: string | number
}

/** A named example, as the reference shows it. */
export type Example = {
  summary?: string
  value: unknown
}

/** What an answer carries in one format. */
export interface AnswerContent {
  schema: z.ZodType
  examples?: Record<string, Example>
}

/** One documented answer: an empty `content` says that there is no body. */
export interface Answer {
  description: string
  headers?: Record<string, AnswerHeader>
  content?: Record<string, AnswerContent>
}

/** A route as its schemas describe it: they check its requests, and the OpenAPI document is made of them. */
export interface Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** With its parameters in braces. */
  path: string
  /** Unique, in camelCase: what a generated client calls it. */
  operationId: string
  tags: readonly string[]
  summary: string
  description?: string
  /** Empty when no token is asked for; `optional` when a parameter decides. */
  security?: readonly [] | 'optional'
  middleware?: readonly MiddlewareHandler<AppEnv>[]
  /** Whether an answer takes far more CPU time or database time than others: a second, smaller rate limit counts its requests. */
  isExpensive?: boolean
  request?: RouteRequest
  responses: Record<number, Answer>
}

/**
 * Describes a route, with the types of its schemas kept for its handler.
 *
 * @example
 * export const getThing = createRoute({ method: 'get', path: '/things/{id}', ..., responses: responses(...) })
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

/** What `c.req.valid` gives the handler of a route, by where it stands in the request. */
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

/** The answer of a handler: JSON of its success, typed; other formats are plain responses. */
export type RouteAnswer<R extends Route> = R['responses'] extends {
  200: { content: { 'application/json': { schema: infer S extends z.ZodType } } }
}
  ? Response & TypedResponse<JSONParsed<z.output<S>>, 200, 'json'>
  : Response

/** What answers a route. Errors are thrown. */
export type RouteHandler<R extends Route> = (
  c: Context<AppEnv, string, RouteInput<R>>,
) => RouteAnswer<R> | Promise<RouteAnswer<R>>
