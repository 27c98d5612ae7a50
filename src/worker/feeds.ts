import * as z from 'zod'
import { withinSignal } from '../alpaca/within-signal'
import { withinTime } from '../alpaca/within-time'
import { ApiError } from '../api/http/errors'
import { describeThrown } from '../api/http/thrown'
import type { LiveFeeds } from '../api/live/feeds'
import { writeFeedRequest } from '../live/feed-request'
import { refuse, switchTo } from '../live/sockets'
import type { SyncContext } from '../sync/run/context'
import { log } from './context'
import type { LiveFeed } from './live-feed'
import type { Settings } from './settings'

type Namespace = DurableObjectNamespace<LiveFeed>

/** A feed that does not tell its state within this time counts as silent. */
const STATE_MS = 2_000

const bindings = z.object({
  LIVE_FEED: z.custom<Namespace>((value) => typeof value === 'object' && value !== null).optional(),
})

/** The live feeds, as the API and the runs call them. */
export interface Feeds {
  feeds: LiveFeeds
  announce: NonNullable<SyncContext['announce']>
}

/** The feeds of the Worker; null without the binding of `wrangler.toml`. */
export function feedsOf(env: object, { live: mode }: Settings): Feeds | null {
  const objects = bindings.safeParse(env).data?.LIVE_FEED
  if (objects === undefined) return null
  return { feeds: feedsIn(objects, mode), announce: announceTo(objects, mode) }
}

function feedsIn(objects: Namespace, mode: Settings['live']): LiveFeeds {
  return {
    refuse,
    async connect(accountId, request, headers) {
      const response = await objects.getByName(accountId).fetch(writeFeedRequest(request))
      if (response.webSocket) return switchTo(response.webSocket, headers)
      throw new ApiError('database_unavailable')
    },
    async stateOf(accountId) {
      if (mode === 'off') return 'off'
      return await told('state', accountId, () =>
        withinTime(STATE_MS, (signal) =>
          withinSignal(signal, objects.getByName(accountId).upstreamState()),
        ),
      )
    },
    async reconsider(accountId) {
      if (mode === 'off') return
      await told('reconsider', accountId, () => objects.getByName(accountId).reconsider())
    },
  }
}

/**
 * Reports the end of a run to the account's feed. While the feed has no connection to Alpaca to
 * keep up, a run without events costs no call.
 */
const announceTo =
  (objects: Namespace, mode: Settings['live']): Feeds['announce'] =>
  async ({ accountId, wrote }) => {
    if (wrote === 'nothing' && mode === 'off') return
    await told('announce', accountId, () => objects.getByName(accountId).announce(wrote))
  }

/** Calls a feed. Returns null if that fails: nothing but the feed itself depends on it. */
async function told<T>(call: string, accountId: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    const about = { call, account_id: accountId, ...describeThrown(error) }
    log({ level: 'warn', event: 'live_feed_failed', ...about })
    return null
  }
}
