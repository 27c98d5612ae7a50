import * as z from 'zod'

/** A required property that is text, trimmed. */
export const textField = z
  .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be text') })
  .trim()
  .min(1, 'is missing')
