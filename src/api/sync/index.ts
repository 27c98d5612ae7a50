import { createRouter } from '../router'
import { start } from './handlers'
import { postSync } from './routes'

export const syncRouter = () =>
  createRouter()
    .openapi(postSync.all, start('all'))
    .openapi(postSync.orders, start('orders'))
    .openapi(postSync.positions, start('positions'))
    .openapi(postSync.activities, start('activities'))
