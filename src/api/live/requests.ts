import * as z from 'zod'
import { eventQuery } from '../events/requests'

const { account, after } = eventQuery.shape

export const liveQuery = z.strictObject({
  account,
  after: after.meta({
    description:
      'Replays events with a larger `seq` first. Without it, only events after the connection.',
  }),
})
