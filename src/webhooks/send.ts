import { sleepFor } from '../alpaca/sleep'
import { runBatch } from '../db/statements/batch'
import {
  type AttemptResult,
  type ClaimedDelivery,
  claimDue,
  claimOne,
  insertTest,
  makeDue,
  RETRY_SECONDS,
  readClaimed,
  readSwitchOff,
  recordResult,
} from '../db/webhooks/deliveries'
import { attempt, TIMEOUT_MS } from './attempt'
import type { WebhookContext } from './context'

/** Requests at once. Cloudflare allows six connections, and a run may need one beside these. */
const MOST_AT_ONCE = 5

/** What to send, and for how long. */
export interface SendRequest {
  /** Only events of this account; undefined sends those of all. */
  accountId?: string | undefined
  /** No request begins after so many milliseconds. */
  milliseconds: number
}

/** What was sent. */
export interface Sent {
  delivered: number
  failed: number
  /** Seconds until the next attempts of what failed, each number once. */
  retries: Set<number>
}

/**
 * Sends what is due. Each delivery is claimed in the database first, so that two senders do not
 * send the same, and one that dies loses nothing: its claims expire after a minute. A receiver that
 * does not answer in time gets no further request. Costs one round trip, and for each delivery
 * another one and a request.
 *
 * @throws the error of the database
 */
export async function sendDue(
  ctx: WebhookContext,
  { accountId, milliseconds }: SendRequest,
): Promise<Sent> {
  const endsAt = Date.now() + milliseconds
  const silent = new Set<string>()
  const sent: Sent = { delivered: 0, failed: 0, retries: new Set() }
  const claim = (limit: number) => claimDue({ accountId, except: [...silent], limit })

  const sendFrom = async (first: ClaimedDelivery) => {
    for (let next: ClaimedDelivery | undefined = first; next !== undefined; ) {
      const result = await attempt(ctx, next)
      if (result.failure === 'timeout') silent.add(next.webhook.id)
      count(sent, next, result)
      const claims = Date.now() < endsAt ? [claim(1)] : []
      const [recorded, claimed = []] = await runBatch(ctx.db, recordResult(result), ...claims)
      logResult(ctx, next, result, readSwitchOff(recorded))
      next = readClaimed(claimed)[0]
    }
  }

  const [claimed] = await runBatch(ctx.db, claim(MOST_AT_ONCE))
  await Promise.all(readClaimed(claimed).map(sendFrom))
  return sent
}

function count(sent: Sent, { seq }: ClaimedDelivery, { failure, delivery }: AttemptResult): void {
  if (failure === null) {
    sent.delivered += 1
    return
  }
  sent.failed += 1
  const seconds = RETRY_SECONDS[delivery.attempt - 1]
  if (seq !== null && seconds !== undefined) sent.retries.add(seconds)
}

const FIRST_RETRY_MS = RETRY_SECONDS[0] * 1000

/**
 * Sends what is due, waits for the first retry of what failed, and sends again.
 *
 * @param request the whole of it ends within `milliseconds`
 * @throws the error of the database
 */
export async function sendWithFirstRetry(
  ctx: WebhookContext,
  { accountId, milliseconds }: SendRequest,
): Promise<void> {
  const { sleep = sleepFor } = ctx
  const endsAt = Date.now() + milliseconds - TIMEOUT_MS
  const firstMs = milliseconds - FIRST_RETRY_MS - 2 * TIMEOUT_MS
  const { retries } = await sendDue(ctx, { accountId, milliseconds: firstMs })
  if (!retries.has(RETRY_SECONDS[0])) return
  await sleep(FIRST_RETRY_MS)
  const left = endsAt - Date.now()
  if (left > 0) await sendDue(ctx, { accountId, milliseconds: left })
}

/** Sends a test to a webhook, once. Returns the id of its delivery. */
export async function sendTest(ctx: WebhookContext, webhookId: string): Promise<string> {
  const id = crypto.randomUUID()
  const [, claimed] = await runBatch(ctx.db, insertTest(id, webhookId), claimOne(id))
  await sendClaimed(ctx, claimed)
  return id
}

/**
 * Sends a delivery again at once, even to a webhook that is switched off. Returns false if its
 * event is no longer kept.
 */
export async function sendAgain(ctx: WebhookContext, id: string): Promise<boolean> {
  const [due, claimed] = await runBatch(ctx.db, makeDue(id), claimOne(id))
  if (due?.length !== 1) return false
  await sendClaimed(ctx, claimed)
  return true
}

async function sendClaimed(ctx: WebhookContext, rows: unknown): Promise<void> {
  const [delivery] = readClaimed(rows)
  if (delivery === undefined) return
  const result = await attempt(ctx, delivery)
  const [recorded] = await runBatch(ctx.db, recordResult(result))
  logResult(ctx, delivery, result, readSwitchOff(recorded))
}

/** Never logs the address, which can contain a token of the receiver. */
function logResult(
  { log }: WebhookContext,
  { id, webhook }: ClaimedDelivery,
  { delivery: { attempt }, code, failure }: AttemptResult,
  switchOff: string | null,
): void {
  if (failure === null) return
  const about = { webhook_id: webhook.id, delivery_id: id, attempt, response_code: code }
  log({ level: 'warn', event: 'webhook_failed', ...about, error: failure })
  if (switchOff === null) return
  log({ level: 'error', event: 'webhook_switched_off', webhook_id: webhook.id, reason: switchOff })
}
