import * as z from 'zod'

export const meQuery = z.strictObject({})
