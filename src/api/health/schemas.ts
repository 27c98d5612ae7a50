import * as z from 'zod'

export const healthSchema = z
  .object({ status: z.literal('success'), service: z.literal('legbook') })
  .meta({ id: 'Health' })
