import * as z from 'zod'
import { EVENT_TYPES } from '../../db/schema/events'
import {
  DELIVERY_STATUSES,
  DISABLED_REASONS,
  TEST_TYPE,
  WEBHOOK_FORMATS,
} from '../../db/schema/webhooks'
import { FAILURES } from '../../db/webhooks/deliveries'
import { field, shared } from '../lists/fields'

const never = (schema: z.ZodNullable) => schema.meta({ examples: [null] })

export const webhookSchema = z
  .object({
    id: field.uuid('Id of the webhook.'),
    url: field
      .text('Address of the receiver.')
      .meta({ examples: ['https://hooks.example.com/legbook'] }),
    types: field
      .list(z.string().meta({ enum: [...EVENT_TYPES] }), 'The types of events that it receives.')
      .meta({ examples: [['trade.opened', 'trade.closed', 'sync.failed']] }),
    account: never(
      field.text('The account as you named it. null: it receives the events of all.').nullable(),
    ),
    account_id: never(
      field.text("Alpaca's id of the account. null: it receives the events of all.").nullable(),
    ),
    format: field.word(WEBHOOK_FORMATS, 'The form of its messages.'),
    active: field.flag('Whether it is switched on.'),
    failing_since: never(
      field.time('The first failure since the last success. null while it accepts.').nullable(),
    ),
    disabled_at: never(field.time('When it was switched off. null while active.').nullable()),
    disabled_reason: never(
      field
        .word(
          DISABLED_REASONS,
          'Why legbook switched it off: gone, it answered 410; failing, no success for 5 days. null if you did, or while active.',
        )
        .nullable(),
    ),
    old_secret_until: never(
      field
        .time('After a rotation: until when messages are also signed with the old secret.')
        .nullable(),
    ),
    created_at: shared.createdAt(),
    updated_at: shared.updatedAt(),
  })
  .meta({ id: 'Webhook', description: 'A stored receiver of events.' })

export const deliverySchema = z
  .object({
    id: field.uuid('Id of the delivery.'),
    event_id: field
      .text('The `webhook-id` of its message, `evt_ACCOUNT_SEQ`: the same in every attempt.')
      .meta({ examples: ['evt_e6fe16f3-64a4-4921-8928-cadf02f92f98_1234'] }),
    type: field.word([...EVENT_TYPES, TEST_TYPE], 'Type of the event, or `test`.'),
    attempt: field.count('Number of attempts so far, since it was last made due.'),
    status: field.word(
      DELIVERY_STATUSES,
      'pending until the receiver answers 2xx (delivered) or the last attempt fails (failed).',
    ),
    next_at: field.time('When the next attempt is due. null if none is.').nullable(),
    response_code: field.count('HTTP status of the last response. null without one.').nullable(),
    error: never(
      field
        .word(
          FAILURES,
          'Why the last attempt failed. status: not 2xx. timeout: no answer within 10 s. refused_url: the address is not allowed. secret_unreadable: KEYS_SECRET was replaced. event_gone: the event is no longer kept.',
        )
        .nullable(),
    ),
    attempted_at: field.time('When the last attempt began. null before the first.').nullable(),
    created_at: field.time('When the event was stored.'),
  })
  .meta({ id: 'WebhookDelivery', description: 'The delivery of one event to one webhook.' })

const secret = field
  .text('The secret that signs messages, by the rules of Standard Webhooks. Shown only here.')
  .meta({ examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='] })

const webhook = (description: string) => webhookSchema.meta({ description })

export const createdSchema = z.object({
  status: field.success(),
  webhook: webhook('The webhook.'),
  secret,
})

export const rotatedSchema = z.object({
  status: field.success(),
  webhook: webhook('The webhook after the change.'),
  secret,
})

export const webhookListSchema = z.object({
  status: field.success(),
  webhooks: field.list(webhookSchema, 'All webhooks, oldest first.'),
})

export const webhookDetailSchema = z.object({
  status: field.success(),
  webhook: webhookSchema
    .extend({ deliveries: field.list(deliverySchema, 'The same as `deliveries` beside it.') })
    .meta({ description: 'The webhook, with its deliveries.' }),
  deliveries: field.list(deliverySchema, 'Deliveries of the last 14 days, newest first.'),
})

export const webhookChangedSchema = z.object({
  status: field.success(),
  webhook: webhook('The webhook after the change.'),
})

export const webhookDeletedSchema = z.object({
  status: field.success(),
  id: field.uuid('Id of the deleted webhook.'),
})

export const deliverySentSchema = z.object({
  status: field.success(),
  delivery: deliverySchema.meta({ description: 'The delivery after the attempt.' }),
})
