import type { RouteHandler } from '../route'
import type { getHealth } from './routes'

export const health: RouteHandler<typeof getHealth> = (c) =>
  c.json({ status: 'success' as const, service: 'legbook' as const }, 200)
