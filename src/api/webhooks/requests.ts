import * as z from 'zod'
import { EVENT_TYPES } from '../../db/schema/events'
import { WEBHOOK_FORMATS } from '../../db/schema/webhooks'
import { MOST_URL_CHARACTERS } from '../../webhooks/receiver-url'
import { accountParam, limitParam, wordParam } from '../lists/parameters'

const idParam = (description: string) =>
  z
    .guid('must be a UUID')
    .transform((id) => id.toLowerCase())
    .meta({ type: 'string', format: 'uuid', description })

const id = idParam('Id of the webhook.')

export const webhookPath = z.object({ id })

export const deliveryPath = z.object({ id, delivery_id: idParam('Id of the delivery.') })

export const webhookQuery = z.strictObject({
  limit: limitParam(100).meta({ description: 'Maximum number of deliveries.' }),
})

/** Whether the address may be used is decided with the settings: see `refusalOf`. */
const url = z
  .string('must be text')
  .min(1, 'must not be empty')
  .max(MOST_URL_CHARACTERS, `must be at most ${MOST_URL_CHARACTERS} characters`)
  .meta({
    examples: ['https://hooks.example.com/legbook'],
    description:
      'Address of the receiver: https on port 443, with the name of a public host, without user info. Names are not resolved.',
  })

const TYPES = 'must be a list of one or more types of events'

const types = z
  .array(wordParam(EVENT_TYPES), TYPES)
  .min(1, TYPES)
  .max(EVENT_TYPES.length, TYPES)
  .transform((given) => EVENT_TYPES.filter((type) => given.includes(type)))
  .meta({
    type: 'array',
    items: { type: 'string', enum: [...EVENT_TYPES] },
    minItems: 1,
    maxItems: EVENT_TYPES.length,
    description: 'The types of events to send.',
  })

const account = accountParam.nullable().meta({
  description:
    "Only events of this account: Alpaca's id of it, or your label. null: of all accounts.",
})

const format = wordParam(WEBHOOK_FORMATS).meta({
  description:
    'json, unless you choose: `{"type","timestamp","data"}`. discord, slack: a line of text in the form of an incoming webhook of theirs.',
})

const body = {
  error: (issue: { code?: string | undefined }) =>
    issue.code === 'invalid_type' ? 'must be an object' : undefined,
}

export const createBody = z
  .strictObject({ url, types, account: account.optional(), format: format.optional() }, body)
  .meta({ id: 'CreateWebhookRequest', description: 'A receiver of events.' })

export const changeBody = z
  .strictObject(
    {
      url: url.optional(),
      types: types.optional(),
      account: account.optional(),
      format: format.optional(),
      active: z
        .boolean('must be true or false')
        .optional()
        .meta({ description: 'Whether messages are sent.' }),
    },
    body,
  )
  .refine(
    (given) => Object.values(given).some((value) => value !== undefined),
    'must have url, types, account, format or active',
  )
  .meta({
    id: 'ChangeWebhookRequest',
    minProperties: 1,
    description: 'Changes of a webhook. A property that is left out stays as it is.',
  })
