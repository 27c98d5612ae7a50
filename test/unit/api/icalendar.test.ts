import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import {
  type DayEvent,
  escapeText,
  foldLine,
  writeCalendar,
} from '../../../src/api/calendar/icalendar'

const event = (more: Partial<DayEvent> = {}): DayEvent => ({
  uid: 'a-expiry-20261218@legbook',
  date: '2026-12-18',
  summary: 'SPY 1x 500/505 call spread expires',
  description: 'short 1 505 call',
  url: 'https://legbook.test/trades/a',
  category: 'Expiry',
  modified: '2026-11-20T15:00:00.123456Z',
  ...more,
})

const octetsOf = (text: string): number => new TextEncoder().encode(text).length

const parsed = (text: string) => new ICAL.Component(ICAL.parse(text))

const eventIn = (text: string) => {
  const [first] = parsed(text).getAllSubcomponents('vevent')
  if (first === undefined) throw new Error('no event')
  return new ICAL.Event(first)
}

/** Text of every kind of character, with what iCalendar escapes among it. */
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200, size: 'max' }),
  fc.string({
    unit: fc.constantFrom('\\', ';', ',', ':', '"', '\n', 'n', ' ', '\t', 'é', '€', '😀'),
  }),
)

describe('a calendar', () => {
  it('is read by another implementation with every property of its event', () => {
    const calendar = parsed(writeCalendar({ name: 'legbook paper', events: [event()] }))
    for (const [name, value] of [
      ['version', '2.0'],
      ['prodid', '-//legbook//calendar//EN'],
      ['calscale', 'GREGORIAN'],
      ['name', 'legbook paper'],
      ['x-wr-calname', 'legbook paper'],
    ]) {
      expect(calendar.getFirstPropertyValue(name ?? '')).toBe(value)
    }
    expect(String(calendar.getFirstPropertyValue('refresh-interval'))).toBe('PT1H')
    const found = eventIn(calendar.toString())
    expect(found).toMatchObject({
      uid: 'a-expiry-20261218@legbook',
      summary: 'SPY 1x 500/505 call spread expires',
      description: 'short 1 505 call',
      sequence: (Date.UTC(2026, 10, 20, 15) - Date.UTC(2020, 0, 1)) / 1000,
    })
    expect([found.startDate.isDate, found.startDate.toString()]).toEqual([true, '2026-12-18'])
    expect(found.endDate.toString()).toBe('2026-12-19')
    for (const name of ['dtstamp', 'last-modified']) {
      expect(String(found.component.getFirstPropertyValue(name))).toBe('2026-11-20T15:00:00Z')
    }
    expect(found.component.getFirstPropertyValue('url')).toBe('https://legbook.test/trades/a')
    expect(found.component.getFirstPropertyValue('transp')).toBe('TRANSPARENT')
  })

  it('without events has the time zone of New York, because a component is required', () => {
    const [zone, ...others] = parsed(writeCalendar({ name: 'x', events: [] })).getAllSubcomponents()
    if (zone === undefined) throw new Error('no component')
    expect(others).toEqual([])
    const newYork = new ICAL.Timezone(zone)
    const offsetAt = (text: string) => newYork.utcOffset(ICAL.Time.fromDateTimeString(text)) / 3600
    expect([
      newYork.tzid,
      offsetAt('2026-07-01T12:00:00'),
      offsetAt('2026-12-01T12:00:00'),
    ]).toEqual(['America/New_York', -4, -5])
  })

  it('ends the last day of a year with the first of the next', () => {
    const text = writeCalendar({ name: 'x', events: [event({ date: '2026-12-31' })] })
    expect(eventIn(text).endDate.toString()).toBe('2027-01-01')
  })

  it('has a larger SEQUENCE after each change, in 31 bits until 2087', () => {
    const sequenceAt = (modified: string) =>
      eventIn(writeCalendar({ name: 'x', events: [event({ modified })] })).sequence
    const all = ['2026-11-20T15:00:00Z', '2026-11-20T15:00:01Z', '2087-12-31T23:59:59Z'].map(
      sequenceAt,
    )
    expect(all).toEqual(all.toSorted((a, b) => a - b))
    expect(new Set(all).size).toBe(3)
    expect(Math.max(...all)).toBeLessThan(2 ** 31)
  })

  it('keeps every text, in lines of at most 75 octets that end in CRLF', () => {
    fc.assert(
      fc.property(texts, texts, (summary, description) => {
        const text = writeCalendar({ name: summary, events: [event({ summary, description })] })
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
        const lines = text.split('\r\n')
        expect(lines.pop()).toBe('')
        for (const line of lines) {
          expect(octetsOf(line)).toBeLessThanOrEqual(75)
          expect(line.isWellFormed()).toBe(true)
        }
        // Control characters have no place in a calendar.
        const kept = (one: string) => one.replace(/\r\n?/g, '\n').replace(/(?![\t\n])\p{Cc}/gu, ' ')
        const found = eventIn(text)
        expect([found.summary, found.description]).toEqual([kept(summary), kept(description)])
      }),
    )
  })
})

describe('a line', () => {
  it('is folded between characters and unfolds to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400, size: 'max' }), (line) => {
        const folded = foldLine(line)
        expect(folded.replaceAll('\r\n ', '')).toBe(line.replaceAll('\r\n ', ''))
        for (const part of folded.split('\r\n ')) expect(octetsOf(part)).toBeLessThanOrEqual(75)
      }),
    )
  })

  it.each([
    [75, 1],
    [76, 2],
    [75 + 74, 2],
    [75 + 74 + 1, 3],
  ])('of %i octets becomes %i lines', (octets, lines) => {
    expect(foldLine('x'.repeat(octets)).split('\r\n')).toHaveLength(lines)
  })

  it('is not folded within a character of four octets', () => {
    expect(foldLine(`${'x'.repeat(72)}😀`)).toBe(`${'x'.repeat(72)}\r\n 😀`)
    expect(foldLine(`${'x'.repeat(71)}😀`)).toBe(`${'x'.repeat(71)}😀`)
  })
})

it.each([
  ['a, b; c', 'a\\, b\\; c'],
  ['back\\slash', 'back\\\\slash'],
  ['one\r\ntwo\rthree\nfour', 'one\\ntwo\\nthree\\nfour'],
  ['a:b "c"', 'a:b "c"'],
  ['bell\u0007 and\ttab', 'bell  and\ttab'],
])('text is escaped as section 3.3.11 has it: %j', (text, escaped) => {
  expect(escapeText(text)).toBe(escaped)
})
