import type { Context } from 'hono'
import { encodeBase64 } from 'hono/utils/encode'
import type { AppEnv } from '../http/context'
import { ApiError } from '../http/errors'

/** The files that the build generates from the routes. */
export type ReferenceFile = 'openapi.json' | 'docs.html'

/**
 * Their folder among the static assets. It lies below a path that the Worker answers, so that these
 * files are served by the Worker alone, with its headers.
 */
export const REFERENCE_FOLDER = 'api/reference'

/** Reads a generated file; null if the Worker was deployed without its static assets. */
export type Reference = (file: ReferenceFile) => Promise<string | null>

/** A Worker without static assets. */
export const noReference: Reference = async () => null

const NO_ASSETS = 'The Worker was deployed without its static assets: run npx wrangler deploy.'

/**
 * Serves a generated file.
 *
 * @throws ApiError `misconfigured` if the Worker was deployed without its static assets.
 */
export const serve = (reference: Reference, file: ReferenceFile, contentType: string) => {
  return async (c: Context<AppEnv>): Promise<Response> => {
    const body = await reference(file)
    if (body === null) throw new ApiError('misconfigured', { message: NO_ASSETS })
    if (file === 'docs.html') c.header('Content-Security-Policy', await policyFor(body))
    return c.body(body, 200, { 'Content-Type': contentType })
  }
}

/** Allows the page's own style and script and its empty icon, and nothing else. */
async function policyFor(html: string): Promise<string> {
  const [, script = ''] = /<script>([\s\S]*)<\/script>/.exec(html) ?? []
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(script))
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src 'sha256-${encodeBase64(digest)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
