import { rebuildLedger } from '../../sync/ledger/rebuild'
import type { RouteHandler } from '../http/route'
import { requireKnownAccount } from '../lists/known-account'
import type { postRebuild } from './routes'

export const rebuild: RouteHandler<typeof postRebuild> = async (c) => {
  const { account } = c.req.valid('json')
  const { ledger, settings } = c.get('deps')
  const keyed = c.get('keyed')?.request
  const outcome = await rebuildLedger(ledger, { account, trigger: 'api', keyed })
  requireKnownAccount(settings, account, outcome.accounts.length > 0)
  return c.json({ status: 'success' as const, ...outcome }, 200)
}
