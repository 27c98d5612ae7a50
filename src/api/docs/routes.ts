import * as z from 'zod'
import { errorResponses } from '../http/responses'
import { createRoute, type Route } from '../http/route'

/** Typed `Route`, because the handler returns the generated file and no typed JSON. */
export const getOpenApi: Route = createRoute({
  method: 'get',
  path: '/openapi.json',
  security: [],
  ...(import.meta.inBundle ?? {
    operationId: 'getOpenApi',
    tags: ['Service'],
    summary: 'Get this contract as OpenAPI 3.1',
    responses: {
      ...errorResponses(['misconfigured']),
      200: {
        description: 'The OpenAPI document.',
        content: {
          'application/json': {
            schema: z.record(z.string(), z.unknown()),
            examples: { openapi: { value: { openapi: '3.1.0' } } },
          },
        },
      },
    },
  }),
})

export const getDocs: Route = createRoute({
  method: 'get',
  path: '/docs',
  security: [],
  ...(import.meta.inBundle ?? {
    operationId: 'getDocs',
    tags: ['Service'],
    summary: 'Get this contract as a page',
    responses: {
      ...errorResponses(['misconfigured']),
      200: {
        description: 'An HTML page that loads nothing else.',
        content: {
          'text/html': {
            schema: z.string(),
            examples: { page: { value: '<!doctype html>' } },
          },
        },
      },
    },
  }),
})
