import type { paths } from './contract.js'
import type { LiveFeed, LiveOptions } from './live-options.js'

type Method = 'get' | 'post' | 'patch' | 'delete'

type Operation<M extends Method, P> = P extends keyof paths
  ? paths[P] extends Record<M, infer O>
    ? O
    : never
  : never

type Content<O> = O extends { responses: { 200: { content: infer C } } } ? C : never

/** The type of JSON, or Blob for a file. */
type AnswerOf<O> =
  Content<O> extends { 'application/json': infer Json }
    ? Json
    : Content<O> extends { 'text/csv': unknown } | { 'text/calendar': unknown }
      ? Blob
      : never

/** Paths that answer a method with JSON or a file. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: [AnswerOf<Operation<M, P>>] extends [never] ? never : P
}[keyof paths]

/** The response of a success. */
export type Answer<M extends Method, P extends PathOf<M>> = AnswerOf<Operation<M, P>>

/** Options of every call. */
export interface CallOptions {
  signal?: AbortSignal | undefined
  /** Makes a write happen once: a repetition with the same key gets the first response. */
  idempotencyKey?: string | undefined
}

type PathPart<O> = O extends { parameters: { path: infer Values } } ? { path: Values } : object

/** A list of words also accepts one word. */
type OneOrMore<Value> = Value extends readonly (infer Word)[] ? Word | readonly Word[] : Value

type QueryPart<O> = O extends { parameters: { query?: infer Values extends object } }
  ? { query?: { [Name in keyof Values]?: OneOrMore<Values[Name]> | undefined } }
  : object

type BodyPart<O> = O extends { requestBody: { content: { 'application/json': infer Body } } }
  ? { body: Body }
  : O extends { requestBody?: { content: { 'application/json': infer Body extends object } } }
    ? { body?: Body }
    : object

type Takes<O> = PathPart<O> & QueryPart<O> & BodyPart<O> & CallOptions

/** The options of an operation; they may be omitted where none is required. */
type Options<M extends Method, P extends PathOf<M>> =
  object extends Takes<Operation<M, P>>
    ? [options?: Takes<Operation<M, P>>]
    : [options: Takes<Operation<M, P>>]

/** Paths of lists, for `pages`. */
export type ListPath = {
  [P in PathOf<'get'>]: Answer<'get', P> extends { next_cursor: string | null } ? P : never
}[PathOf<'get'>]

/**
 * The API, typed by its contract. Throws `LegbookError`, or the error of `fetch` without a
 * response.
 */
export interface Legbook {
  get<P extends PathOf<'get'>>(path: P, ...options: Options<'get', P>): Promise<Answer<'get', P>>
  post<P extends PathOf<'post'>>(
    path: P,
    ...options: Options<'post', P>
  ): Promise<Answer<'post', P>>
  patch<P extends PathOf<'patch'>>(
    path: P,
    ...options: Options<'patch', P>
  ): Promise<Answer<'patch', P>>
  delete<P extends PathOf<'delete'>>(
    path: P,
    ...options: Options<'delete', P>
  ): Promise<Answer<'delete', P>>
  /** Reads a list page by page to its end. */
  pages<P extends ListPath>(
    path: P,
    ...options: Options<'get', P>
  ): AsyncGenerator<Answer<'get', P>, void>
  /**
   * Calls `onEvent` with each event of an account as it happens, over a WebSocket. Connects again
   * when the socket is lost, and goes on where it ended; polls `/events` while no socket can be
   * opened.
   *
   * @example
   * const feed = legbook.live({ onEvent: ({ type, data }) => console.log(type, data) })
   */
  live(options: LiveOptions): LiveFeed
}
