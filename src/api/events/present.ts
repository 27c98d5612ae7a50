import type * as z from 'zod'
import type { EventRow } from '../../db/events/read'
import { jsonTime } from '../http/json-values'
import type { eventSchema } from './schemas'

/** An event of an account as JSON. */
export function presentEvent(accountId: string, row: EventRow): z.infer<typeof eventSchema> {
  return {
    seq: row.seq,
    type: row.type,
    at: jsonTime(row.at),
    account_id: accountId,
    subject_id: row.subjectId,
    data: row.data,
  }
}
