import { createRouter } from '../http/router'
import { list } from './handlers'
import { getEvents } from './routes'

export const eventsRouter = () => createRouter().openapi(getEvents, list)
