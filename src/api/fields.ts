import * as z from 'zod'

/** Pieces that response schemas are made of; they describe the answers and are never run over them. */
export const field = {
  text: () => z.string(),
  /** A decimal, as a JSON number. */
  decimal: () => z.number(),
  count: () => z.int32().min(0).meta({ format: 'int32' }),
  flag: () => z.boolean(),
  uuid: () => z.string().meta({ format: 'uuid' }),
  /** RFC 3339, UTC, to the microsecond. */
  time: () => z.string().meta({ format: 'date-time', examples: ['2026-09-10T16:17:18.577198Z'] }),
  /** YYYY-MM-DD. */
  date: () => z.string().meta({ format: 'date', examples: ['2026-12-18'] }),
  /** Text out of a set of words that may grow. */
  word: (words: readonly string[]) => z.string().meta({ enum: [...words] }),
}

/** What `include=raw` adds to a row. */
export const rawData = () =>
  z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'The payload as Alpaca sent it; with include=raw alone.', examples: [{}] })

/** What a list answers after its last row: null, or where the next page begins. */
export const nextCursor = () =>
  z.string().nullable().meta({ description: 'null at the end of the list.' })
