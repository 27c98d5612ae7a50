import { createRouter, type Router } from '../http/router'
import { deepHealth, health } from './handlers'
import { getHealth } from './routes'

/** The liveness check, which is open to anybody. */
export function healthRouter(): Router {
  const router = createRouter()
  router.on('GET', getHealth.path, health)
  return router
}

/** The deep check, behind the gate: the same route with a parameter. */
export const deepHealthRouter = () => createRouter().openapi(getHealth, deepHealth)
