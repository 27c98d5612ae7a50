import { DurableObject } from 'cloudflare:workers'
import { CLOSE } from '../api/live/close-codes'
import type { LiveState } from '../api/live/feeds'
import { databaseFailure } from '../db/connection/failure'
import { Feed } from '../live/feed'
import { readFeedRequest } from '../live/feed-request'
import { databaseOf, log } from './context'
import { readSettings } from './settings'

/**
 * The Durable Object of one account's live feed. Its name is the account's id. Settings are read
 * once for each life of the object: every change of a setting is a deployment, which ends it.
 */
export class LiveFeed extends DurableObject<object> {
  private readonly feed: Feed

  constructor(state: DurableObjectState, env: object) {
    super(state, env)
    const result = readSettings(env)
    if ('problem' in result) throw new Error(result.problem.message)
    const { settings } = result
    this.feed = new Feed(state, {
      accountId: accountOf(state),
      db: databaseOf(settings),
      tokens: settings.tokens,
      log,
      upstream: () => 'off',
    })
  }

  /** Opens a socket: 101, or 503 if the database does not answer. */
  override async fetch(request: Request): Promise<Response> {
    try {
      return await this.feed.connect(readFeedRequest(request))
    } catch (error) {
      if (databaseFailure(error) === null) throw error
      return new Response(null, { status: 503 })
    }
  }

  /** Events of the account were stored. */
  announce(): void {
    this.feed.announce()
  }

  /** The account was erased. */
  erased(): void {
    this.feed.closeAll(CLOSE.accountNotFound, 'The account was erased.')
  }

  /** The state of the connection to Alpaca. */
  upstreamState(): LiveState {
    return 'off'
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    await this.feed.receive(socket, message)
  }

  override webSocketClose(socket: WebSocket): void {
    this.feed.end(socket)
  }
}

function accountOf({ id }: DurableObjectState): string {
  if (id.name === undefined) throw new Error('the object of a live feed has no name')
  return id.name
}
