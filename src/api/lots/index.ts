import { createRouter } from '../http/router'
import { csvFile, list } from './handlers'
import { getLots, getLotsCsv } from './routes'

export const lotsRouter = () => createRouter().openapi(getLots, list).openapi(getLotsCsv, csvFile)
