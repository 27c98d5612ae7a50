import type { RouteHandler } from '../http/route'
import type { getMe } from './routes'

export const me: RouteHandler<typeof getMe> = (c) => {
  const { name, scopes } = c.get('client')
  return c.json({ status: 'success' as const, name, scopes: [...scopes] }, 200)
}
