import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { withOwnDatabases } from '../../support/database'
import { runsOf } from '../../support/effort'
import { ledgerOf } from '../api/world'
import { openWorld, rowsOf, theValue, type World } from './support'

const OPENED = { openedAt: '2026-08-03T13:30:00Z', deposit: '1000000' }
const PUTS = ['SPY261218P00600000', 'SPY261218P00590000'] as const

type Payload = Record<string, unknown> & { id: string }

const at = (minutes: number): string =>
  new Date(Date.parse('2026-09-01T14:00:00Z') + minutes * 60_000).toISOString()

/** Shows only some orders, in the list and by their id; legs follow their parents. */
function showOnly(world: World, isShown: (id: string) => boolean): void {
  const { standIn } = world
  world.ctx.fetch = async (input, init) => {
    const request = new Request(input, init)
    const { pathname } = new URL(request.url)
    const id = /^\/v2\/orders\/(.+)$/.exec(pathname)?.[1]
    if (id !== undefined && !isShown(id))
      return Response.json({ code: 40410000, message: 'order not found' }, { status: 404 })
    const answer = await standIn.fetch(request)
    if (pathname !== '/v2/orders') return answer
    const orders: Payload[] = await answer.json()
    return Response.json(orders.filter((order) => isShown(order.id)))
  }
}

const PLACES = `select alpaca_order_id as id, placed_at from alpaca_orders order by 1`

const LEDGER = `select strategy, status, to_char(opened_at at time zone 'UTC', 'HH24:MI') as opened, jsonb_array_length(legs) as legs
  from alpaca_trades order by opened_at, trade_id`

/** A put spread whose long leg was replaced twice before it filled, beyond the window. */
function replacedSpread() {
  const broker = new Broker(OPENED)
  const short = broker.submit({
    at: at(0),
    symbol: PUTS[0],
    side: 'sell',
    qty: '1',
    limitPrice: '5',
  })
  const long = broker.submit({
    at: at(1),
    symbol: PUTS[1],
    side: 'buy',
    qty: '1',
    limitPrice: '3',
  })
  broker.fill(short.id, { at: at(2), price: '5' })
  const second = broker.replace(long.id, { at: at(20), limitPrice: '3.1' })
  const third = broker.replace(second.id, { at: at(40), limitPrice: '3.2' })
  broker.fill(third.id, { at: at(41), price: '3.2' })
  return { broker, short, long, second, third }
}

describe('an order that replaces another', () => {
  it('has the place of the first order of its chain: legs placed together stay one trade', async () => {
    const { broker, long } = replacedSpread()
    const world = await openWorld(broker)
    await world.sync()
    expect(await rowsOf(world.db, LEDGER)).toEqual([
      { strategy: 'bull_put_spread', status: 'open', opened: '14:02', legs: 2 },
    ])
    const starts = `select chain_started_at = (select alpaca_created_at from alpaca_orders where alpaca_order_id = '${long.id}') as same
      from alpaca_orders where chain_started_at is not null`
    expect(await rowsOf(world.db, starts)).toEqual([{ same: true }, { same: true }])
  })

  it('has that place too once an order in the middle of its chain arrives late', async () => {
    const { broker, short, second, third } = replacedSpread()
    const world = await openWorld(broker)
    showOnly(world, (id) => id === short.id || id === third.id)
    await world.sync()
    expect((await rowsOf(world.db, LEDGER)).map(({ strategy }) => strategy)).toEqual([
      'short_put',
      'long_put',
    ])
    showOnly(world, (id) => id !== second.id)
    await world.sync({ full: true })
    // The middle one is named by both: the chain holds without it.
    expect((await rowsOf(world.db, LEDGER)).map(({ strategy }) => strategy)).toEqual([
      'bull_put_spread',
    ])
    showOnly(world, () => true)
    await world.sync({ full: true })
    expect((await rowsOf(world.db, LEDGER)).map(({ strategy }) => strategy)).toEqual([
      'bull_put_spread',
    ])
  })

  it('gives its place to the legs of a multi-leg order that replaces another', async () => {
    const broker = new Broker(OPENED)
    const legs = PUTS.map((symbol, i) => ({
      symbol,
      side: i ? ('buy' as const) : ('sell' as const),
    }))
    const first = broker.submitMultileg({ at: at(0), qty: '1', limitPrice: '-1', legs })
    const next = broker.replace(first.id, { at: at(30), limitPrice: '-0.9' })
    broker.fillSpread(next.id, { at: at(31), prices: ['3', '2'] })
    const world = await openWorld(broker)
    await world.sync()
    const late = `select count(*)::int from alpaca_orders where placed_at > '${at(1)}'`
    expect(await theValue(world.db, late)).toBe(0)
    const events = `select subject_id from events where type = 'order.changed'`
    const changed = (await rowsOf(world.db, events)).map(({ subject_id: id }) => id)
    expect(new Set(changed).size).toBe(changed.length)
  })
})

/** A chain of replacements: minutes to each next order, what the first one fills, and the end. */
const chainOf = fc.record({
  put: fc.boolean(),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  start: fc.integer({ min: 0, max: 12 }),
  gaps: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
  part: fc.boolean(),
  fills: fc.boolean(),
})

type Chain = typeof chainOf extends fc.Arbitrary<infer T> ? T : never

/** Plays chains, whose events interleave in time. */
function play(chains: readonly Chain[]): Broker {
  const broker = new Broker(OPENED)
  const steps: { minute: number; happen: (at: string) => void }[] = []
  for (const { put, side, start, gaps, part, fills } of chains) {
    let id = ''
    let minute = start
    const symbol = put ? PUTS[0] : PUTS[1]
    steps.push({
      minute,
      happen: (now) => {
        id = broker.submit({ at: now, symbol, side, qty: '4', limitPrice: '2' }).id
        if (part) broker.fill(id, { at: now, qty: '1', price: '2' })
      },
    })
    for (const gap of gaps) {
      minute += gap
      steps.push({
        minute,
        happen: (now) => (id = broker.replace(id, { at: now, limitPrice: '2.1' }).id),
      })
    }
    if (fills)
      steps.push({
        minute: minute + 1,
        happen: (now) => broker.fill(id, { at: now, price: '2.1' }),
      })
  }
  const sorted = steps
    .map((step, i) => ({ ...step, i }))
    .sort((a, b) => a.minute - b.minute || a.i - b.i)
  for (const [i, { minute, happen }] of sorted.entries()) happen(at(minute + i / 100))
  return broker
}

/** Chains, and the sync in which each of their orders is seen first. */
const scene = fc.record({
  chains: fc.array(chainOf, { minLength: 1, maxLength: 4 }),
  waves: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 20, maxLength: 20 }),
})

type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never

/** A position without an open trade keeps the trade that it had, which depends on the syncs. */
const withoutPositions = async (world: World) =>
  (await ledgerOf(world)).filter(({ of }) => of !== 'position')

/** Compares a ledger to which the orders came in three syncs with one to which they came at once. */
async function arriveInWaves({ chains, waves }: Scene): Promise<void> {
  const once = await openWorld(play(chains))
  await once.sync()
  const broker = play(chains)
  const ids = [...broker.orders.all()].map(({ id }) => id)
  const wave = new Map(ids.map((id, i) => [id, waves[i % waves.length] ?? 0]))
  const world = await openWorld(broker)
  for (const now of [0, 1, 2]) {
    showOnly(world, (id) => (wave.get(id) ?? 0) <= now)
    await world.sync({ full: true })
  }
  expect(await rowsOf(world.db, PLACES)).toEqual(await rowsOf(once.db, PLACES))
  expect(await withoutPositions(world)).toEqual(await withoutPositions(once))
}

describe('random chains of replacements', { timeout: 600_000 }, () => {
  it('give the same places and the same ledger in whatever order their orders arrive', async () => {
    await fc.assert(
      fc.asyncProperty(scene, (one) => withOwnDatabases(() => arriveInWaves(one))),
      { numRuns: runsOf(40, { few: 3 }) },
    )
  })
})
