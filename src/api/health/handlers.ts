import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../http/context'
import type { RouteHandler } from '../http/route'
import { checkHealth } from './present'
import type { getHealth } from './routes'
import { Unhealthy } from './unhealthy'

const ALIVE = { status: 'success', service: 'legbook' } as const

/** Answers anybody that the Worker is alive; passes a deep check on, to the gate and to `deepHealth` behind it. */
export const health: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (c.req.query('deep') === undefined) return c.json(ALIVE, 200)
  await next()
}

export const deepHealth: RouteHandler<typeof getHealth> = async (c) => {
  const { checks, problems } = await checkHealth(c.get('deps'))
  if (problems.length > 0) throw new Unhealthy(checks, problems)
  return c.json({ ...ALIVE, checks }, 200)
}
