import { listAccountIds } from '../../db/accounts/named'
import { readReconciliation } from '../../db/reconciliation/read'
import { newYorkDate } from '../../time/new-york'
import type { RouteHandler } from '../http/route'
import { requireKnownAccount } from '../lists/known-account'
import { presentReconciliation } from './present'
import type { getReconciliation } from './routes'

export const showReconciliation: RouteHandler<typeof getReconciliation> = async (c) => {
  const { account } = c.req.valid('query')
  const { db, settings, now } = c.get('deps')
  const ids = await listAccountIds(db, account)
  requireKnownAccount(settings, account, ids.length > 0)
  const today = newYorkDate(now().getTime() * 1000)
  const found = await Promise.all(ids.map((id) => readReconciliation(db, id, today)))
  const known = found.filter((one) => one !== null)
  return c.json({ status: 'success' as const, ...presentReconciliation(known) }, 200)
}
