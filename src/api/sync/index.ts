import { createRouter } from '../http/router'
import { start, status } from './handlers'
import { getSyncStatus, postSync } from './routes'

export const syncRouter = () =>
  createRouter()
    .openapi(getSyncStatus, status)
    .openapi(postSync.all, start('all'))
    .openapi(postSync.orders, start('orders'))
    .openapi(postSync.positions, start('positions'))
    .openapi(postSync.activities, start('activities'))
