import { createRouter } from '../http/router'
import { list } from './handlers'
import { getPositions } from './routes'

export const positionsRouter = () => createRouter().openapi(getPositions, list)
