import { scopesByDigest } from '../api/auth/authenticate'
import type { Scope } from '../api/auth/scopes'
import type { ApiToken } from '../api/auth/tokens'
import { presentEvent } from '../api/events/present'
import { describeThrown } from '../api/http/thrown'
import { CLOSE, closeReason } from '../api/live/close-codes'
import type { FeedRequest, LiveState } from '../api/live/feeds'
import type { Database } from '../db/connection/client'
import { type EventPage, readEvents } from '../db/events/read'
import type { Log } from '../sync/run/log'
import { NOT_A_MESSAGE, NOT_YET_SENT, readAck } from './client-message'
import { type Frame, textOf } from './frames'
import { refuse, switchTo } from './sockets'
import {
  afterAck,
  afterFrame,
  afterMessage,
  MESSAGE_WINDOW_MS,
  MOST_MESSAGES,
  MOST_UNACKNOWLEDGED,
  roomOf,
  type Subscription,
  subscribe,
} from './subscription'

/** The most sockets of one account. */
export const MOST_SOCKETS = 20

/** The most events of one frame. */
const MOST_EVENTS = 100

/** News is gathered for so long, so that the events of several transactions share a frame. */
const GATHERING_MS = 50

/** How long a socket without room may wait for an acknowledgement: clients send one a second. */
const ACK_GRACE_MS = 2_000

/** What the feed of one account needs. */
export interface FeedParts {
  accountId: string
  db: Database
  /** Tokens of the API. A socket is closed once its token is not among them. */
  tokens: readonly ApiToken[]
  log: Log
  /** The state of the account's connection to Alpaca. */
  upstream: () => LiveState
}

/** An open socket with its subscription. */
interface Open {
  socket: WebSocket
  subscription: Subscription
}

/**
 * The live feed of one account: its sockets, and what each of them has received. All state of a
 * socket is in its attachment, so that the Durable Object can hibernate between two events.
 *
 * Every event comes from the outbox in the database. News is only a hint to read it: a hint that
 * comes twice sends nothing twice.
 */
export class Feed {
  /** Whether the outbox may have events after `head`. */
  private isStale = false
  /** The last sequence number that was read; null before the first read. */
  private head: number | null = null
  private gathering: ReturnType<typeof setTimeout> | null = null
  private deadline: ReturnType<typeof setTimeout> | null = null
  private sending: Promise<void> | null = null
  private scopes: Promise<Map<string, readonly Scope[]>> | null = null

  constructor(
    private readonly state: DurableObjectState,
    private readonly parts: FeedParts,
  ) {
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
    this.watchFullSockets()
  }

  /** Opens a socket: `hello`, then the events after `after`. */
  async connect({ after, tokenHash }: FeedRequest): Promise<Response> {
    const { db, accountId } = this.parts
    const limit = after === undefined ? 0 : MOST_EVENTS
    const page = await readEvents(db, { accountId, after, limit })
    if (this.openSockets().length >= MOST_SOCKETS)
      return refuse(CLOSE.tooManySockets, `The account has ${MOST_SOCKETS} sockets already.`)
    const { 0: client, 1: socket } = new WebSocketPair()
    this.state.acceptWebSocket(socket)
    send(socket, {
      type: 'hello',
      account_id: accountId,
      last_seq: page.lastSeq,
      upstream: this.parts.upstream(),
    })
    const subscription = subscribe(tokenHash, after ?? page.lastSeq)
    this.deliver({ socket, subscription }, page)
    // More pages, and events that were stored since the page was read.
    this.isStale = true
    this.sendNow()
    return switchTo(client)
  }

  /** Events were stored: sends them once more of them had time to gather. */
  announce(): void {
    this.isStale = true
    this.gathering ??= setTimeout(() => {
      this.gathering = null
      this.sendNow()
    }, GATHERING_MS)
  }

  /** Reports a change of the connection to Alpaca. */
  sendState(state: LiveState): void {
    for (const { socket } of this.openSockets()) send(socket, { type: 'upstream', state })
  }

  /** Closes every socket. */
  closeAll(code: number, reason: string): void {
    for (const socket of this.state.getWebSockets()) close(socket, code, reason)
  }

  /** Handles a message of a client. Garbage is answered with an error frame and changes nothing. */
  async receive(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    await this.closeRevoked()
    const known = subscriptionOf(socket)
    if (known === null || socket.readyState !== WebSocket.OPEN) return
    const { subscription, isTooMany } = afterMessage(known, Date.now())
    if (isTooMany) {
      const reason = `More than ${MOST_MESSAGES} messages in ${MESSAGE_WINDOW_MS / 1000} seconds.`
      return close(socket, CLOSE.policy, reason)
    }
    const ack = readAck(message)
    const isWrong = ack === null || ack > subscription.position
    keep(socket, isWrong ? subscription : afterAck(subscription, ack))
    if (isWrong)
      return send(socket, { type: 'error', message: ack === null ? NOT_A_MESSAGE : NOT_YET_SENT })
    if (roomOf(known) <= 0) this.sendNow()
  }

  /** Completes the close of a client. */
  end(socket: WebSocket): void {
    close(socket, CLOSE.normal, '')
  }

  /** Sends what the outbox has. While it sends, a further call adds to its work. */
  private sendNow(): void {
    this.sending ??= this.sendAll()
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.sending = null
        // Work that came after the last look.
        if (this.hasWork()) this.sendNow()
      })
  }

  private async sendAll(): Promise<void> {
    const { db, accountId } = this.parts
    await this.closeRevoked()
    while (this.hasWork()) {
      // Undefined when every socket is full: then the page has the head alone.
      const after = this.nextPosition()
      this.isStale = false
      const limit = after === undefined ? 0 : MOST_EVENTS
      const page = await readEvents(db, { accountId, after, limit })
      this.head = page.lastSeq
      // While the page was read, a socket may have closed, and a client may have acknowledged.
      for (const one of this.openSockets())
        if (one.subscription.position === after) this.deliver(one, page)
      this.watchFullSockets()
    }
  }

  private hasWork(): boolean {
    if (this.isStale) return this.openSockets().length > 0
    return this.nextPosition() !== undefined
  }

  /** The position of the sockets that are furthest behind and have room; undefined without any. */
  private nextPosition(): number | undefined {
    const behind = this.openSockets().flatMap(({ subscription }) => {
      const { position } = subscription
      const isBehind = this.isStale || position !== this.head
      return isBehind && roomOf(subscription) > 0 ? [position] : []
    })
    return behind.length === 0 ? undefined : Math.min(...behind)
  }

  /** Sends a page to a socket that has received everything before it, as far as it has room. */
  private deliver({ socket, subscription }: Open, page: EventPage): void {
    const events = page.events.slice(0, roomOf(subscription))
    const isAll = events.length === page.events.length && events.length < MOST_EVENTS
    const last = isAll ? page.lastSeq : (events.at(-1)?.seq ?? subscription.position)
    if (events.length === 0) {
      keep(socket, { ...subscription, position: last })
      return
    }
    const { accountId } = this.parts
    send(socket, { type: 'events', events: events.map((row) => presentEvent(accountId, row)) })
    const sent = afterFrame(subscription, last, events.length)
    keep(socket, { ...sent, fullSince: roomOf(sent) <= 0 ? Date.now() : null })
  }

  /** Closes sockets that were full for too long, and comes back for the others. */
  private watchFullSockets(): void {
    if (this.deadline !== null) return
    const waits = this.openSockets().flatMap(
      ({ socket, subscription: { fullSince, position } }) => {
        const hasMore = this.head !== null && position !== this.head
        if (fullSince === null || !hasMore) return []
        const left = fullSince + ACK_GRACE_MS - Date.now()
        if (left > 0) return [left]
        const reason = `More than ${MOST_UNACKNOWLEDGED} events are not acknowledged.`
        close(socket, CLOSE.notAcknowledged, reason)
        return []
      },
    )
    if (waits.length === 0) return
    this.deadline = setTimeout(
      () => {
        this.deadline = null
        this.watchFullSockets()
      },
      Math.min(...waits),
    )
  }

  /** Closes sockets whose token is no longer valid, or may no longer read. */
  private async closeRevoked(): Promise<void> {
    this.scopes ??= scopesByDigest(this.parts.tokens)
    const scopes = await this.scopes.catch(() => new Map<string, readonly Scope[]>())
    for (const { socket, subscription } of this.openSockets()) {
      const held = scopes.get(subscription.tokenHash)
      if (held === undefined)
        close(socket, CLOSE.unauthorized, 'The token of this socket is no longer valid.')
      else if (!held.includes('read'))
        close(socket, CLOSE.forbidden, 'The token of this socket no longer has the scope read.')
    }
  }

  /** The database failed: clients come back, and resume where they were. */
  private fail(error: unknown): void {
    this.parts.log({ level: 'error', event: 'live_feed_failed', ...describeThrown(error) })
    this.closeAll(CLOSE.failure, 'The database did not answer. Resume with after.')
  }

  private openSockets(): Open[] {
    return this.state.getWebSockets().flatMap((socket) => {
      const subscription = subscriptionOf(socket)
      const isOpen = socket.readyState === WebSocket.OPEN
      return isOpen && subscription !== null ? [{ socket, subscription }] : []
    })
  }
}

/** The subscription as `keep` stored it; null before that. */
function subscriptionOf(socket: WebSocket): Subscription | null {
  const attachment: Subscription | null = socket.deserializeAttachment()
  return attachment
}

function keep(socket: WebSocket, subscription: Subscription): void {
  socket.serializeAttachment(subscription)
}

/** A socket that closes while it is written to is left to its close event. */
function send(socket: WebSocket, frame: Frame): void {
  try {
    socket.send(textOf(frame))
  } catch {
    close(socket, CLOSE.failure, 'The message could not be sent.')
  }
}

function close(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, closeReason(reason))
  } catch {
    // It is closed already.
  }
}
