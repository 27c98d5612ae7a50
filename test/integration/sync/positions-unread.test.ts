import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, rowsOf, theValue, type World } from './support'

const HTML = '<html><body>502 Bad Gateway</body></html>'

const open = 'select symbol from alpaca_positions where is_open order by symbol'
const closed = 'select symbol, close_cause from alpaca_positions where not is_open order by symbol'
const putAside = 'select count(*)::int from sync_quarantine where healed_at is null'

const symbols = (...names: string[]) => names.map((symbol) => ({ symbol }))

type Answer = (good: Response) => Response | Promise<Response>

/** Answers the list of positions, and what else is told, otherwise than Alpaca would. */
function answer({ ctx }: Pick<World, 'ctx'>, answers: Record<string, Answer>): () => void {
  const before = ctx.fetch
  ctx.fetch = async (input, init) => {
    const good = await before(input, init)
    return (await answers[new URL(String(input)).pathname]?.(good)) ?? good
  }
  return () => {
    ctx.fetch = before
  }
}

/** An account that holds three shares, each of its own, and was synced. */
async function openHolding() {
  const broker = new Broker({ openedAt: '2026-09-01T14:30:00Z', deposit: '1000000' })
  for (const symbol of ['AAPL', 'MSFT', 'NVDA']) {
    const { id } = broker.submit({ at: '2026-09-02T15:00:00Z', symbol, side: 'buy', qty: '1' })
    broker.fill(id, { at: '2026-09-02T15:00:00Z', price: '100' })
  }
  const world = await openWorld(broker)
  await world.sync()
  const sell = (symbol: string) => {
    const { id } = broker.submit({ at: '2026-10-01T14:30:00Z', symbol, side: 'sell', qty: '1' })
    broker.fill(id, { at: '2026-10-01T14:30:00Z', price: '110' })
  }
  return { ...world, sell }
}

describe('a list of positions that does not come', () => {
  const cut: Answer = async (good) => {
    const text = await good.text()
    return new Response(text.slice(0, text.length - 20))
  }
  it.each<[string, Answer]>([
    ['the connection breaks', () => Promise.reject(new TypeError('network connection lost'))],
    ['the time is over', () => Promise.reject(new DOMException('too late', 'TimeoutError'))],
    ['500', () => Response.json({ code: 50010000, message: 'internal' }, { status: 500 })],
    ['502 with HTML', () => new Response(HTML, { status: 502 })],
    ['503 and nothing', () => new Response('', { status: 503 })],
    ['404', () => Response.json({ code: 40410000, message: 'not found' }, { status: 404 })],
    ['HTML', () => new Response(HTML)],
    ['an empty body', () => new Response('')],
    ['cut JSON', cut],
    ['an object', () => Response.json({ positions: [] })],
    ['null', () => Response.json(null)],
    ['text', () => Response.json('[]')],
  ])('closes nothing: %s', async (_, unread) => {
    const world = await openHolding()
    world.sell('AAPL')
    const heal = answer(world, { '/v2/positions': unread })
    await expect(world.sync()).rejects.toMatchObject({ code: 'alpaca_unavailable' })
    await expect(world.sync({ scope: 'positions' })).rejects.toThrow()
    expect(await rowsOf(world.db, open)).toEqual(symbols('AAPL', 'MSFT', 'NVDA'))
    expect(await rowsOf(world.db, 'select distinct status from sync_runs order by status')).toEqual(
      [{ status: 'failed' }, { status: 'success' }],
    )
    heal()
    await world.sync()
    expect(await rowsOf(world.db, open)).toEqual(symbols('MSFT', 'NVDA'))
    expect(await rowsOf(world.db, closed)).toEqual([{ symbol: 'AAPL', close_cause: 'order' }])
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['text', 'AAPL'],
    ['no symbol', { qty: '1', side: 'long' }],
    ['no quantity', { symbol: 'AAPL', side: 'long' }],
    ['another list', []],
    ['a number that no column takes', { symbol: 'AAPL', qty: '1', cost_basis: '1e200000' }],
  ])('closes nothing while one item is malformed: %s', async (_, item) => {
    const world = await openHolding()
    const heal = answer(world, { '/v2/positions': () => Response.json([item]) })
    expect((await world.sync()).accounts[0]?.positions).toMatchObject({ quarantined: 1 })
    expect(await rowsOf(world.db, open)).toEqual(symbols('AAPL', 'MSFT', 'NVDA'))
    expect(await theValue(world.db, putAside)).toBe(1)
    heal()
    await world.sync()
    expect(await theValue(world.db, putAside)).toBe(0)
  })
})

describe('an empty list of positions', () => {
  const empty = { '/v2/positions': () => Response.json([]) }

  it('is not believed while the account is worth what was held; what was sold closes all the same', async () => {
    const world = await openHolding()
    world.sell('AAPL')
    const heal = answer(world, empty)
    for (let i = 0; i < 2; i++) {
      const { report, accounts } = await world.sync()
      expect(report).toMatchObject({ has_more: false })
      expect(accounts[0]?.positions).toMatchObject({ seen: 1, count: 0, quarantined: 1 })
      expect(await rowsOf(world.db, open)).toEqual(symbols('MSFT', 'NVDA'))
      expect(await rowsOf(world.db, closed)).toEqual([{ symbol: 'AAPL', close_cause: 'order' }])
      expect(await theValue(world.db, putAside)).toBe(1)
    }
    expect(world.log).toContainEqual(expect.objectContaining({ event: 'positions_doubted' }))
    heal()
    await world.sync()
    expect(await rowsOf(world.db, open)).toEqual(symbols('MSFT', 'NVDA'))
    expect(await theValue(world.db, putAside)).toBe(0)
  })

  it('is believed when the account holds nothing either', async () => {
    const world = await openHolding()
    for (const symbol of ['AAPL', 'MSFT', 'NVDA']) world.sell(symbol)
    expect((await world.sync()).report.quarantined).toBe(0)
    expect(await rowsOf(world.db, open)).toEqual([])
  })

  it('is believed when what the account is worth has changed between the two answers', async () => {
    const world = await openHolding()
    let asked = 0
    answer(world, {
      ...empty,
      '/v2/account': async (good) =>
        asked++ === 0
          ? good
          : Response.json({ ...Object(await good.json()), long_market_value: '0' }),
    })
    await world.sync()
    expect(await rowsOf(world.db, open)).toEqual([])
    expect(await rowsOf(world.db, closed)).toEqual(
      ['AAPL', 'MSFT', 'NVDA'].map((symbol) => ({ symbol, close_cause: 'pending' })),
    )
  })

  it.each(['12.5', '1000000'])(
    'is believed when the account tells %o, which is not what was held',
    async (value) => {
      const world = await openHolding()
      answer(world, {
        ...empty,
        '/v2/account': async (good) =>
          Response.json({ ...Object(await good.json()), long_market_value: value }),
      })
      await world.sync()
      expect(await rowsOf(world.db, open)).toEqual([])
    },
  )
})
