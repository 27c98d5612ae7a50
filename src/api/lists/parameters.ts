import * as z from 'zod'
import { askedSymbol, askedUnderlying } from '../../alpaca/coin'
import { readDate } from '../../time/calendar'
import { readMoment } from '../../time/moment'
import { newYorkMidnight } from '../../time/new-york'
import { Refusal } from '../../time/refusal'
import { readCursor } from './paging'

const NOT_A_MOMENT =
  'must be an RFC 3339 time with a zone, such as 2026-11-22T14:30:00Z, or a date, YYYY-MM-DD'

/** `\P{Cc}` without Unicode classes, which JSON Schema patterns lack. */
export const NO_CONTROL_CHARACTERS = '^[^\\u0000-\\u001f\\u007f-\\u009f]*$'

/** Text, given once, not empty, and without control characters: Postgres refuses NUL. */
export const textParam = (most: number) =>
  z
    .string('must be given once')
    .min(1, 'must not be empty')
    .max(most, `must be at most ${most} characters`)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters')
    .meta({ pattern: NO_CONTROL_CHARACTERS })

/**
 * An account's id at Alpaca or its label. A label has at most 64 characters, and 9 more once
 * another account has taken it.
 */
export const accountParam = textParam(80).meta({
  description: "The account: Alpaca's id of it, or your label.",
})

/** A symbol in any case, a coin pair with or without its slash. */
export const symbolParam = textParam(32).transform(askedSymbol).meta({
  type: 'string',
  description: 'Only this symbol, such as SPY, SPY261218C00600000 or BTC/USD (BTCUSD is the same).',
})

/** The symbol that an option is on; of stocks their own, of coins that in dollars. */
export const underlyingParam = textParam(32).transform(askedUnderlying).meta({
  type: 'string',
  description: 'Only this underlying, such as SPY or BTC/USD (BTCUSD and BTC/USDC are the same).',
})

/** The id of a trade, in a path or a body. Any UUID fits: an unknown one is answered with 404. */
export const tradeIdParam = z
  .guid('must be a UUID')
  .transform((id) => id.toLowerCase())
  .meta({ type: 'string', format: 'uuid', description: 'Id of the trade.' })

/** The id of a campaign. Any UUID fits: an unknown one is answered with 404. */
export const campaignIdParam = z
  .guid('must be a UUID')
  .transform((id) => id.toLowerCase())
  .meta({ type: 'string', format: 'uuid', description: 'Id of the campaign.' })

/** One of some words. The error names all of them. */
export function wordParam<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `must be one of ${words.join(', ')}` })
}

/** One or more words, separated by commas. Repeated words count once. */
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
        message: `must be one or more of ${words.join(', ')}, separated by commas`,
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

/** A whole number, written with digits only. */
export function wholeParam(from: number, to: number) {
  const message = `must be a whole number from ${from} to ${to}`
  return z
    .string('must be given once')
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .pipe(z.number().min(from, message).max(to, message))
    .meta({ type: 'integer', format: 'int32', minimum: from, maximum: to })
}

/** Maximum number of rows of a page, 1 to 500. */
export function limitParam(initially: number) {
  return wholeParam(1, 500).default(initially).meta({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: 500,
    default: initially,
    description: 'Maximum number of rows.',
  })
}

/**
 * A time, converted to UTC. A date means its midnight in New York. A space before the offset was a
 * plus that URL decoding turned into a space.
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

/**
 * A time in a cursor, converted to UTC: clients can forge cursors, and Postgres refuses some
 * offsets that RFC 3339 allows.
 */
export const cursorMoment = z.string().transform((text, ctx) => {
  const moment = readMoment(text)
  if (!(moment instanceof Refusal)) return moment
  ctx.addIssue({ code: 'custom', message: moment.reason })
  return z.NEVER
})

/** An id or a symbol in a cursor. */
export const cursorText = textParam(128)

/** Properties that a response has only on request. */
export const includeParam = wordParam(['raw']).optional().meta({
  description:
    'raw: adds raw_data, the payload as Alpaca sent it, to each row. It can contain personal data, so the token also needs the scope raw.',
})

/** The `next_cursor` of the previous page. */
export function cursorParam<T>(list: string, keys: z.ZodType<T>) {
  return z
    .string('must be given once')
    .max(512, 'must be the next_cursor of the previous page, unchanged')
    .transform((given, ctx) => {
      const cursor = readCursor(list, keys, given)
      if (cursor !== null) return cursor
      ctx.addIssue({
        code: 'custom',
        message: 'must be the next_cursor of the previous page, unchanged',
      })
      return z.NEVER
    })
    .meta({
      type: 'string',
      description: 'The next_cursor of the previous page. Without it, the first page.',
    })
}

function readParamMoment(given: string): string | null {
  const day = readDate(given)
  if (!(day instanceof Refusal)) return newYorkMidnight(day)
  const moment = readMoment(given.replace(/ (\d\d:?\d\d)$/, '+$1'))
  return moment instanceof Refusal ? null : moment
}
