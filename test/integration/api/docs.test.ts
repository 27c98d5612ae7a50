import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApi } from './api'

const documentShape = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()) })),
  ),
  components: z.object({ securitySchemes: z.object({ bearer: z.unknown() }) }),
})

describe('GET /openapi.json', () => {
  it('describes every route with its errors, to anybody', async () => {
    const api = await openApi()
    const response = await api.request('/openapi.json', { headers: {} })
    const { paths } = documentShape.parse(await response.json())
    const routes = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map(
        (method) => `${method.toUpperCase()} ${path.replace('/api/alpaca', '')}`,
      ),
    )
    expect(routes).toEqual(
      expect.arrayContaining([
        'GET /health',
        'GET /sync',
        'POST /sync',
        'POST /sync/orders',
        'POST /sync/positions',
        'POST /sync/activities',
        'GET /orders',
        'GET /orders/{trade_id}',
        'GET /positions',
        'GET /trades',
        'GET /trades/{trade_id}',
        'PATCH /trades/{trade_id}',
        'POST /trades/merge',
        'POST /trades/split',
        'POST /trades/rebuild',
        'GET /overrides',
        'DELETE /overrides/{id}',
        'GET /stats',
        'GET /reconciliation',
      ]),
    )
    expect(Object.keys(paths['/api/alpaca/orders']?.get?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '400', '401', '500', '503']),
    )
  })
})

describe('GET /docs', () => {
  it('is one page that loads nothing from elsewhere, to anybody', async () => {
    const api = await openApi()
    const response = await api.request('/docs', { headers: {} })
    expect(response.headers.get('Content-Type')).toContain('text/html')
    const page = await response.text()
    expect(page).toContain('/api/alpaca/orders/{trade_id}')
    expect(page).not.toMatch(/<script|<link|src=|https?:\/\//)
  })
})
