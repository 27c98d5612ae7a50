import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../context'
import { sha256 } from '../digest'

/**
 * Gives what a GET answers an `ETag`, and answers 304 without a body when `If-None-Match` names it. The tag is a hash of the
 * body, not a version of the database's: what is shown follows from rows of several tables and from the time, and a hash
 * costs no second round trip. It is weak, since the same answer may travel compressed or not.
 */
export function conditional(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next()
    const { res } = c
    if (!isRead(c.req.method) || res.status !== 200 || !isJson(res)) return
    const body = new Uint8Array(await res.arrayBuffer())
    const etag = tagOf(await sha256(body))
    const isKnown = names(c.req.header('if-none-match'), etag)
    c.res = isKnown ? new Response(null, { status: 304 }) : new Response(body, res)
    c.res.headers.set('ETag', etag)
  }
}

const isRead = (method: string) => method === 'GET' || method === 'HEAD'

const isJson = ({ headers }: Response) =>
  headers.get('Content-Type')?.startsWith('application/json') === true

/** 128 bits: enough that no two answers meet. */
const tagOf = (digest: Uint8Array) => `W/"${btoa(String.fromCharCode(...digest.slice(0, 16)))}"`

/** Whether a list of tags, or `*`, names one; by weak comparison (RFC 9110, 8.8.3.2). */
function names(list: string | undefined, etag: string): boolean {
  if (list === undefined) return false
  return list.trim() === '*' || (list.match(/"[^"]*"/g) ?? []).some((tag) => etag.endsWith(tag))
}
