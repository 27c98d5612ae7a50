import { createRouter } from '../http/router'
import { change, create, get, list, redeliver, removeWebhook, rotate, test } from './handlers'
import {
  deleteWebhook,
  getWebhook,
  getWebhooks,
  patchWebhook,
  postRedeliver,
  postRotate,
  postTest,
  postWebhook,
} from './routes'

export const webhooksRouter = () =>
  createRouter()
    .openapi(postWebhook, create)
    .openapi(getWebhooks, list)
    .openapi(getWebhook, get)
    .openapi(patchWebhook, change)
    .openapi(deleteWebhook, removeWebhook)
    .openapi(postTest, test)
    .openapi(postRotate, rotate)
    .openapi(postRedeliver, redeliver)
