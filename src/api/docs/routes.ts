import * as z from 'zod'
import { createRoute } from '../route'

export const getOpenApi = createRoute({
  method: 'get',
  path: '/openapi.json',
  operationId: 'getOpenApi',
  tags: ['Service'],
  summary: 'This contract, as OpenAPI 3.1',
  security: [],
  responses: {
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

export const getDocs = createRoute({
  method: 'get',
  path: '/docs',
  operationId: 'getDocs',
  tags: ['Service'],
  summary: 'This contract, as a page to read',
  security: [],
  responses: {
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
