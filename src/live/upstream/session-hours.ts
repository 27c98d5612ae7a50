import * as z from 'zod'
import { addDays } from '../../time/calendar'
import { isTradingDay } from '../../time/exchange-calendar'
import { newYorkDate, newYorkTime } from '../../time/new-york'
import type { SessionDay, UpstreamHost } from './host'

const MINUTE = 60_000
const BEFORE_OPEN = 10 * MINUTE
const AFTER_CLOSE = 15 * MINUTE

/** Days that are asked for at once: beyond the longest row of days without a session. */
const DAYS = 10

/** After a failure Alpaca is asked again so much later. */
const PAUSE = 5 * MINUTE

const KEY = 'upstream:calendar'

const storedCalendar = z.object({
  /** The New York day on which it was asked for. */
  day: z.string(),
  days: z.array(z.object({ date: z.string(), open: z.string(), close: z.string() })),
})

/** Whether the connection is wanted in `LIVE=session`, and until when that holds. */
export interface SessionHours {
  isOpen: boolean
  /** Milliseconds since 1970. */
  changesAt: number
}

/** The hours at a moment: from 10 minutes before each open to 15 minutes after its close. */
export function hoursAt(days: readonly SessionDay[], now: number): SessionHours | null {
  const at = (date: string, time: string) => newYorkTime(date, `${time}:00`) / 1000
  const ahead = days
    .map(({ date, open, close }) => ({
      from: at(date, open) - BEFORE_OPEN,
      to: at(date, close) + AFTER_CLOSE,
    }))
    .filter(({ to }) => to > now)
    .toSorted((a, b) => a.from - b.from)
  const [next] = ahead
  if (next === undefined) return null
  return next.from <= now
    ? { isOpen: true, changesAt: next.to }
    : { isOpen: false, changesAt: next.from }
}

/** Alpaca's calendar, asked for once a New York day. */
export class SessionCalendar {
  private known: z.infer<typeof storedCalendar> | null = null
  private retryAt = 0

  constructor(private readonly host: UpstreamHost) {}

  async load(): Promise<void> {
    const stored = storedCalendar.safeParse(await this.host.storage.get(KEY))
    if (stored.success) this.known = stored.data
  }

  /**
   * While Alpaca does not answer, the last calendar holds; without one the exchange's rules, whose
   * days are all whole ones.
   */
  async hours(now: number): Promise<SessionHours> {
    const today = newYorkDate(now * 1000)
    if (this.known?.day !== today && now >= this.retryAt) await this.ask(today, now)
    const hours = hoursAt(this.known?.days ?? [], now) ?? hoursAt(usualDays(today), now)
    if (hours === null) throw new Error(`no session within ${DAYS} days of ${today}`)
    const askAt = this.known?.day === today ? nextDay(today) : this.retryAt
    // Another calendar may hold from then on.
    return { ...hours, changesAt: Math.min(hours.changesAt, Math.max(askAt, now + 1)) }
  }

  private async ask(today: string, now: number): Promise<void> {
    this.retryAt = now + PAUSE
    try {
      const days = await this.host.calendar(today, addDays(today, DAYS))
      if (days.length === 0) return
      this.known = { day: today, days }
      await this.host.storage.put(KEY, this.known)
    } catch (error) {
      const name = error instanceof Error ? error.name : typeof error
      this.host.log({ level: 'warn', event: 'upstream_calendar_failed', error: name })
    }
  }
}

/** Milliseconds since 1970 of the start of the next day in New York. */
const nextDay = (today: string): number => newYorkTime(addDays(today, 1)) / 1000

const usualDays = (today: string): SessionDay[] =>
  Array.from({ length: DAYS + 1 }, (_, index) => addDays(today, index))
    .filter(isTradingDay)
    .map((date) => ({ date, open: '09:30', close: '16:00' }))
