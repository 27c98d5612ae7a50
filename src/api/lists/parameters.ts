import * as z from 'zod'
import { askedSymbol } from '../../alpaca/coin'
import { readDate } from '../../time/calendar'
import { readMoment } from '../../time/moment'
import { newYorkMidnight } from '../../time/new-york'
import { Refusal } from '../../time/refusal'
import { readCursor } from './paging'

const NOT_A_MOMENT =
  'must be an RFC 3339 time with its zone, such as 2026-11-22T14:30:00Z, or a date, YYYY-MM-DD'

/** What `\P{Cc}` means, for readers of the contract whose patterns know no Unicode classes. */
export const NO_CONTROL_CHARACTERS = '^[^\\u0000-\\u001f\\u007f-\\u009f]*$'

/** Text, given once, not empty, and without control characters, which Postgres would not take. */
export const textParam = (most: number) =>
  z
    .string('must be given once')
    .min(1, 'must not be empty')
    .max(most, `must be at most ${most} characters`)
    .regex(/^\P{Cc}*$/u, 'must not have control characters')
    .meta({ pattern: NO_CONTROL_CHARACTERS })

/** An account, by Alpaca's id or by its label: 64 characters, and 9 more once another account has taken its label. */
export const accountParam = textParam(80).meta({
  description: "An account: Alpaca's id of it, or its label.",
})

/** A symbol in capitals or not; a coin's with its slash or without. */
export const symbolParam = textParam(32).transform(askedSymbol).meta({
  type: 'string',
  description: 'A symbol, such as SPY, SPY261218C00600000 or BTC/USD (BTCUSD is the same).',
})

/** The symbol that options are on; for shares and coins their own. */
export const underlyingParam = textParam(32).transform(askedSymbol).meta({
  type: 'string',
  description: 'An underlying, such as SPY or BTC/USD (BTCUSD is the same).',
})

/** A trade's id, in a path or a body. Any UUID: an unknown one is not found, not refused. */
export const tradeIdParam = z
  .guid('must be a UUID')
  .transform((id) => id.toLowerCase())
  .meta({ type: 'string', format: 'uuid', description: "A trade's id." })

/** One of some words, all named when it is another. */
export function wordParam<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `must be one of ${words.join(', ')}` })
}

/** One or more words of a list, separated by commas. Repeated words count once. */
export function wordsParam<const Words extends readonly [string, ...string[]]>(words: Words) {
  const isWord = (text: string): text is Words[number] => words.includes(text)
  return z
    .string('must be given once')
    .max(2000, 'must be at most 2000 characters')
    .transform((given, ctx): Words[number][] => {
      const asked = [...new Set(given.split(','))]
      if (asked.every(isWord)) return asked
      ctx.addIssue({
        code: 'custom',
        message: `must be one or more of ${words.join(', ')}, by commas`,
      })
      return z.NEVER
    })
    .meta({
      type: 'array',
      items: { type: 'string', enum: [...words] },
      minItems: 1,
      maxItems: words.length,
    })
}

/** A whole number, digits only. */
export function wholeParam(from: number, to: number) {
  const message = `must be a whole number from ${from} to ${to}`
  return z
    .string('must be given once')
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .pipe(z.number().min(from, message).max(to, message))
    .meta({ type: 'integer', format: 'int32', minimum: from, maximum: to })
}

/** How many rows: 1 to 500. */
export function limitParam(initially: number) {
  return wholeParam(1, 500).default(initially).meta({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: 500,
    default: initially,
    description: 'At most so many rows.',
  })
}

/**
 * A moment, into UTC. A date alone is its midnight on the exchange's clock (America/New_York). A space before the
 * offset is a plus that a URL decoded.
 */
export const momentParam = z
  .string('must be given once')
  .max(40, NOT_A_MOMENT)
  .transform((given, ctx) => {
    const moment = readParamMoment(given)
    if (moment !== null) return moment
    ctx.addIssue({ code: 'custom', message: NOT_A_MOMENT })
    return z.NEVER
  })
  .meta({
    type: 'string',
    anyOf: [
      { type: 'string', format: 'date-time' },
      { type: 'string', format: 'date' },
    ],
    examples: ['2026-09-01', '2026-11-22T14:30:00Z'],
  })

/** A moment in a cursor, which anybody can write: into UTC, because Postgres refuses offsets that RFC 3339 allows. */
export const cursorMoment = z.string().transform((text, ctx) => {
  const moment = readMoment(text)
  if (!(moment instanceof Refusal)) return moment
  ctx.addIssue({ code: 'custom', message: moment.reason })
  return z.NEVER
})

/** An id or a symbol in a cursor. */
export const cursorText = textParam(128)

/** What is shown only when it is asked for. */
export const includeParam = wordParam(['raw']).optional().meta({
  description:
    'raw: each row with raw_data, its payload as Alpaca sent it. That may hold personal data, so the token needs the scope raw too.',
})

/** Where a page begins: what `next_cursor` said. */
export function cursorParam<T>(list: string, keys: z.ZodType<T>) {
  return z
    .string('must be given once')
    .max(512, 'must be what next_cursor said')
    .transform((given, ctx) => {
      const cursor = readCursor(list, keys, given)
      if (cursor !== null) return cursor
      ctx.addIssue({ code: 'custom', message: 'must be what next_cursor said' })
      return z.NEVER
    })
    .meta({
      type: 'string',
      description: 'Where the page begins: the next_cursor of the page before.',
    })
}

function readParamMoment(given: string): string | null {
  const day = readDate(given)
  if (!(day instanceof Refusal)) return newYorkMidnight(day)
  const moment = readMoment(given.replace(/ (\d\d:?\d\d)$/, '+$1'))
  return moment instanceof Refusal ? null : moment
}
