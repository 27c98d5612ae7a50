import * as z from 'zod'
import { accountParam } from '../lists/parameters'

export const reconciliationQuery = z.strictObject({ account: accountParam.optional() })
