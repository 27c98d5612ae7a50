import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { sendDue, sendWithFirstRetry } from '../../../src/webhooks/send'
import { runsOf } from '../../support/effort'
import { MODES, Wire } from '../sync/crash/wire'
import { createHook, deliveriesOf, type Hooks, happen, openHooks, pass } from './hooks'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const clear = async ({ db, receiver }: Hooks) => {
  await db.execute(sql`delete from events`)
  await db.execute(sql`delete from webhook_deliveries`)
  await db.execute(sql`update webhooks set failing_since = null, active = true, disabled_at = null,
    disabled_reason = null`)
  receiver.received.length = 0
}

/** Sends until nothing waits any more. */
async function settle({ db, context }: Hooks): Promise<void> {
  for (let round = 0; round < 20; round++) {
    if ((await deliveriesOf(db)).every(({ status }) => status !== 'pending')) return
    await pass(db, '10 hours')
    await sendDue(context, { milliseconds: 60_000 })
  }
}

describe('a sender that is struck at any call to the database or to a receiver', {
  timeout: 300_000,
}, () => {
  it.each(MODES)(
    '(%s) loses no message: each is delivered, and none is under way for ever',
    async (mode) => {
      const hooks = await openHooks()
      await createHook(hooks)
      const wire = new Wire()
      const context = { ...hooks.context, fetch: wire.alpaca(hooks.receiver.fetch) }
      const struck = async () => {
        const ids: string[] = []
        for (const subject of ['a', 'b', 'c', 'd']) ids.push(await happen(hooks.db, subject))
        return ids
      }
      await struck()
      await wire.run(() => sendWithFirstRetry(context, { milliseconds: 60_000 }))
      const calls = wire.calls.length
      expect(calls).toBeGreaterThanOrEqual(9)
      for (let at = 1; at <= calls; at++) {
        await clear(hooks)
        const ids = await struck()
        await wire.run(() => sendWithFirstRetry(context, { milliseconds: 60_000 }), { at, mode })
        await settle(hooks)
        await wire.deliverLate()
        const title = `${mode} at call ${at} of ${calls}`
        const left = (await deliveriesOf(hooks.db)).filter(
          ({ status, claimed }) => status !== 'delivered' || claimed,
        )
        expect({ title, left }).toEqual({ title, left: [] })
        expect({ title, ids: [...new Set(hooks.receiver.ids)].toSorted() }).toEqual({
          title,
          ids: ids.toSorted(),
        })
      }
    },
  )
})

/** What a receiver can do to a request. */
const answers = fc.constantFrom(200, 204, 299, 302, 400, 401, 404, 429, 500, 503, 'lost' as const)

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('happen' as const), subject: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ do: fc.constant('send' as const), answers: fc.array(answers, { maxLength: 5 }) }),
    fc.record({
      do: fc.constant('pass' as const),
      time: fc.constantFrom('5 seconds', '5 minutes', '2 hours', '10 hours', '3 days'),
    }),
    fc.record({ do: fc.constant('reset' as const) }),
  ),
  { minLength: 1, maxLength: 14 },
)

describe('whatever a receiver answers', { timeout: 300_000 }, () => {
  it('each event that is kept reaches it at least once after it recovers, with one id and one body', async () => {
    const hooks = await openHooks()
    const { webhook } = await createHook(hooks)
    const { db, receiver, context } = hooks
    const property = fc.asyncProperty(steps, async (script) => {
      await clear(hooks)
      const accepted = new Set<string>()
      const bodies = new Map<string, Set<string>>()
      let plan: (number | 'lost')[] = []
      receiver.answer = ({ id, body }) => {
        bodies.set(id, (bodies.get(id) ?? new Set()).add(body))
        const answer = plan.shift() ?? 200
        if (answer === 'lost') throw new TypeError('connection lost')
        if (answer < 300) accepted.add(id)
        return new Response(null, { status: answer })
      }
      for (const step of script) {
        if (step.do === 'happen') await happen(db, step.subject)
        if (step.do === 'pass') await pass(db, step.time)
        if (step.do === 'reset')
          await db.execute(
            sql`select append_reset('e6fe16f3-64a4-4921-8928-cadf02f92f98', 'rebuild')`,
          )
        if (step.do === 'send') {
          plan = [...step.answers]
          await sendDue(context, { milliseconds: 60_000 })
        }
      }
      plan = []
      await hooks.request(`/webhooks/${webhook.id}`, {
        method: 'PATCH',
        headers: { Authorization: 'Bearer token-that-may-do-everything' },
        body: '{"active":true}',
      })
      await settle(hooks)
      const rows = await deliveriesOf(db)
      for (const { seq, status } of rows) {
        const id = `evt_e6fe16f3-64a4-4921-8928-cadf02f92f98_${seq}`
        expect({ id, status, accepted: accepted.has(id) }).toEqual({
          id,
          status: 'delivered',
          accepted: true,
        })
      }
      for (const [id, sent] of bodies) expect({ id, bodies: sent.size }).toEqual({ id, bodies: 1 })
      const kept = await db.execute(sql`select seq::int as seq from events where type in
        ('trade.opened', 'trade.closed', 'reset')`)
      for (const row of kept.rows) expect(rows.map(({ seq }) => seq)).toContain(Object(row).seq)
    })
    await fc.assert(property, { numRuns: runsOf(200, { few: 25 }) })
  })
})
