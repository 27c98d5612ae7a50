import * as z from 'zod'
import { EVERYWHERE, errorResponses, WRITE_ERRORS } from '../http/responses'
import { type Answer, createRoute } from '../http/route'
import { rpcHeaders, rpcRequest } from './requests'
import { rpcAnswer, rpcFailure } from './schemas'

/** The responses: refusals as everywhere, and beside them the errors of JSON-RPC. */
function answers(): Record<number, Answer> {
  const refused = errorResponses([...EVERYWHERE, ...WRITE_ERRORS, 'origin_not_allowed'])
  const { 400: bad } = refused
  const content = bad?.content?.['application/json']
  return {
    ...refused,
    200: {
      description: 'The result of the request, or an error of JSON-RPC.',
      content: { 'application/json': { schema: rpcAnswer } },
    },
    202: { description: 'A notification was accepted.' },
    400: {
      ...bad,
      description: `${bad?.description} Or an error of JSON-RPC: no message, or a version that the server does not speak.`,
      content: {
        'application/json': {
          schema: content ? z.union([rpcFailure, content.schema]) : rpcFailure,
          examples: content?.examples ?? {},
        },
      },
    },
    404: {
      description: 'An error of JSON-RPC: no such method. Only since 2026-07-28.',
      content: { 'application/json': { schema: rpcFailure } },
    },
  }
}

export const postMcp = createRoute({
  method: 'post',
  path: '/mcp',
  ...(import.meta.inBundle ?? {
    request: {
      headers: rpcHeaders,
      body: { required: true, content: { 'application/json': { schema: rpcRequest } } },
    },
    operationId: 'callMcp',
    tags: ['Service'],
    summary: 'Call the tools for assistants (Model Context Protocol)',
    description:
      'The Streamable HTTP transport of the Model Context Protocol, without sessions. The tools read trades, campaigns, statistics, positions, orders and the reconciliation; with the scope edit they also tag, annotate, merge and split trades. Each tool sends a request to the other routes, so their checks and limits apply. An Idempotency-Key belongs to the edit that the message calls.',
    responses: answers(),
  }),
})
