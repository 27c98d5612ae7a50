import { createRouter } from '../http/router'
import { stats } from './handlers'
import { getStats } from './routes'

export const statsRouter = () => createRouter().openapi(getStats, stats)
