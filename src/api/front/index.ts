import type { Context, MiddlewareHandler } from 'hono'
import { accepts } from 'hono/accepts'
import { encodeBase64 } from 'hono/utils/encode'
import type { AppEnv } from '../http/context'
import { type FrontLinks, frontPage, STYLE } from './present'

/**
 * Answers GET and HEAD at the root, and at the path of the API, with what is here and where to read on: a page for a browser
 * (`Accept: text/html`), JSON for everything else. It reads no setting and needs no token.
 *
 * @example
 * app.use('/', front('/api/alpaca'))
 */
export function front(basePath: string): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    c.header('Vary', 'Accept')
    const links = linksOf(c, basePath)
    if (!wantsPage(c)) return c.json({ status: 'success', service: 'legbook', links }, 200)
    c.header('Content-Security-Policy', await policy())
    return c.html(frontPage(links))
  }
}

function linksOf(c: Context<AppEnv>, basePath: string): FrontLinks {
  const api = new URL(basePath, c.req.url).href
  return {
    api,
    reference: `${api}/docs`,
    openapi: `${api}/openapi.json`,
    health: `${api}/health`,
  }
}

const wantsPage = (c: Context<AppEnv>): boolean =>
  accepts(c, {
    header: 'Accept',
    supports: ['application/json', 'text/html'],
    default: 'application/json',
  }) === 'text/html'

/** Nothing but the one style of the page, and its empty icon: a browser would ask for one at /favicon.ico. */
async function policy(): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(STYLE))
  const hash = encodeBase64(digest)
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
}
