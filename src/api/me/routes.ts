import { responses } from '../http/responses'
import { createRoute } from '../http/route'
import { meQuery } from './requests'
import { meSchema } from './schemas'

export const getMe = createRoute({
  method: 'get',
  path: '/me',
  request: { query: meQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'getMe',
    tags: ['Service'],
    summary: 'Get the name and the scopes of your token',
    description:
      'Answers every valid token, whatever its scopes. A frontend shows only what the token may do.',
    responses: responses('The token.', meSchema, 'invalid_parameter'),
  }),
})
