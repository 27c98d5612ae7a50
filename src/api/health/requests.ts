import * as z from 'zod'
import { wordParam } from '../lists/parameters'

export const healthQuery = z.strictObject({
  deep: wordParam(['1']).optional().meta({
    description: '1: also checks the database and the sync of every account. Needs a token.',
  }),
})
