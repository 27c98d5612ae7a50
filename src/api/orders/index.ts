import { createRouter } from '../http/router'
import { list, ofTrade } from './handlers'
import { getOrders, getTradeOrders } from './routes'

export const ordersRouter = () =>
  createRouter().openapi(getOrders, list).openapi(getTradeOrders, ofTrade)
