import { type Micros, momentText } from '../../time/micros'
import { newYorkClock } from '../../time/new-york'
import { hash128 } from './random'

/**
 * A moment as the stream writes it: in nanoseconds that round to the microseconds of later
 * responses, without trailing zeros (src/alpaca/README.md 1.2).
 */
export function streamTime(at: Micros): string {
  const [date, fraction] = nanoseconds(at)
  return `${date}${fraction}Z`
}

/** The same moment with New York's offset, as the stream writes some times of coin orders. */
export function streamTimeOfNewYork(at: Micros): string {
  const [utc, fraction] = nanoseconds(at)
  const local = newYorkClock(`${utc}Z`).replace(' ', 'T')
  const hours = (Date.parse(`${utc}Z`) - Date.parse(`${local}Z`)) / 3_600_000
  return `${local}${fraction}-${String(hours).padStart(2, '0')}:00`
}

/** The text to the second, and the fraction with its point. One moment has one fraction. */
function nanoseconds(at: Micros): [string, string] {
  const off = (hash128(String(at))[0] % 999) - 499
  const whole = off < 0 ? at - 1 : at
  const text = momentText(whole).slice(0, -1)
  const nanos = String(off < 0 ? off + 1000 : off).padStart(3, '0')
  return [text.slice(0, 19), `${text.slice(19)}${nanos}`.replace(/\.?0+$/, '')]
}
