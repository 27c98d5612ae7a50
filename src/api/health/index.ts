import { createRouter, type Router } from '../http/router'
import { deepHealth, health } from './handlers'
import { getHealth } from './routes'

/** The liveness check, which needs no token. */
export function healthRouter(): Router {
  const router = createRouter()
  router.on('GET', getHealth.path, health)
  return router
}

/** The deep check of the same route, which needs a token. */
export const deepHealthRouter = () => createRouter().openapi(getHealth, deepHealth)
