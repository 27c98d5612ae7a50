import { createRouter, type Router } from '../http/router'
import { type Reference, serve } from './handlers'
import { getDocs, getOpenApi } from './routes'

/** `/openapi.json` and `/docs`, as the build generated them. */
export const docsRouter = (reference: Reference): Router =>
  createRouter()
    .openapi(getOpenApi, serve(reference, 'openapi.json', 'application/json'))
    .openapi(getDocs, serve(reference, 'docs.html', 'text/html; charset=UTF-8'))
