import { DurableObject } from 'cloudflare:workers'
import { CLOSE } from '../api/live/close-codes'
import type { LiveState } from '../api/live/feeds'
import { databaseFailure } from '../db/connection/failure'
import { AlpacaStream } from '../live/alpaca-stream'
import { Feed } from '../live/feed'
import { readFeedRequest } from '../live/feed-request'
import type { Announcement } from '../sync/run/context'
import { databaseOf, log, REQUEST_MILLISECONDS, syncContext } from './context'
import { readSettings } from './settings'
import { AFTER_REQUEST_MILLISECONDS, WebhookSending } from './webhooks/sending'

/**
 * The Durable Object of one account's live feed. Its name is the account's id. Settings are read
 * once for each life of the object: every change of a setting is a deployment, which ends it.
 */
export class LiveFeed extends DurableObject<object> {
  private readonly feed: Feed
  private readonly stream: AlpacaStream
  private readonly sending: WebhookSending | null

  constructor(state: DurableObjectState, env: object) {
    super(state, env)
    const result = readSettings(env)
    if ('problem' in result) throw new Error(result.problem.message)
    const { settings } = result
    const accountId = accountOf(state)
    const db = databaseOf(settings)
    this.sending = WebhookSending.of(env, settings, db)
    this.feed = new Feed(state, {
      accountId,
      db,
      tokens: settings.tokens,
      log,
      upstream: () => this.stream.state,
    })
    this.stream = new AlpacaStream({
      accountId,
      storage: state.storage,
      mode: settings.live,
      sync: syncContext(settings, db, REQUEST_MILLISECONDS, async (end) => {
        this.tell(end.wrote)
        this.send(end)
      }),
      onState: (upstream) => this.feed.sendState(upstream),
      onEvents: () => this.feed.announce(),
    })
  }

  /** Opens a socket: 101, or 503 if the database does not answer. */
  override async fetch(request: Request): Promise<Response> {
    this.ctx.waitUntil(this.stream.ensure())
    try {
      return await this.feed.connect(readFeedRequest(request))
    } catch (error) {
      if (databaseFailure(error) === null) throw error
      return new Response(null, { status: 503 })
    }
  }

  /** A run of the account has ended, outside of this object. */
  announce(wrote: Announcement['wrote']): void {
    this.tell(wrote)
    this.ctx.waitUntil(wrote === 'events' ? this.stream.afterRun() : this.stream.ensure())
  }

  /** The account was stopped or resumed. */
  reconsider(): void {
    this.ctx.waitUntil(this.stream.ensure())
  }

  /** The state of the connection to Alpaca. */
  async upstreamState(): Promise<LiveState> {
    await this.stream.ensure()
    return this.stream.state
  }

  override async alarm(): Promise<void> {
    await this.stream.alarm()
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    await this.feed.receive(socket, message)
  }

  override webSocketClose(socket: WebSocket): void {
    this.feed.end(socket)
  }

  /** Sends the webhooks of a run of this object. Those of other runs are sent where they ran. */
  private send(end: Announcement): void {
    if (this.sending === null) return
    this.sending.noteRun(end)
    this.ctx.waitUntil(this.sending.flush(AFTER_REQUEST_MILLISECONDS))
  }

  private tell(wrote: Announcement['wrote']): void {
    if (wrote === 'events') this.feed.announce()
    if (wrote === 'erasure') this.feed.closeAll(CLOSE.accountNotFound, 'The account was erased.')
  }
}

function accountOf({ id }: DurableObjectState): string {
  if (id.name === undefined) throw new Error('the object of a live feed has no name')
  return id.name
}
