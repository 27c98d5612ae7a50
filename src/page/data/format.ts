const money2 = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: 'negative',
})
const signed2 = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: 'exceptZero',
})
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const quantity = new Intl.NumberFormat('en-US', { maximumFractionDigits: 9 })
const price = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
})
const compact = new Intl.NumberFormat('en-US', {
  notation: 'compact',
  maximumFractionDigits: 1,
  signDisplay: 'negative',
})
const smallPrice = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 })
const percent1 = new Intl.NumberFormat('en-US', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'negative',
})
const ratio2 = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
})

/** What stands for a figure that is unknown. */
export const UNKNOWN = '–'

type Figure = number | null | undefined

const orUnknown = (format: Intl.NumberFormat) => (value: Figure) =>
  value === null || value === undefined ? UNKNOWN : format.format(value)

/** Dollars and cents with a sign, except for 0. */
export const signedMoney = orUnknown(signed2)
/** Dollars and cents; a sign only below 0. */
export const money = orUnknown(money2)
export const count = orUnknown(whole)
export const qty = orUnknown(quantity)
/** A price of one share or coin: at least cents, and 6 digits where it is below a cent. */
export const unitPrice = (value: Figure): string =>
  orUnknown(value && Math.abs(value) < 0.01 ? smallPrice : price)(value)
/** 12.3K. */
export const shortMoney = orUnknown(compact)
/** From a fraction. */
export const percent = orUnknown(percent1)
export const ratio = orUnknown(ratio2)

const NEW_YORK = 'America/New_York'
const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: NEW_YORK })
const timeFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: NEW_YORK,
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
/** Dates have no zone: they are read and printed as midnights of UTC. */
const dateFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})
const shortDateFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
})
const longDateFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const monthFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  month: 'long',
  year: 'numeric',
})
const shortMonthFormat = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short' })

const DAY_MS = 86_400_000

/** A date as milliseconds of its midnight in UTC, for arithmetic of days. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`)

const format = (dateTime: Intl.DateTimeFormat) => (date: string | null | undefined) =>
  date ? dateTime.format(dayNumber(date)) : UNKNOWN

/** 5 Nov 2026, from YYYY-MM-DD. */
export const date = format(dateFormat)
/** 5 Nov. */
export const shortDate = format(shortDateFormat)
/** Thursday 5 November 2026. */
export const longDate = format(longDateFormat)
/** November 2026, from a date of it. */
export const month = format(monthFormat)
/** Nov. */
export const shortMonth = format(shortMonthFormat)

/** 05 Nov 2026, 09:51:42 in New York, from an RFC 3339 time. */
export const time = (moment: string | null | undefined): string =>
  moment ? timeFormat.format(Date.parse(moment)) : UNKNOWN

/** Today's date in New York, whatever the zone of the browser. */
export const today = (): string => dayFormat.format(Date.now())

/** The date that lies some days after another. */
export const addDays = (from: string, days: number): string =>
  new Date(dayNumber(from) + days * DAY_MS).toISOString().slice(0, 10)

/** Days from one date to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((dayNumber(to) - dayNumber(from)) / DAY_MS)

/** The date some months before another, at most the last day of that month. */
export function monthsBefore(from: string, months: number): string {
  const [year = 0, monthOfYear = 1, day = 1] = from.split('-').map(Number)
  const last = new Date(Date.UTC(year, monthOfYear - months, 0)).getUTCDate()
  return new Date(Date.UTC(year, monthOfYear - 1 - months, Math.min(day, last)))
    .toISOString()
    .slice(0, 10)
}

/** iron_condor as words. */
export const words = (name: string): string => name.replaceAll('_', ' ')

/** 3 trades, 1 trade. */
export const plural = (n: number, noun: string, many = `${noun}s`): string =>
  `${count(n)} ${n === 1 ? noun : many}`

/** How long something takes or took: 42 s, 3 min, 5 h, 2 days. */
export function duration(seconds: number | null): string {
  if (seconds === null) return UNKNOWN
  if (seconds < 90) return `${Math.round(seconds)} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} days`
}
