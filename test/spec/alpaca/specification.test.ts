import { describe, expect, it } from 'vitest'
import { createStandIn, STAND_IN_KEYS } from '../../../src/local/alpaca/stand-in'
import { KNOWN_GAPS } from './known-gaps'
import { readSpecification, specifiedActivityTypes } from './specification'

const now = () => new Date('2026-11-22T16:00:00Z')
const headers = {
  'APCA-API-KEY-ID': STAND_IN_KEYS.keyId,
  'APCA-API-SECRET-KEY': STAND_IN_KEYS.secretKey,
}

describe("every response of the stand-in fits Alpaca's specification", () => {
  const met = new Set<string>()
  const validate = readSpecification(met)
  const standIn = createStandIn({ seed: 'legbook', now, requestsPerMinute: 10_000 })
  const get = async (path: string): Promise<{ status: number; body: unknown }> => {
    const response = await standIn.fetch(new Request(`https://stand.in${path}`, { headers }))
    return { status: response.status, body: await response.json() }
  }
  const rows = async (path: string): Promise<Record<string, unknown>[]> => {
    const { body } = await get(path)
    if (!Array.isArray(body)) throw new Error('no array')
    return body
  }
  const check = async (path: string, as = path.replace(/\?.*/, '')) => {
    const { status, body } = await get(path)
    expect(status).toBe(200)
    expect(validate(as, 200, body)).toEqual([])
  }

  it('/v2/account', () => check('/v2/account'))
  it('/v2/positions', () => check('/v2/positions'))
  it('/v2/positions/{symbol}', async () => {
    for (const { symbol } of await rows('/v2/positions')) {
      await check(`/v2/positions/${symbol}`, '/v2/positions/{symbol_or_asset_id}')
    }
  })

  it.each(['true', 'false'])('/v2/orders with nested=%s', async (nested) => {
    const query = `/v2/orders?status=all&direction=asc&limit=500&nested=${nested}`
    let cursor = ''
    for (;;) {
      await check(query + cursor)
      const page = await rows(query + cursor)
      if (page.length < 500) break
      cursor = `&after_order_id=${page.at(-1)?.id}`
    }
  })

  it('/v2/orders/{id} and /v2/orders:by_client_order_id', async () => {
    for (const order of await rows('/v2/orders?status=all&nested=true&limit=60')) {
      await check(`/v2/orders/${order.id}?nested=true`, '/v2/orders/{order_id}')
      const byClient = `/v2/orders:by_client_order_id?client_order_id=${order.client_order_id}`
      await check(byClient, '/v2/orders:by_client_order_id')
    }
  })

  it('all pages of /v2/account/activities, whose other types are those of the new feed', async () => {
    let token = ''
    const types = new Set<unknown>()
    for (;;) {
      const query = `/v2/account/activities?direction=asc${token}`
      await check(query)
      const page = await rows(query)
      for (const { activity_type: type } of page) types.add(type)
      if (page.length < 100) break
      token = `&page_token=${page.at(-1)?.id}`
    }
    const specified = specifiedActivityTypes()
    expect([...types].filter((type) => !specified.includes(String(type))).sort()).toEqual([
      'CIL',
      'VOF',
    ])
  })

  it.each([
    'FILL',
    'OPASN',
    'OPTRD',
    'OPCSH',
    'OPCA',
    'FEE',
    'DIV',
    'JNLC',
    'CFEE',
    'MA',
    'SPIN',
    'NC',
    'OCT',
  ])('/v2/account/activities/%s', (type) =>
    check(`/v2/account/activities/${type}`, '/v2/account/activities/{activity_type}'),
  )

  it('/v2/options/contracts, and the 404 of an unknown contract', async () => {
    await check('/v2/options/contracts?expiration_date_lte=2027-12-31&show_deliverables=true')
    await check('/v2/options/contracts/GME1261016C00003000', '/v2/options/contracts/{symbol_or_id}')
    const { status, body } = await get('/v2/options/contracts/NOPE')
    expect(validate('/v2/options/contracts/{symbol_or_id}', status, body)).toEqual([])
  })

  it('with every known gap met, so that the list has no obsolete entry', () => {
    expect([...met].sort()).toEqual(KNOWN_GAPS.map((gap) => gap.why).sort())
  })

  it('and the validation finds a wrong position and a wrong order', () => {
    expect(validate('/v2/positions', 200, [{ symbol: 'F', qty: 1 }])).not.toEqual([])
    expect(validate('/v2/orders', 200, [{ status: 'done' }])).not.toEqual([])
  })
})
