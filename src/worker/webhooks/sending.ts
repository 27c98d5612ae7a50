import * as z from 'zod'
import { describeThrown } from '../../api/http/thrown'
import type { Webhooks } from '../../api/webhooks/webhooks'
import type { Database } from '../../db/connection/client'
import { sealOf } from '../../db/sealed/sealed-text'
import type { Announcement, SyncContext } from '../../sync/run/context'
import type { WebhookContext } from '../../webhooks/context'
import { resealSecrets } from '../../webhooks/reseal'
import { sendWithFirstRetry } from '../../webhooks/send'
import { log, now } from '../context'
import type { Settings } from '../settings'
import { enqueue, type WebhookQueue, webhookQueueIn } from './message'

/** Cloudflare ends what goes on longer after the response of a request. */
export const AFTER_REQUEST_MILLISECONDS = 29_000

const bindings = z.object({
  /** The port of `npm start`, which alone sets it. */
  NPM_START_PORT: z.coerce.number().int().positive().optional(),
})

/** Sends webhooks after the work of a request, a cron or a feed, never during it. */
export class WebhookSending {
  /** Accounts with events that are to be sent; undefined stands for all. */
  private readonly noted = new Set<string | undefined>()

  private constructor(
    private readonly context: WebhookContext,
    private readonly queue: WebhookQueue | null,
    private readonly isRotating: boolean,
  ) {}

  /** The sending of the Worker; null without `KEYS_SECRET`: there are no webhooks then. */
  static of(env: object, settings: Settings, db: Database): WebhookSending | null {
    const context = webhookContextOf(env, settings, db)
    if (context === null) return null
    const isRotating = (settings.keysSecrets?.length ?? 0) > 1
    return new WebhookSending(context, webhookQueueIn(env), isRotating)
  }

  /** The part of it that the API calls. */
  get webhooks(): Webhooks {
    return { context: this.context, wake: (accountId) => this.note(accountId) }
  }

  /** Notes that there may be something to send; undefined stands for all accounts. */
  note(accountId: string | undefined): void {
    this.noted.add(accountId)
  }

  /** Whether there may be something to send. */
  get hasNoted(): boolean {
    return this.noted.size > 0
  }

  /** Notes the end of a run. */
  noteRun({ accountId, wrote }: Announcement): void {
    if (wrote === 'events') this.note(accountId)
  }

  /**
   * Sends what was noted, or asks the queue to. Never rejects: what was not sent is sent after a
   * later run, by the cron at the latest.
   */
  async flush(milliseconds: number): Promise<void> {
    const accountIds = [...this.noted]
    this.noted.clear()
    if (accountIds.length === 0) return
    try {
      if (this.queue !== null) return await enqueue(this.queue, accountIds)
      const accountId = accountIds.length === 1 ? accountIds[0] : undefined
      await sendWithFirstRetry(this.context, { accountId, milliseconds })
    } catch (error) {
      log({ level: 'warn', event: 'webhooks_not_sent', ...describeThrown(error) })
    }
  }

  /** The work of a cron: sends what is due of all accounts. Never rejects. */
  async tick(milliseconds: number): Promise<void> {
    this.note(undefined)
    await this.flush(milliseconds)
    if (!this.isRotating) return
    await resealSecrets(this.context).catch((error: unknown) => {
      log({ level: 'warn', event: 'webhooks_not_resealed', ...describeThrown(error) })
    })
  }
}

/** The dependencies of sending; null without `KEYS_SECRET`. */
export function webhookContextOf(
  env: object,
  { keysSecrets }: Settings,
  db: Database,
): WebhookContext | null {
  if (keysSecrets === undefined) return null
  const port = bindings.safeParse(env).data?.NPM_START_PORT ?? null
  return {
    db,
    seal: sealOf('webhooks', keysSecrets),
    // A wrapper, because the platform refuses `fetch` called as a method of another object.
    fetch: (input, init) => fetch(input, init),
    now,
    log,
    rules: { ownHosts: [], loopbackExcept: port },
  }
}

/** Announces the end of a run to the feeds, and notes it for the webhooks. */
export const announceTo =
  (sending: WebhookSending | null, feeds: SyncContext['announce']): SyncContext['announce'] =>
  async (end) => {
    sending?.noteRun(end)
    await feeds?.(end)
  }
