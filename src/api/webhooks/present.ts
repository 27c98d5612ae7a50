import type * as z from 'zod'
import type { DeliveryRow, WebhookRow } from '../../db/webhooks/store'
import { messageId } from '../../webhooks/message'
import { jsonTime } from '../http/json-values'
import type { deliverySchema, webhookSchema } from './schemas'

/** A webhook as JSON, without its secrets. */
export function presentWebhook(row: WebhookRow, now: Date): z.infer<typeof webhookSchema> {
  const oldUntil = jsonTime(row.previousUntil)
  return {
    id: row.id,
    url: row.url,
    types: row.types,
    account: row.accountName,
    account_id: row.accountId,
    format: row.format,
    active: row.active,
    failing_since: jsonTime(row.failingSince),
    disabled_at: jsonTime(row.disabledAt),
    disabled_reason: row.disabledReason,
    old_secret_until: oldUntil !== null && Date.parse(oldUntil) > now.getTime() ? oldUntil : null,
    created_at: jsonTime(row.createdAt),
    updated_at: jsonTime(row.updatedAt),
  }
}

/** A delivery as JSON. */
export function presentDelivery(row: DeliveryRow): z.infer<typeof deliverySchema> {
  return {
    id: row.id,
    event_id: messageId(row),
    type: row.type,
    attempt: row.attempt,
    status: row.status,
    next_at: jsonTime(row.nextAt),
    response_code: row.responseCode,
    error: row.error,
    attempted_at: jsonTime(row.attemptedAt),
    created_at: jsonTime(row.createdAt),
  }
}
