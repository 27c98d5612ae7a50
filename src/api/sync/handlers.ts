import type { Context } from 'hono'
import type * as z from 'zod'
import { readSyncStatus } from '../../db/runs/status'
import type { SyncScope } from '../../sync/run/context'
import { presentKeys } from '../accounts/present-keys'
import type { AppEnv } from '../http/context'
import type { RouteHandler } from '../http/route'
import { requireKeys, requireKnownAccount } from '../lists/known-account'
import type { LiveFeeds, LiveState } from '../live/feeds'
import { presentFailingWebhook, presentSyncStatus, storedKeysOf } from './present'
import type { syncBody } from './requests'
import type { getSyncStatus } from './routes'

type SyncInput = {
  in: { json: z.input<typeof syncBody> }
  out: { json: z.output<typeof syncBody> }
}

/** Runs a sync of one scope, for one account or for all. */
export const start = (scope: SyncScope) => async (c: Context<AppEnv, string, SyncInput>) => {
  const { settings, sync } = c.get('deps')
  const { account, since } = c.req.valid('json')
  requireKeys(settings)
  const { report, accounts } = await sync({
    scope,
    ...(account && { account }),
    ...(since && { since }),
    keyed: c.get('keyed')?.request,
  })
  return c.json({ status: 'success' as const, ...report, accounts }, 200)
}

export const status: RouteHandler<typeof getSyncStatus> = async (c) => {
  const { db, settings, now, live, ledger } = c.get('deps')
  const configured = settings.accounts.map(({ label }) => label)
  const { account } = c.req.valid('query')
  const rows = await readSyncStatus(db)
  const all = presentSyncStatus(rows, configured, now())
  const accounts = all.filter(
    ({ label, account_id }) => account === undefined || account === label || account === account_id,
  )
  requireKnownAccount(settings, account, accounts.length > 0)
  const shown = await Promise.all(
    accounts.map(async (one) => ({
      ...one,
      ...(await presentKeys(ledger.seal, storedKeysOf(rows, configured, one.account_id))),
      live: await stateOf(live, one.account_id),
    })),
  )
  const webhooks = rows.failingWebhooks
    .filter(
      ({ accountId }) => accountId === null || shown.some((one) => one.account_id === accountId),
    )
    .map(presentFailingWebhook)
  return c.json({ status: 'success' as const, accounts: shown, webhooks }, 200)
}

/** Without feeds, or before Alpaca has named the account, there is no connection. */
const stateOf = async (
  live: LiveFeeds | undefined,
  accountId: string | null,
): Promise<LiveState | null> =>
  live === undefined || accountId === null ? 'off' : await live.stateOf(accountId)
