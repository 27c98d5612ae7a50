import type { RouteHandler } from '@hono/zod-openapi'
import type { AppEnv } from '../context'
import type { getHealth } from './routes'

export const health: RouteHandler<typeof getHealth, AppEnv> = (c) =>
  c.json({ status: 'success' as const, service: 'legbook' as const }, 200)
