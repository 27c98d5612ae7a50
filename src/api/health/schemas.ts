import { z } from '@hono/zod-openapi'

export const healthSchema = z
  .object({ status: z.literal('success'), service: z.literal('legbook') })
  .openapi('Health')
