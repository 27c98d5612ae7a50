import { type AppOptions, BASE_PATH, createApp as createRealApp } from '../../src/api/app'
import { holdToContract } from './contract'

export { BASE_PATH }

/** What tests get for `createApp`, the one of the Worker's entry included: an app whose every answer is checked. */
export function createApp(options: AppOptions): ReturnType<typeof createRealApp> {
  const app = createRealApp(options)
  app.fetch = holdToContract(app.fetch)
  return app
}
