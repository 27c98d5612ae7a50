import { createRouter } from '../http/router'
import { orders, trades } from './handlers'
import { getOrdersCsv, getTradesCsv } from './routes'

export const exportsRouter = () =>
  createRouter().openapi(getOrdersCsv, orders).openapi(getTradesCsv, trades)
