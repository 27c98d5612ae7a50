import { readStats } from '../../db/trades/stats'
import type { RouteHandler } from '../http/route'
import { requireKnownAccount } from '../lists/known-account'
import { presentStats } from './present'
import type { getStats } from './routes'

export const stats: RouteHandler<typeof getStats> = async (c) => {
  const { strategy_type: strategyType, unit, ...filter } = c.req.valid('query')
  const { db, settings } = c.get('deps')
  const { rows, accountKnown } = await readStats(db, { ...filter, strategyType }, unit)
  requireKnownAccount(settings, filter.account, accountKnown)
  return c.json({ status: 'success' as const, ...presentStats(rows) }, 200)
}
