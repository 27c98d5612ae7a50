import { readDate } from '../time/calendar'
import { isTradingDay, previousTradingDay } from '../time/exchange-calendar'
import { Refusal } from '../time/refusal'

const RECORD_DATE = /\bRec Date: (\d{4}-\d\d-\d\d)(?!\d)/

// Trades settle one day after the trade date from this day on (SEC rule 15c6-1), two before, and
// three before 5 September 2017.
const ONE_DAY_SETTLEMENT = '2024-05-28'
const TWO_DAY_SETTLEMENT = '2017-09-05'

/**
 * The ex-date of a dividend, YYYY-MM-DD, from the record date in its text ("Cash DIV @ 0.3, Pos
 * QTY: 2.6, Rec Date: 2024-11-15"); null where the text names none. A purchase must settle by the
 * record date, so the ex-date is the record date, or a day or two of trading before it in the years
 * of slower settlement (FINRA rule 11140).
 */
export function exDateOf(description: string | null): string | null {
  const text = description === null ? undefined : RECORD_DATE.exec(description)?.[1]
  if (text === undefined) return null
  const date = readDate(text)
  if (date instanceof Refusal || date < '1970' || date >= '2200') return null
  const record = isTradingDay(date) ? date : previousTradingDay(date)
  if (record >= ONE_DAY_SETTLEMENT) return record
  const before = previousTradingDay(record)
  return record >= TWO_DAY_SETTLEMENT ? before : previousTradingDay(before)
}
