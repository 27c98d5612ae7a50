import * as z from 'zod'

export const NOT_SET = 'is not set'

/**
 * A setting of the Worker. Empty text counts as unset, because a cleared field of a dashboard or an
 * `.env` file leaves one. Values that are not text come from `[vars]` in `wrangler.toml`.
 */
export const setting = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value, ctx) => {
    if (value === null || value === undefined) return undefined
    if (typeof value !== 'string') return value
    const text = value.trim()
    if (/^(["'`]).*\1$/s.test(text)) {
      ctx.addIssue({ code: 'custom', message: 'has quotes around it: remove them' })
      return z.NEVER
    }
    return text === '' ? undefined : text
  }, schema)

/** A text setting. A number is refused: it would lose leading zeros and digits beyond the 16th. */
export const text = z.string({
  error: ({ input }) => (input === undefined ? NOT_SET : 'must be text: put quotes around it'),
})

/** JSON text, or a table or list of `[vars]`. */
export const json = z.unknown().transform((value, ctx) => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    ctx.addIssue({ code: 'custom', message: 'must be JSON' })
    return z.NEVER
  }
})

/** A whole number, written as a number or as text. */
export const whole = (from: number, to: number) =>
  z
    .union([z.string(), z.number()], `must be a whole number from ${from} to ${to}`)
    .transform(String)
    .pipe(
      z
        .string()
        .regex(/^\d{1,9}$/, `must be a whole number from ${from} to ${to}`)
        .transform(Number)
        .pipe(z.number().min(from, `must be at least ${from}`).max(to, `must be at most ${to}`)),
    )
