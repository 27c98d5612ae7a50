import { createRouter } from '../http/router'
import { list, one } from './handlers'
import { getTrade, getTrades } from './routes'

export const tradesRouter = () => createRouter().openapi(getTrades, list).openapi(getTrade, one)
