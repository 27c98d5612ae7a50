import type { Context } from 'hono'
import type * as z from 'zod'
import { listAccountIds } from '../../db/accounts/named'
import type { AppEnv } from '../http/context'
import { ApiError } from '../http/errors'
import { requireKnownAccount, requireOneAccount } from '../lists/known-account'
import { CLOSE } from './close-codes'
import type { liveQuery } from './requests'
import { isUpgrade, switchHeaders } from './upgrade'

type LiveInput = {
  in: { query: z.input<typeof liveQuery> }
  out: { query: z.output<typeof liveQuery> }
}

const NEVER_SYNCED = 'The account was not synced yet: try again after its first sync.'

/** Opens a socket of the account's feed. */
export async function connect(c: Context<AppEnv, string, LiveInput>): Promise<Response> {
  if (!isUpgrade(c)) throw new ApiError('upgrade_required')
  const { account, after } = c.req.valid('query')
  const { db, settings, live } = c.get('deps')
  if (live === undefined) {
    throw new ApiError('not_configured', {
      message: 'The live feed needs the Durable Object binding LIVE_FEED: see wrangler.toml.',
    })
  }
  const accountIds = await listAccountIds(db, account)
  requireKnownAccount(settings, account, accountIds.length > 0)
  const accountId = requireOneAccount(accountIds)
  if (accountId === undefined)
    return live.refuse(...withoutAccount(settings.accounts.length), switchHeaders(c))
  const { tokenHash } = c.get('client')
  return await live.connect(accountId, { after, tokenHash }, switchHeaders(c))
}

/** Without any stored account: one may be configured, whose id Alpaca has not named yet. */
const withoutAccount = (configured: number): [number, string] =>
  configured > 0
    ? [CLOSE.tryLater, NEVER_SYNCED]
    : [CLOSE.accountNotFound, 'There is no account: no Alpaca keys are set.']
