import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { eraseAccount } from '../../../src/sync/accounts/erase'
import { rebuildLedger } from '../../../src/sync/ledger/rebuild'
import { openWorld, rowsOf } from './support'

async function open() {
  const broker = new Broker({ openedAt: '2026-01-05T14:30:00Z', deposit: '1000000' })
  const world = await openWorld(broker)
  const announced: string[] = []
  world.ctx.announce = async ({ accountId, wrote }) => {
    expect(accountId).toBe(broker.accountId)
    announced.push(wrote)
  }
  /** Syncs, and returns what was announced. A failure is no error here. */
  const sync = async () => {
    announced.length = 0
    await world.sync().catch(() => null)
    return [...announced]
  }
  return { ...world, broker, announced, sync }
}

const outage = async () => new Response('{}', { status: 500 })

describe('the end of a run is announced', () => {
  it('with events only if the run wrote some', async () => {
    const { sync, broker } = await open()
    expect(await sync()).toEqual(['events'])
    expect(await sync()).toEqual(['nothing'])
    const at = '2026-09-01T14:30:00Z'
    const order = { symbol: 'AAPL', side: 'buy', qty: '1', limitPrice: '9', timeInForce: 'gtc' }
    broker.submit({ at, submittedAt: at, ...order } as Parameters<Broker['submit']>[0])
    expect(await sync()).toEqual(['events'])
  })

  it('of a failed run too: the first of a streak wrote an event', async () => {
    const { sync, ctx } = await open()
    await sync()
    const answer = ctx.fetch
    for (const path of ['/v2/orders', '/v2/account']) {
      ctx.fetch = async (input, init) =>
        String(input).includes(path) ? await outage() : await answer(input, init)
      expect(await sync()).toEqual(['events'])
      expect(await sync()).toEqual(['nothing'])
      ctx.fetch = answer
      expect(await sync()).toEqual(['events'])
    }
  })

  it('with events after a run that died without announcing its own', async () => {
    const { sync, db } = await open()
    await sync()
    await rowsOf(
      db,
      `with run as (insert into sync_runs (account_id, label, trigger, scope, status, started_at)
         select account_id, 'paper', 'cron', 'rebuild', 'running', now() from sync_state returning id)
       update sync_state set lease_holder = (select id from run),
         lease_expires_at = now() - interval '1 minute'`,
    )
    expect(await sync()).toEqual(['events'])
    expect(await sync()).toEqual(['nothing'])
  })

  it('of a rebuild and of the erasure of an account', async () => {
    const { sync, ctx, announced, broker } = await open()
    await sync()
    announced.length = 0
    await rebuildLedger(ctx, { trigger: 'api' })
    const actor = { name: 'test', tokenFingerprint: '', requestId: 'r' }
    await eraseAccount(ctx, actor, {
      label: 'paper',
      accountId: broker.accountId,
      configured: true,
    })
    expect(announced).toEqual(['events', 'erasure'])
  })
})
