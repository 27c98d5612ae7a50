import type { Context } from 'hono'
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
    return c.body(body, 200, { 'Content-Type': contentType })
  }
}
