import { addDays } from '../../time/calendar'

/** An event that lasts a whole day. */
export interface DayEvent {
  /** Identifies the event in every version of the calendar. */
  uid: string
  /** YYYY-MM-DD. */
  date: string
  summary: string
  description: string
  /** Address of a page about the event. */
  url: string | null
  category: string
  /** Last change of the data that the event shows: RFC 3339 in UTC. */
  modified: string
}

/** A calendar that clients subscribe to. */
export interface DayCalendar {
  name: string
  events: readonly DayEvent[]
}

/** Octets of a line without its line break (RFC 5545, section 3.1). */
const MOST_OCTETS = 75

/** SEQUENCE counts seconds from here, so that it fits 31 bits until 2088. */
const SEQUENCE_START = Date.UTC(2020, 0, 1)

/**
 * The exchange's time zone. No event refers to it: days have no zone. It makes a calendar without
 * events valid, which needs one component (RFC 5545, section 3.6).
 */
const NEW_YORK = [
  'BEGIN:VTIMEZONE',
  'TZID:America/New_York',
  'BEGIN:DAYLIGHT',
  'DTSTART:20070311T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU',
  'TZOFFSETFROM:-0500',
  'TZOFFSETTO:-0400',
  'TZNAME:EDT',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:20071104T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU',
  'TZOFFSETFROM:-0400',
  'TZOFFSETTO:-0500',
  'TZNAME:EST',
  'END:STANDARD',
  'END:VTIMEZONE',
]

/** Writes a calendar as iCalendar (RFC 5545, and RFC 7986 for its name and refresh interval). */
export function writeCalendar({ name, events }: DayCalendar): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//legbook//calendar//EN',
    'CALSCALE:GREGORIAN',
    `NAME:${escapeText(name)}`,
    `X-WR-CALNAME:${escapeText(name)}`,
    'X-WR-TIMEZONE:America/New_York',
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...NEW_YORK,
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${foldLine(line)}\r\n`).join('')
}

function eventLines(event: DayEvent): string[] {
  const { uid, date, summary, description, url, category, modified } = event
  const at = utcTime(modified)
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(uid)}`,
    // Without a METHOD, DTSTAMP is the time of the last change (RFC 5545, section 3.8.7.2).
    `DTSTAMP:${at}`,
    `LAST-MODIFIED:${at}`,
    `SEQUENCE:${sequenceOf(modified)}`,
    `DTSTART;VALUE=DATE:${day(date)}`,
    `DTEND;VALUE=DATE:${day(addDays(date, 1))}`,
    `SUMMARY:${escapeText(summary)}`,
    `DESCRIPTION:${escapeText(description)}`,
    `CATEGORIES:${escapeText(category)}`,
    ...(url === null ? [] : [`URL:${url}`]),
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

/**
 * Escapes a value of the type TEXT (RFC 5545, section 3.3.11). Control characters except the tab
 * are not allowed in it and become spaces.
 *
 * @example escapeText('a, b; c\nd') // 'a\\, b\\; c\\nd'
 */
export const escapeText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\t\n])\p{Cc}/gu, ' ')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')

/**
 * Folds a content line to lines of at most 75 octets, between characters. Each further line begins
 * with a space, which counts.
 */
export function foldLine(line: string): string {
  let folded = ''
  let octets = 0
  for (const character of line) {
    const size = octetsOf(character)
    if (octets + size > MOST_OCTETS) {
      folded += '\r\n '
      octets = 1
    }
    folded += character
    octets += size
  }
  return folded
}

/** Octets of a character in UTF-8. */
function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  return code < 0x1_0000 ? 3 : 4
}

/** Grows with every change of an event to the second, and depends on nothing else. */
const sequenceOf = (modified: string): number =>
  Math.max(0, Math.floor((Date.parse(modified) - SEQUENCE_START) / 1000))

const day = (date: string): string => date.replaceAll('-', '')

const utcTime = (moment: string): string => `${moment.slice(0, 19).replaceAll(/[-:]/g, '')}Z`
