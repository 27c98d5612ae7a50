import {
  clockText,
  DAY,
  dayNumber,
  dayText,
  HOUR,
  MINUTE,
  type Micros,
  SECOND,
} from '../../time/micros'

interface Summer {
  readonly begins: Micros
  readonly ends: Micros
}

const summers = new Map<number, Summer>()

/** Daylight saving time: from the second Sunday of March to the first of November, at 2 o'clock. */
function summerOf(year: number): Summer {
  let summer = summers.get(year)
  if (!summer) {
    summer = {
      begins: nthSunday(year, '03', 2) + 7 * HOUR,
      ends: nthSunday(year, '11', 1) + 6 * HOUR,
    }
    summers.set(year, summer)
  }
  return summer
}

function nthSunday(year: number, month: string, nth: number): Micros {
  const first = dayNumber(`${year}-${month}-01`)
  // 1 January 1970 was a Thursday.
  const untilSunday = (7 - ((first + 4) % 7)) % 7
  return (first + untilSunday + (nth - 1) * 7) * DAY
}

/** How far New York is behind UTC. */
function behind(at: Micros): Micros {
  const { begins, ends } = summerOf(Number(dayText(Math.floor(at / DAY)).slice(0, 4)))
  return at >= begins && at < ends ? 4 * HOUR : 5 * HOUR
}

/** The calendar day in New York, `YYYY-MM-DD`. */
export function newYorkDate(at: Micros): string {
  return dayText(Math.floor((at - behind(at)) / DAY))
}

/** The stamp that begins a fill's id, `YYYYMMDDHHMMSSmmm` in New York (reference 3.2). */
export function newYorkStamp(at: Micros): string {
  const local = at - behind(at)
  const time = local - Math.floor(local / DAY) * DAY
  const milliseconds = String(Math.floor(time / 1000) % 1000).padStart(3, '0')
  return `${newYorkDate(at)}${clockText(time)}`.replace(/\D/g, '') + milliseconds
}

/** The moment of a wall-clock time, `HH:MM:SS`, in New York. */
export function newYork(date: string, time = '00:00:00'): Micros {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  const asUtc = dayNumber(date) * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND
  return asUtc + behind(asUtc + 5 * HOUR)
}
