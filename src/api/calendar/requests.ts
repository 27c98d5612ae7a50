import * as z from 'zod'
import { accountParam } from '../lists/parameters'

const NOT_A_TOKEN = 'must be 16 to 512 printable ASCII characters, without spaces'

export const calendarQuery = z.strictObject({
  account: accountParam.optional(),
  token: z
    .string('must be given once')
    .regex(/^[!-~]{16,512}$/, NOT_A_TOKEN)
    .optional()
    .meta({
      minLength: 16,
      maxLength: 512,
      description:
        'A token of the scope calendar, instead of the Authorization header, which goes first.',
    }),
})
