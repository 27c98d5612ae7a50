import { createRouter } from '../http/router'
import { feed } from './handlers'
import { getCalendar } from './routes'

export const calendarRouter = () => createRouter().openapi(getCalendar, feed)
