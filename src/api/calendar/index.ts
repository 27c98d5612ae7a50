import { createRouter } from '../http/router'
import { calendar } from './handlers'
import { getCalendar } from './routes'

export const calendarRouter = () => createRouter().openapi(getCalendar, calendar)
