import type { Broker } from '../../../../src/local/alpaca/broker'
import { createStandIn } from '../../../../src/local/alpaca/stand-in'
import { openSync, rowsOf } from '../support'
import { BROKEN, crashAccount, FIRST, type LATER, MENDED } from './account'
import { openTables } from './tables'
import { Wire } from './wire'

/**
 * An account, a database whose tables can be kept and brought back, and a wire between all that can
 * be struck.
 */
export async function openCrashing({ traded = false } = {}) {
  const wire = new Wire()
  const clock = { now: new Date(FIRST) }
  const world = await openSync(fetch, ['paper'], clock)
  const at = (time: typeof FIRST | typeof LATER) => {
    clock.now = new Date(time)
    world.ctx.fetch = wire.alpaca(alpacaAt(time, crashAccount(time, { traded })))
  }
  at(FIRST)
  return { ...world, wire, at, tables: await openTables(world.db) }
}

export type Crashing = Awaited<ReturnType<typeof openCrashing>>

/** Alpaca as it is at a moment, with orders that cannot be read. */
function alpacaAt(time: typeof FIRST | typeof LATER, account: Broker): typeof fetch {
  const standIn = createStandIn({
    now: () => new Date(time),
    requestsPerMinute: 1_000_000,
    accounts: [{ keyId: 'key-paper', secretKey: 'secret-paper', account }],
  })
  const broken = time === FIRST ? [MENDED, BROKEN] : [BROKEN]
  return async (input, init) => {
    const answer = await standIn.fetch(new Request(input, init))
    if (!new URL(String(input)).pathname.startsWith('/v2/orders')) return answer
    const page: unknown = await answer.json()
    const spoil = (order: unknown) =>
      broken.includes(String(Object(order).symbol))
        ? { ...Object(order), filled_qty: 'many' }
        : order
    return Response.json(Array.isArray(page) ? page.map(spoil) : spoil(page), answer)
  }
}

/** What is done after a crash: the lease runs out, and the next tick comes. */
export async function tickOn(world: Crashing, work: () => Promise<{ has_more: boolean }>) {
  await rowsOf(
    world.db,
    "update sync_state set lease_expires_at = now() - interval '1 second' where lease_holder is not null",
  )
  for (let ticks = 1; (await work()).has_more; ticks++) {
    if (ticks > 5) throw new Error('it never ends')
  }
}
