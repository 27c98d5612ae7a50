import type * as z from 'zod'
import { createdResponses, responses, WRITE_ERRORS } from '../http/responses'
import { createRoute } from '../http/route'
import { jsonBody } from '../middleware/json-body'
import { changeBody, createBody, deliveryPath, webhookPath, webhookQuery } from './requests'
import {
  createdSchema,
  deliverySentSchema,
  rotatedSchema,
  webhookChangedSchema,
  webhookDeletedSchema,
  webhookDetailSchema,
  webhookListSchema,
} from './schemas'

const TAGS = ['Webhooks']

const json = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
})

export const postWebhook = createRoute({
  method: 'post',
  path: '/webhooks',
  middleware: [jsonBody()] as const,
  request: { body: json(createBody) },
  ...(import.meta.inBundle ?? {
    operationId: 'createWebhook',
    tags: TAGS,
    summary: 'Create a webhook: a receiver of events',
    description:
      'Each event from now on is sent to `url`, at least once, in no promised order, signed by the rules of Standard Webhooks with the `secret`. A message that is not answered with 2xx within 10 s is sent again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h. There can be 50 webhooks.',
    responses: createdResponses(
      'The webhook and its secret.',
      createdSchema,
      ...WRITE_ERRORS,
      'invalid_json',
      'too_many_webhooks',
    ),
  }),
})

export const getWebhooks = createRoute({
  method: 'get',
  path: '/webhooks',
  ...(import.meta.inBundle ?? {
    operationId: 'listWebhooks',
    tags: TAGS,
    summary: 'List webhooks, oldest first',
    responses: responses('All webhooks.', webhookListSchema, 'invalid_parameter'),
  }),
})

export const getWebhook = createRoute({
  method: 'get',
  path: '/webhooks/{id}',
  request: { params: webhookPath, query: webhookQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'getWebhook',
    tags: TAGS,
    summary: 'Get a webhook with its newest deliveries',
    responses: responses(
      'The webhook and its deliveries.',
      webhookDetailSchema,
      'webhook_not_found',
    ),
  }),
})

export const patchWebhook = createRoute({
  method: 'patch',
  path: '/webhooks/{id}',
  middleware: [jsonBody()] as const,
  request: { params: webhookPath, body: json(changeBody) },
  ...(import.meta.inBundle ?? {
    operationId: 'updateWebhook',
    tags: TAGS,
    summary: 'Change a webhook, or switch it off or on',
    description:
      'A webhook that you switch off gets nothing of what happens until you switch it on. One that legbook switched off, because its receiver answered 410 or failed for 5 days, gets everything that did not arrive, as far as the events are kept (14 days), when `active` is set to true.',
    responses: responses(
      'The webhook after the change.',
      webhookChangedSchema,
      ...WRITE_ERRORS,
      'invalid_json',
      'webhook_not_found',
    ),
  }),
})

export const deleteWebhook = createRoute({
  method: 'delete',
  path: '/webhooks/{id}',
  request: { params: webhookPath },
  ...(import.meta.inBundle ?? {
    operationId: 'deleteWebhook',
    tags: TAGS,
    summary: 'Delete a webhook with its deliveries',
    responses: responses(
      'The id of the webhook.',
      webhookDeletedSchema,
      ...WRITE_ERRORS,
      'webhook_not_found',
    ),
  }),
})

export const postTest = createRoute({
  method: 'post',
  path: '/webhooks/{id}/test',
  request: { params: webhookPath },
  ...(import.meta.inBundle ?? {
    operationId: 'testWebhook',
    tags: TAGS,
    summary: 'Send a test to a webhook',
    description:
      'Sends one message of the type `test`, even if the webhook is switched off, and answers when the receiver has answered. It is not sent again, and its failure changes nothing.',
    responses: responses(
      'The delivery of the test: `status` is delivered or failed.',
      deliverySentSchema,
      ...WRITE_ERRORS,
      'webhook_not_found',
    ),
  }),
})

export const postRotate = createRoute({
  method: 'post',
  path: '/webhooks/{id}/rotate',
  request: { params: webhookPath },
  ...(import.meta.inBundle ?? {
    operationId: 'rotateWebhookSecret',
    tags: TAGS,
    summary: 'Replace the secret of a webhook',
    description:
      'For 24 hours, messages have two signatures: of the new secret and of the one before it.',
    responses: responses(
      'The webhook and its new secret.',
      rotatedSchema,
      ...WRITE_ERRORS,
      'webhook_not_found',
    ),
  }),
})

export const postRedeliver = createRoute({
  method: 'post',
  path: '/webhooks/{id}/deliveries/{delivery_id}/redeliver',
  request: { params: deliveryPath },
  ...(import.meta.inBundle ?? {
    operationId: 'redeliverWebhook',
    tags: TAGS,
    summary: 'Send a delivery again',
    description:
      'Sends the same message, with the same `webhook-id`, at once, even if the webhook is switched off, and answers when the receiver has answered. If it fails, it is tried again as at first.',
    responses: responses(
      'The delivery after the attempt.',
      deliverySentSchema,
      ...WRITE_ERRORS,
      'webhook_not_found',
      'delivery_not_found',
    ),
  }),
})
