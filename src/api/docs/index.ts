import type { Route } from '../route'
import { createRouter, type Router } from '../router'
import { type OpenApiDocument, openApiDocument } from './openapi'
import { referencePage } from './page'
import { getDocs, getOpenApi } from './routes'

/** /openapi.json and /docs, of the routes that `routes` tells when they are first asked for. */
export function docsRouter(routes: () => readonly Route[]): Router {
  let document: OpenApiDocument | undefined
  let page: string | undefined
  return createRouter()
    .openapi(getOpenApi, (c) => {
      document ??= openApiDocument(routes())
      return c.json(document, 200)
    })
    .openapi(getDocs, (c) => {
      document ??= openApiDocument(routes())
      page ??= referencePage(document)
      return c.html(page, 200)
    })
}
