import { HOUR, type Micros } from './moment'

/** Hours that New York is behind UTC: 4 from the second Sunday of March to the first of November, else 5. */
function hoursBehind(at: Micros): number {
  const year = new Date(at / 1000).getUTCFullYear()
  const summer = nthSunday(year, 2, 2) + 7 * HOUR
  const winter = nthSunday(year, 10, 1) + 6 * HOUR
  return at >= summer && at < winter ? 4 : 5
}

function nthSunday(year: number, month: number, nth: number): Micros {
  const first = new Date(Date.UTC(year, month, 1)).getUTCDay()
  return Date.UTC(year, month, 1 + ((7 - first) % 7) + (nth - 1) * 7) * 1000
}

function localIso(at: Micros): string {
  return new Date(Math.floor((at - hoursBehind(at) * HOUR) / 1000)).toISOString()
}

/** The calendar day in New York, `YYYY-MM-DD`. */
export function newYorkDate(at: Micros): string {
  return localIso(at).slice(0, 10)
}

/** The stamp that begins a fill's id, `YYYYMMDDHHMMSSmmm` in New York (reference 3.2). */
export function newYorkStamp(at: Micros): string {
  return localIso(at).slice(0, 23).replace(/\D/g, '')
}

/** The moment of a wall-clock time in New York. */
export function newYork(date: string, time = '00:00:00'): Micros {
  const asUtc = Date.parse(`${date}T${time}Z`) * 1000
  return asUtc + hoursBehind(asUtc + 5 * HOUR) * HOUR
}
