import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { readSyncStatus } from '../../../src/db/runs/status'
import { Broker } from '../../../src/local/alpaca/broker'
import { openWorld, rowsOf, theValue, type World } from './support'

const HTML = '<html><body>502 Bad Gateway</body></html>'

const open = 'select symbol from alpaca_positions where is_open order by symbol'
const closed = 'select symbol, close_cause from alpaca_positions where not is_open order by symbol'
const QUARANTINED = 'select count(*)::int from sync_quarantine where healed_at is null'

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
  const trade = (side: 'buy' | 'sell') => (symbol: string) => {
    const { id } = broker.submit({ at: '2026-10-01T14:30:00Z', symbol, side, qty: '1' })
    broker.fill(id, { at: '2026-10-01T14:30:00Z', price: '110' })
  }
  return { ...world, buy: trade('buy'), sell: trade('sell') }
}

describe('a list of positions that cannot be read', () => {
  const cut: Answer = async (good) => {
    const text = await good.text()
    return new Response(text.slice(0, text.length - 20))
  }
  // They share an account, because none of them changes it.
  let world: Awaited<ReturnType<typeof openHolding>>
  beforeAll(async () => {
    world = await openHolding()
  })

  it.each<[string, unknown]>([
    ['null', null],
    ['text', 'AAPL'],
    ['no symbol', { qty: '1', side: 'long' }],
    ['no quantity', { symbol: 'AAPL', side: 'long' }],
    ['another list', []],
    ['a number that no column takes', { symbol: 'AAPL', qty: '1', cost_basis: '1e200000' }],
  ])('closes nothing while one item is malformed: %s', async (_, item) => {
    const heal = answer(world, { '/v2/positions': () => Response.json([item]) })
    expect((await world.sync()).accounts[0]?.positions).toMatchObject({ quarantined: 1 })
    expect(await rowsOf(world.db, open)).toEqual(symbols('AAPL', 'MSFT', 'NVDA'))
    expect(await theValue(world.db, QUARANTINED)).toBe(1)
    heal()
    await world.sync()
    expect(await theValue(world.db, QUARANTINED)).toBe(0)
  })

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
    await world.db.execute(sql`delete from sync_runs`)
    const heal = answer(world, { '/v2/positions': unread })
    await expect(world.sync()).rejects.toMatchObject({ code: 'alpaca_unavailable' })
    await expect(world.sync({ scope: 'positions' })).rejects.toThrow()
    heal()
    expect(await rowsOf(world.db, open)).toEqual(symbols('AAPL', 'MSFT', 'NVDA'))
    expect(await rowsOf(world.db, 'select status from sync_runs')).toEqual(
      Array(2).fill({ status: 'failed' }),
    )
  })

  it('closes what was sold meanwhile once it can be read again', async () => {
    world.sell('AAPL')
    const heal = answer(world, { '/v2/positions': cut })
    await expect(world.sync()).rejects.toMatchObject({ code: 'alpaca_unavailable' })
    expect(await rowsOf(world.db, open)).toEqual(symbols('AAPL', 'MSFT', 'NVDA'))
    heal()
    await world.sync()
    expect(await rowsOf(world.db, open)).toEqual(symbols('MSFT', 'NVDA'))
    expect(await rowsOf(world.db, closed)).toEqual([{ symbol: 'AAPL', close_cause: 'order' }])
  })
})

describe('an empty list of positions', () => {
  const empty = { '/v2/positions': () => Response.json([]) }

  it('is not believed while the account is worth the stored positions; sold ones are closed', async () => {
    const world = await openHolding()
    world.sell('AAPL')
    const heal = answer(world, empty)
    for (let i = 0; i < 2; i++) {
      const { report, accounts } = await world.sync()
      expect(report).toMatchObject({ has_more: false })
      expect(accounts[0]?.positions).toMatchObject({ seen: 1, count: 0, quarantined: 1 })
      expect(await rowsOf(world.db, open)).toEqual(symbols('MSFT', 'NVDA'))
      expect(await rowsOf(world.db, closed)).toEqual([{ symbol: 'AAPL', close_cause: 'order' }])
      expect(await theValue(world.db, QUARANTINED)).toBe(1)
    }
    expect(world.log).toContainEqual(expect.objectContaining({ event: 'positions_doubted' }))
    heal()
    await world.sync()
    expect(await rowsOf(world.db, open)).toEqual(symbols('MSFT', 'NVDA'))
    expect(await theValue(world.db, QUARANTINED)).toBe(0)
  })

  it('is believed when the account is worth nothing', async () => {
    const world = await openHolding()
    for (const symbol of ['AAPL', 'MSFT', 'NVDA']) world.sell(symbol)
    expect((await world.sync()).report.quarantined).toBe(0)
    expect(await rowsOf(world.db, open)).toEqual([])
  })

  it('is believed when the value of the account changed between the two responses', async () => {
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
    'is believed when the account shows %o, which is not the value of the stored positions',
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

/** The account with other figures. */
const figures =
  (change: Record<string, unknown>): Answer =>
  async (good) =>
    Response.json({ ...Object(await good.json()), ...change })

/** The list with some symbols alone. */
const listOf =
  (...names: string[]): Answer =>
  async (good) => {
    const rows: { symbol: string }[] = await good.json()
    return Response.json(rows.filter(({ symbol }) => names.includes(symbol)))
  }

const doubtedOf = async ({ db }: World) => {
  const [row] = (await readSyncStatus(db)).accounts
  return { since: row?.doubtedSince, missing: row?.doubtedMissing }
}

const BELIEVED = { since: null, missing: null }

describe('a list of positions from which more than half of the value vanished', () => {
  it('closes nothing while the account shows the whole value, and updates the listed positions', async () => {
    const world = await openHolding()
    world.buy('NVDA')
    const heal = answer(world, { '/v2/positions': listOf('NVDA') })
    const before = await theValue(world.db, 'select positions_synced_at from sync_state')
    world.clock.now = new Date('2026-10-01T15:10:00Z')
    const { report, accounts } = await world.sync()
    expect(report.has_more).toBe(false)
    expect(accounts[0]?.positions).toMatchObject({ seen: 2, updated: 1, quarantined: 1 })
    expect(await rowsOf(world.db, open)).toEqual(symbols('AAPL', 'MSFT', 'NVDA'))
    const shares = "select qty from alpaca_positions where symbol = 'NVDA'"
    expect(await theValue(world.db, shares)).toBe('2')
    expect(await doubtedOf(world)).toEqual({
      since: '2026-10-01 15:10:00+00',
      missing: ['AAPL', 'MSFT'],
    })
    expect(await theValue(world.db, 'select positions_synced_at from sync_state')).toBe(before)
    heal()
    await world.sync()
    expect(await doubtedOf(world)).toEqual(BELIEVED)
    expect(await rowsOf(world.db, closed)).toEqual([])
  })

  it('is believed when less has vanished, without another request for the account', async () => {
    const world = await openHolding()
    answer(world, { '/v2/positions': listOf('AAPL', 'MSFT') })
    world.standIn.requests.clear()
    await world.sync()
    expect(world.standIn.requests.count('/v2/account')).toBe(1)
    expect(await rowsOf(world.db, open)).toEqual(symbols('AAPL', 'MSFT'))
  })

  it('is believed at once when the account is worth only the rest, because most was sold', async () => {
    const world = await openHolding()
    world.sell('AAPL')
    world.sell('MSFT')
    await world.sync()
    expect(await rowsOf(world.db, open)).toEqual(symbols('NVDA'))
    expect(await doubtedOf(world)).toEqual(BELIEVED)
  })

  it('closes positions that orders closed, although the figures of the account are stale', async () => {
    const world = await openHolding()
    for (const symbol of ['AAPL', 'MSFT']) world.sell(symbol)
    answer(world, { '/v2/account': figures({ long_market_value: '300', equity: '1000000' }) })
    await world.sync()
    expect(await rowsOf(world.db, open)).toEqual(symbols('NVDA'))
    expect(await doubtedOf(world)).toEqual(BELIEVED)
  })

  it.each([
    ['what is missing is worth 40 % less than it was', { long_market_value: '220' }, true],
    ['what is missing is worth 75 % more than it was', { long_market_value: '450' }, true],
    ['what is missing is worth less than half of what it was', { long_market_value: '140' }, false],
    [
      'its market values are missing, and equity and cash tell',
      { long_market_value: null, short_market_value: null },
      true,
    ],
    ['one market value is missing', { long_market_value: '' }, true],
    [
      'equity and cash tell that the rest alone is held',
      { long_market_value: null, equity: '999800', cash: '999700' },
      false,
    ],
    ['it tells nothing', { long_market_value: null, equity: null }, false],
    ['it is worth far more than what was held', { long_market_value: '1000000' }, false],
  ])('is doubted or not by what the account shows: %s', async (_, change, isDoubted) => {
    const world = await openHolding()
    answer(world, { '/v2/positions': listOf('NVDA'), '/v2/account': figures(change) })
    await world.sync()
    const held = isDoubted ? symbols('AAPL', 'MSFT', 'NVDA') : symbols('NVDA')
    expect(await rowsOf(world.db, open)).toEqual(held)
  })

  it('counts short positions and options by their absolute value', async () => {
    const broker = new Broker({ openedAt: '2026-09-01T14:30:00Z', deposit: '1000000' })
    const open = (symbol: string, side: 'buy' | 'sell', qty: string, price: string) => {
      const { id } = broker.submit({ at: '2026-09-02T15:00:00Z', symbol, side, qty })
      broker.fill(id, { at: '2026-09-02T15:00:00Z', price })
    }
    open('AAPL', 'buy', '1', '100')
    open('MSFT', 'sell', '2', '100')
    open('SPY261218P00600000', 'sell', '1', '4')
    const world = await openWorld(broker)
    await world.sync()
    answer(world, { '/v2/positions': listOf('AAPL') })
    await world.sync()
    expect(await doubtedOf(world)).toMatchObject({ missing: ['MSFT', 'SPY261218P00600000'] })
    expect(await rowsOf(world.db, closed)).toEqual([])
  })

  it('counts positions without a quote by their cost', async () => {
    const world = await openHolding()
    await rowsOf(world.db, 'update alpaca_positions set market_value = null')
    answer(world, { '/v2/positions': listOf('NVDA') })
    await world.sync()
    expect(await doubtedOf(world)).toMatchObject({ missing: ['AAPL', 'MSFT'] })
  })

  it('is one row of the quarantine however often it comes, and is believed after five days', async () => {
    const world = await openHolding()
    answer(world, { '/v2/positions': listOf('NVDA') })
    for (let day = 1; day <= 5; day++) {
      world.clock.now = new Date(`2026-10-0${day}T15:10:00Z`)
      await world.sync()
      expect(await doubtedOf(world)).toMatchObject({ since: '2026-10-01 15:10:00+00' })
    }
    expect(await theValue(world.db, 'select count(*)::int from sync_quarantine')).toBe(1)
    expect(await rowsOf(world.db, closed)).toEqual([])
    world.clock.now = new Date('2026-10-06T15:10:01Z')
    await world.sync()
    expect(await doubtedOf(world)).toEqual(BELIEVED)
    expect(await rowsOf(world.db, closed)).toEqual(
      ['AAPL', 'MSFT'].map((symbol) => ({ symbol, close_cause: 'pending' })),
    )
  })

  it('closes nothing when the account cannot be read after the list', async () => {
    const world = await openHolding()
    let asked = 0
    answer(world, {
      '/v2/positions': listOf('NVDA'),
      '/v2/account': (good) => (asked++ === 0 ? good : new Response('', { status: 500 })),
    })
    await expect(world.sync()).rejects.toMatchObject({ code: 'alpaca_unavailable' })
    expect(await rowsOf(world.db, closed)).toEqual([])
  })
})
