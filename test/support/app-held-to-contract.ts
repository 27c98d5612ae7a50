import {
  type AppOptions,
  BASE_PATH,
  createApp as createRealApp,
  documentedRoutes,
} from '../../src/api/app'
import type { Reference } from '../../src/api/docs/handlers'
import { openApiDocument } from '../../src/api/reference/openapi'
import { referencePage } from '../../src/api/reference/page'
import { holdToContract } from './contract'

export { BASE_PATH, documentedRoutes }

/** Replaces `createApp` in tests and in the Worker's entry: it checks every response of the app. */
export function createApp(options: AppOptions): ReturnType<typeof createRealApp> {
  const app = createRealApp({ reference, ...options })
  app.fetch = holdToContract(app.fetch)
  return app
}

/** Written when it is asked for, not when the Worker was built. */
const reference: Reference = async (file) => {
  const document = openApiDocument(documentedRoutes())
  return file === 'docs.html' ? referencePage(document) : JSON.stringify(document)
}
