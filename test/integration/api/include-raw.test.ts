import { beforeAll, describe, expect, it } from 'vitest'
import { orderListSchema, tradeOrdersSchema } from '../../../src/api/orders/schemas'
import { positionListSchema } from '../../../src/api/positions/schemas'
import { alpacaOrders, alpacaPositions } from '../../../src/db/schema'
import { ACCOUNT_ID, type Api, bearer, insertAccount, openApi, READ_TOKEN, tokenNamed } from './api'
import { expectError } from './errors'

const TRADE = '0f1c8a4e-6a53-5b0e-9d2c-2f6f6f1f2a01'
const PAYLOAD = { id: 'o', account_number: 'PA3PRIVATE', qty: '1', legs: null, nested: { a: [1] } }

const paths = ['/orders', `/orders/${TRADE}`, '/positions']
const TOKENS = [
  { name: 'reader', token: tokenNamed('reader'), scopes: ['read', 'sync', 'edit'] },
  { name: 'exporter', token: tokenNamed('exporter'), scopes: ['read', 'raw'] },
  { name: 'half', token: tokenNamed('half'), scopes: ['raw'] },
]

let api: Api

beforeAll(async () => {
  api = await openApi({ env: { API_TOKENS: JSON.stringify(TOKENS) } })
  await insertAccount(api.db)
  const row = { accountId: ACCOUNT_ID, symbol: 'F', underlying: 'F', rawData: PAYLOAD }
  await api.db.insert(alpacaOrders).values({
    ...row,
    alpacaOrderId: 'o',
    tradeId: TRADE,
    strategyType: 'stock',
    side: 'buy',
    status: 'filled',
  })
  await api.db.insert(alpacaPositions).values({ ...row, qty: '1', side: 'long' })
})

describe.each(paths)('%s', (path) => {
  const asking = (headers: Record<string, string>) =>
    api.request(`${path}?include=raw`, { headers })

  it('has no payload without include=raw', async () => {
    expect(await (await api.request(path)).text()).not.toMatch(/raw_data|PRIVATE/)
  })

  it('has the payload for a token with the scope raw', async () => {
    expect(await (await asking(bearer(tokenNamed('exporter')))).text()).toContain('PA3PRIVATE')
    expect((await api.request(`${path}?include=raw`)).status).toBe(200)
  })

  it.each([READ_TOKEN, tokenNamed('reader')])(
    'refuses it to one that may only read what is not: %s',
    async (token) => {
      const { message } = await expectError(await asking(bearer(token)), 'forbidden')
      expect(message).toContain('the scope raw;')
      expect((await api.request(path, { headers: bearer(token) })).status).toBe(200)
    },
  )

  it('refuses a token that has only the scope raw', async () => {
    await expectError(await asking(bearer(tokenNamed('half'))), 'forbidden')
  })

  it.each(['RAW', 'raw,raw', '', 'all'])('refuses include=%s', async (word) => {
    await expectError(await api.request(`${path}?include=${word}`), 'invalid_parameter', 'include')
  })
})

it('raw_data is the payload as Alpaca sent it', async () => {
  const orders = await api.get(orderListSchema, '/orders?include=raw')
  const ofTrade = await api.get(tradeOrdersSchema, `/orders/${TRADE}?include=raw`)
  const { positions } = await api.get(positionListSchema, '/positions?include=raw')
  for (const rows of [orders.orders, ofTrade.orders, positions]) {
    expect(rows.map(({ raw_data }) => raw_data)).toEqual([PAYLOAD])
  }
})
