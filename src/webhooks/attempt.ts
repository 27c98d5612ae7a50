import { withinTime } from '../alpaca/within-time'
import type { AttemptResult, ClaimedDelivery } from '../db/webhooks/deliveries'
import type { WebhookContext } from './context'
import { bodyOf, messageId } from './message'
import { refusalOf } from './receiver-url'
import { signaturesOf } from './secret'

/** A receiver must answer within this time, in milliseconds. */
export const TIMEOUT_MS = 10_000

type Outcome = Pick<AttemptResult, 'code' | 'failure'>

const withoutResponse = (failure: AttemptResult['failure']): Outcome => ({ code: null, failure })

/**
 * Sends one message to its receiver. Never rejects: whatever the receiver does is an outcome. The
 * body of the response is not read.
 */
export async function attempt(
  ctx: WebhookContext,
  delivery: ClaimedDelivery,
): Promise<AttemptResult> {
  return { delivery, ...(await outcomeOf(ctx, delivery)) }
}

async function outcomeOf(ctx: WebhookContext, delivery: ClaimedDelivery): Promise<Outcome> {
  const { webhook, seq, data } = delivery
  if (seq !== null && data === null) return withoutResponse('event_gone')
  // A webhook of `npm start` may be in a database that is deployed later.
  if (refusalOf(webhook.url, ctx.rules) !== null) return withoutResponse('refused_url')
  const secrets = await openSecrets(ctx, webhook)
  if (secrets === null) return withoutResponse('secret_unreadable')
  const request = await requestOf(ctx, delivery, secrets)
  try {
    return await withinTime(TIMEOUT_MS, (signal) => send(ctx, webhook.url, { ...request, signal }))
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    return withoutResponse(isLate ? 'timeout' : 'unreachable')
  }
}

async function send({ fetch }: WebhookContext, url: string, init: RequestInit): Promise<Outcome> {
  const response = await fetch(url, { ...init, method: 'POST', redirect: 'manual' })
  // It may never end. Whether the cancellation succeeds does not matter.
  response.body?.cancel().catch(() => undefined)
  const { status: code } = response
  if (code >= 200 && code < 300) return { code, failure: null }
  return { code, failure: code >= 300 && code < 400 ? 'redirect' : 'status' }
}

/** The secrets that sign now; null if the current one cannot be read. */
async function openSecrets(
  { seal }: WebhookContext,
  { id, secret, previousSecret }: ClaimedDelivery['webhook'],
): Promise<string[] | null> {
  const open = (sealed: string) => seal.open(sealed, id).catch(() => null)
  const current = await open(secret)
  if (current === null) return null
  const previous = previousSecret === null ? null : await open(previousSecret)
  return previous === null ? [current] : [current, previous]
}

async function requestOf(
  { now }: WebhookContext,
  delivery: ClaimedDelivery,
  secrets: readonly string[],
): Promise<RequestInit> {
  const id = messageId(delivery)
  const timestamp = Math.floor(now().getTime() / 1000)
  const body = bodyOf(delivery)
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'legbook-webhooks',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': await signaturesOf({ id, timestamp, body }, secrets),
    },
  }
}
