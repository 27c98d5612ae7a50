import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { eventQuery } from './requests'
import { eventListSchema } from './schemas'

export const getEvents = createRoute({
  method: 'get',
  path: '/events',
  request: { query: eventQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'listEvents',
    tags: ['Events'],
    summary: 'List what changed in an account, oldest first',
    description:
      'Each event was written with the change that it reports, and events are in commit order. To follow an account, repeat the request with the largest `seq` of the last answer as `after`; use `last_seq` when the answer has fewer events than `limit`. `reset` means that everything must be loaded again: after the first reading of an account, a rebuild, or a change of more than 200 trades at once, and when events after `after` are no longer kept (14 days) or `after` is beyond `last_seq`. The latter two are returned whatever `types` are asked for. A sync that changes nothing writes no event.',
    responses: responses('Events after a sequence number.', eventListSchema, 'invalid_parameter'),
  }),
})
