import * as z from 'zod'
import { errorResponses } from '../http/responses'
import { createRoute, type Route } from '../http/route'

/** Served as it was written, not as JSON made of values: any response will do. */
export const getOpenApi: Route = createRoute({
  method: 'get',
  path: '/openapi.json',
  operationId: 'getOpenApi',
  tags: ['Service'],
  summary: 'This contract, as OpenAPI 3.1',
  security: [],
  responses: {
    ...errorResponses(['misconfigured']),
    200: {
      description: 'The document.',
      content: {
        'application/json': {
          schema: z.record(z.string(), z.unknown()),
          examples: { openapi: { value: { openapi: '3.1.0' } } },
        },
      },
    },
  },
})

export const getDocs: Route = createRoute({
  method: 'get',
  path: '/docs',
  operationId: 'getDocs',
  tags: ['Service'],
  summary: 'This contract, as a page to read',
  security: [],
  responses: {
    ...errorResponses(['misconfigured']),
    200: {
      description: 'A page that loads nothing from elsewhere.',
      content: {
        'text/html': {
          schema: z.string(),
          examples: { page: { value: '<!doctype html>' } },
        },
      },
    },
  },
})
