import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from '../context'
import { createRouter } from '../router'
import { openApiDocument, registerSecurity } from './openapi'
import { referencePage } from './page'

/** /openapi.json and /docs, of all routes that the app has when they are asked for. */
export function docsRouter(app: OpenAPIHono<AppEnv>): OpenAPIHono<AppEnv> {
  registerSecurity(app)
  const router = createRouter()
  router.get('/openapi.json', (c) => c.json(openApiDocument(app)))
  router.get('/docs', (c) => c.html(referencePage(openApiDocument(app))))
  return router
}
