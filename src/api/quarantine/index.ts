import { createRouter } from '../http/router'
import { list, retry } from './handlers'
import { getQuarantine, postRetry } from './routes'

export const quarantineRouter = () =>
  createRouter().openapi(getQuarantine, list).openapi(postRetry, retry)
