import type { Context } from 'hono'
import type { Reference, ReferenceFile } from '../../worker/reference-assets'
import type { AppEnv } from '../http/context'
import { ApiError } from '../http/errors'
import { createRouter, type Router } from '../http/router'
import { getDocs, getOpenApi } from './routes'

const NOT_THERE = 'The Worker was deployed without its static assets.'

/** /openapi.json and /docs, as they were written when the Worker was built. */
export function docsRouter(reference: Reference): Router {
  const serve = async (c: Context<AppEnv>, file: ReferenceFile, type: string) => {
    const body = await reference(file)
    if (body === null) throw new ApiError('misconfigured', { message: NOT_THERE })
    return c.body(body, 200, { 'Content-Type': type })
  }
  return createRouter()
    .openapi(getOpenApi, (c) => serve(c, 'openapi.json', 'application/json'))
    .openapi(getDocs, (c) => serve(c, 'docs.html', 'text/html; charset=UTF-8'))
}
