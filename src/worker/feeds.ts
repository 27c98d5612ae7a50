import * as z from 'zod'
import { ApiError } from '../api/http/errors'
import { describeThrown } from '../api/http/thrown'
import type { LiveFeeds } from '../api/live/feeds'
import { writeFeedRequest } from '../live/feed-request'
import { refuse, switchTo } from '../live/sockets'
import type { Announcement } from '../sync/run/context'
import { log } from './context'
import type { LiveFeed } from './live-feed'

type Namespace = DurableObjectNamespace<LiveFeed>

const bindings = z.object({
  LIVE_FEED: z.custom<Namespace>((value) => typeof value === 'object' && value !== null).optional(),
})

/** The Durable Objects of the live feeds; undefined without the binding of `wrangler.toml`. */
export const feedObjects = (env: object): Namespace | undefined =>
  bindings.safeParse(env).data?.LIVE_FEED

/** The live feeds, as the API calls them. */
export function liveFeeds(objects: Namespace): LiveFeeds {
  return {
    refuse,
    async connect(accountId, request, headers) {
      const response = await objects.getByName(accountId).fetch(writeFeedRequest(request))
      if (response.webSocket) return switchTo(response.webSocket, headers)
      throw new ApiError('database_unavailable')
    },
    async stateOf(accountId) {
      return await objects.getByName(accountId).upstreamState()
    },
    async stop() {},
  }
}

/**
 * Reports the end of a run to the account's feed. A run without events costs no call. Never
 * rejects: the sync does not depend on the feed.
 */
export const announceTo =
  (objects: Namespace) =>
  async ({ accountId, wrote }: Announcement): Promise<void> => {
    if (wrote === 'nothing') return
    try {
      const object = objects.getByName(accountId)
      await (wrote === 'erasure' ? object.erased() : object.announce())
    } catch (error) {
      log({
        level: 'warn',
        event: 'live_feed_not_told',
        account_id: accountId,
        ...describeThrown(error),
      })
    }
  }
