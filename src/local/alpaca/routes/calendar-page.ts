import { addDays, readDate } from '../../../time/calendar'
import { isTradingDay } from '../../../time/exchange-calendar'
import { unprocessable } from './errors'
import { parameter } from './query'

/** One trading day of `/v2/calendar`. The stand-in knows no half days. */
interface CalendarDay {
  readonly date: string
  readonly open: string
  readonly close: string
  readonly session_open: string
  readonly session_close: string
}

const MOST_DAYS = 3_700

/** The trading days from `start` to `end`, both inclusive. @throws StandInError 422. */
export function calendarPage(params: URLSearchParams): CalendarDay[] {
  const [start, end] = [dayParameter(params, 'start'), dayParameter(params, 'end')]
  const days: CalendarDay[] = []
  for (let date = start, i = 0; date <= end && i < MOST_DAYS; date = addDays(date, 1), i++) {
    if (!isTradingDay(date)) continue
    days.push({
      date,
      open: '09:30',
      close: '16:00',
      session_open: '0400',
      session_close: '2000',
    })
  }
  return days
}

/** @throws StandInError 422 without a date: Alpaca would answer with all years. */
function dayParameter(params: URLSearchParams, name: string): string {
  const date = readDate(parameter(params, name) ?? '')
  if (typeof date !== 'string') throw unprocessable(`invalid ${name}`)
  return date
}
