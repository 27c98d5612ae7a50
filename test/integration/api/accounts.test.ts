import { beforeAll, describe, expect, it } from 'vitest'
import { documentedRoutes } from '../../../src/api/app'
import { openApiDocument } from '../../../src/api/reference/openapi'
import { syncQuarantine, tradeOverrides } from '../../../src/db/schema'
import { Broker } from '../../../src/local/alpaca/broker'
import { rowsOf } from '../sync/support'
import { expectError } from './errors'
import { openSynced, type SyncedApi } from './world'

/** An account, and words: each of its rows contains one, and no row of the other account does. */
interface Side {
  label: string
  id: string
  tradeId: string
  marks: string[]
}

function brokerOf(seed: string, symbol: string): Broker {
  const broker = new Broker({ seed, openedAt: '2026-08-03T14:30:00Z', fees: true })
  const bought = broker.submit({ at: '2026-09-01T15:00:00Z', symbol, side: 'buy', qty: '2' })
  broker.fill(bought.id, { at: '2026-09-01T15:00:01Z', price: '10' })
  const sold = broker.submit({ at: '2026-09-02T15:00:00Z', symbol, side: 'sell', qty: '1' })
  broker.fill(sold.id, { at: '2026-09-02T15:00:01Z', price: '11' })
  return broker
}

const brokers = { one: brokerOf('one', 'AAPL'), two: brokerOf('two', 'MSFT') }
const configured = ['one', 'two', 'new'].map((label) => ({
  label,
  key_id: `key-${label}`,
  secret_key: 's',
}))

/**
 * They read no rows of accounts. The feed is a WebSocket (test/integration/live/feed.test.ts).
 */
const OTHERS = ['/me', '/live', '/webhooks', '/webhooks/{id}']

/** Every route that reads stored rows. */
const routes = documentedRoutes().filter(
  ({ method, path, security }) => method === 'get' && !security && !OTHERS.includes(path),
)

async function sideOf(api: SyncedApi, label: 'one' | 'two', symbol: string): Promise<Side> {
  const id = brokers[label].accountId
  const [order] = await rowsOf(
    api.db,
    `select trade_id, alpaca_order_id as id from alpaca_orders where account_id = '${id}'`,
  )
  const tradeId = String(order?.trade_id)
  const facts = [String(order?.id)]
  await api.db
    .insert(tradeOverrides)
    .values({ accountId: id, underlying: symbol, kind: 'annotate', facts, note: 'kept' })
  await api.db.insert(syncQuarantine).values({
    accountId: id,
    source: 'order',
    payloadKey: `broken ${symbol}`,
    reason: 'side: not a word',
    payload: {},
    seenAt: '2026-09-01T15:00:00Z',
  })
  return { label, id, tradeId, marks: [id, label, symbol, tradeId] }
}

let api: SyncedApi
let one: Side
let two: Side

beforeAll(async () => {
  api = await openSynced(brokers, { ALPACA_ACCOUNTS: JSON.stringify(configured) })
  one = await sideOf(api, 'one', 'AAPL')
  two = await sideOf(api, 'two', 'MSFT')
})

const asked = (path: string, { tradeId }: Side, account: string | null) => {
  // The only trade of a campaign gives it its id.
  const filled = path.replace('{trade_id}', tradeId).replace('{campaign_id}', tradeId)
  if (filled.includes('{')) throw new Error(`what to put into ${path}?`)
  return api.request(account === null ? filled : `${filled}?account=${encodeURIComponent(account)}`)
}

/** The error of a path that names one trade or campaign; null of a list. */
function notFoundIn(path: string): 'trade_not_found' | 'campaign_not_found' | null {
  if (path.includes('{trade_id}')) return 'trade_not_found'
  return path.includes('{campaign_id}') ? 'campaign_not_found' : null
}

const bodyOf = async (response: Response) => {
  const text = await response.text()
  if (response.status !== 200) throw new Error(text)
  return text
}

const has = (text: string, { marks }: Side) =>
  marks.some((mark) => new RegExp(`\\b${mark}\\b`).test(text))

describe('the routes with a GET', () => {
  it('all take the parameter account if they need a token', () => {
    expect(routes.length).toBeGreaterThanOrEqual(10)
    const document = JSON.parse(JSON.stringify(openApiDocument(documentedRoutes())))
    for (const { path } of routes) {
      const { parameters = [] } = document.paths[path]?.get ?? {}
      const names = parameters.map(({ name }: { name: string }) => name)
      expect({ path, names }).toEqual({ path, names: expect.arrayContaining(['account']) })
    }
  })
})

describe.each(routes)('GET $path', ({ path }) => {
  const notFound = notFoundIn(path)

  it('returns only the account named by id or label', async () => {
    for (const [own, other] of [
      [one, two],
      [two, one],
    ] as const) {
      const byId = await bodyOf(await asked(path, own, own.id))
      expect(has(byId, own)).toBe(true)
      expect(has(byId, other)).toBe(false)
      expect(await bodyOf(await asked(path, own, own.label))).toBe(byId)
    }
  })

  it('returns both accounts without the parameter, or asks for it', async () => {
    if (path === '/events') {
      // Sequence numbers are of one account each.
      await expectError(await asked(path, one, null), 'invalid_parameter', 'account')
      return
    }
    for (const side of [one, two])
      expect(has(await bodyOf(await asked(path, side, null)), side)).toBe(true)
    if (notFound !== null) return
    const text = await bodyOf(await asked(path, one, null))
    expect(has(text, one) && has(text, two)).toBe(true)
  })

  it('refuses an unknown account', async () => {
    for (const name of ['nobody', `${one.id}0`, 'ONE', '%'])
      await expectError(await asked(path, one, name), 'invalid_parameter', 'account')
  })

  it('returns nothing for an account that was never synced', async () => {
    const response = await asked(path, one, 'new')
    if (notFound !== null) return void (await expectError(response, notFound))
    const text = await bodyOf(response)
    expect(has(text, one) || has(text, two)).toBe(false)
  })
})

const ofOne = routes.flatMap(({ path }) => {
  const notFound = notFoundIn(path)
  return notFound === null ? [] : [{ path, notFound }]
})

describe.each(ofOne)('GET $path', ({ path, notFound }) => {
  it('answers 404 for a trade or campaign of another account', async () => {
    for (const account of [two.id, two.label])
      await expectError(await asked(path, one, account), notFound)
  })
})
