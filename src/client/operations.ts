import type { Paths } from './contract.js'

type Method = 'get' | 'post' | 'patch' | 'delete'

/** The paths that a method has. */
export type PathOf<M extends Method> = {
  [P in keyof Paths]: Paths[P] extends Record<M, unknown> ? P : never
}[keyof Paths]

type Operation<M extends Method, P> = P extends keyof Paths
  ? Paths[P] extends Record<M, infer O extends { takes: object; gives: unknown }>
    ? O
    : never
  : never

/** What a success of an operation answers. */
export type Answer<M extends Method, P extends PathOf<M>> = Operation<M, P>['gives']

/** What every call may bring. */
export interface CallOptions {
  signal?: AbortSignal | undefined
  /** Makes a write happen once: the same key gets the answer of the first call. */
  idempotencyKey?: string | undefined
}

/** The options of an operation; they may be left out when nothing in them is needed. */
type Options<M extends Method, P extends PathOf<M>> = object extends Operation<M, P>['takes']
  ? [options?: Operation<M, P>['takes'] & CallOptions]
  : [options: Operation<M, P>['takes'] & CallOptions]

/** The lists, which have pages. */
export type ListPath = {
  [P in PathOf<'get'>]: Answer<'get', P> extends { next_cursor: string | null } ? P : never
}[PathOf<'get'>]

/** The API, typed by its contract. Every call throws `LegbookError` when it is refused, and what `fetch` throws when nobody answers. */
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
  /** A list page by page, until its end. */
  pages<P extends ListPath>(
    path: P,
    ...options: Options<'get', P>
  ): AsyncGenerator<Answer<'get', P>, void>
}
