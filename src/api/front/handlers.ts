import type { Context, MiddlewareHandler } from 'hono'
import { accepts } from 'hono/accepts'
import { encodeBase64 } from 'hono/utils/encode'
import type { AppEnv } from '../http/context'
import { type FrontLinks, frontPage, STYLE } from './present'

/**
 * Answers GET and HEAD at the root and at the base path of the API with links to everything: HTML
 * for a browser (`Accept: text/html`), JSON otherwise. Reads no setting and needs no token.
 *
 * @example
 * app.use('/', front('/api/alpaca'))
 */
export function front(basePath: string): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    c.header('Vary', 'Accept')
    const links = linksOf(c, basePath)
    if (!wantsHtml(c)) return c.json({ status: 'success', service: 'legbook', links }, 200)
    c.header('Content-Security-Policy', await contentSecurityPolicy())
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

const wantsHtml = (c: Context<AppEnv>): boolean =>
  accepts(c, {
    header: 'Accept',
    supports: ['application/json', 'text/html'],
    default: 'application/json',
  }) === 'text/html'

/**
 * Allows the page's one style and its empty icon (without an icon, browsers request /favicon.ico),
 * and nothing else.
 */
async function contentSecurityPolicy(): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(STYLE))
  const hash = encodeBase64(digest)
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
}
