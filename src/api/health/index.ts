import { createRouter } from '../router'
import { health } from './handlers'
import { getHealth } from './routes'

export const healthRouter = () => createRouter().openapi(getHealth, health)
