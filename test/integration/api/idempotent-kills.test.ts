import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, inject, it, vi } from 'vitest'
import * as z from 'zod'
import { tradeListSchema } from '../../../src/api/trades/schemas'
import { isExhaustive } from '../../support/effort'
import { openTables } from '../sync/crash/tables'
import { MODES, type Mode, Wire } from '../sync/crash/wire'
import { rowsOf, theValue } from '../sync/support'
import { API_TOKEN, bearer } from './api'
import { expectError } from './errors'
import { openingOrders, verticals } from './verticals'
import { openSynced, type SyncedApi } from './world'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

interface Write {
  method: string
  path: string
  body?: object
}

interface Subjects {
  api: SyncedApi
  spreads: string[]
  condor: string
}

const send = (api: SyncedApi, { method, path, body }: Write, key?: string) =>
  api.request(path, {
    method,
    headers: { ...bearer(API_TOKEN), ...(key !== undefined && { 'Idempotency-Key': key }) },
    ...(body && { body: JSON.stringify(body) }),
  })

const annotate = (trade: string | undefined, body: object): Write => ({
  method: 'PATCH',
  path: `/trades/${trade}`,
  body,
})

const merge = (trade_ids: string[]): Write => ({
  method: 'POST',
  path: '/trades/merge',
  body: { trade_ids },
})

const overrideId = (api: SyncedApi) => theValue(api.db, 'select id from trade_overrides')

/** Each kind of override change. Those that delete one create it first. */
const WRITES: Record<string, (subjects: Subjects) => Promise<Write>> = {
  'a merge': async ({ spreads }) => merge(spreads),
  'a split': async ({ api, condor }) => ({
    method: 'POST',
    path: '/trades/split',
    body: { trade_id: condor, order_ids: await openingOrders(api, condor, 'put') },
  }),
  'a note': async ({ spreads }) => annotate(spreads[0], { note: 'mine', tags: ['a', 'b'] }),
  'a note taken back': async ({ api, spreads }) => {
    await send(api, annotate(spreads[0], { note: 'mine' }))
    return annotate(spreads[0], { note: null })
  },
  'an undone merge': async ({ api, spreads }) => {
    await send(api, merge(spreads))
    return { method: 'DELETE', path: `/overrides/${await overrideId(api)}` }
  },
}

/** A response without ids and times, which differ in each attempt. */
const told = (text: string): unknown =>
  JSON.parse(text, (name, value: unknown) =>
    ['id', 'created_at', 'updated_at', 'request_id'].includes(name) ? undefined : value,
  )

const key = z.object({ effect: z.unknown(), response_status: z.number().nullable() })

async function openWrite(prepare: (subjects: Subjects) => Promise<Write>) {
  const api = await openSynced({ paper: verticals() })
  const tradesOf = async (underlying: string) => {
    const { trades } = await api.get(tradeListSchema, `/trades?underlying=${underlying}`)
    return trades.map(({ trade_id }) => trade_id)
  }
  const [condor = ''] = await tradesOf('QQQ')
  const write = await prepare({ api, spreads: await tradesOf('SPY'), condor })
  const tables = await openTables(api.db)
  await tables.save()
  return { api, write, tables, wire: new Wire() }
}

/**
 * In the project `long` a run is killed before and after each call, and struck in one other mode;
 * `npm test` strikes every sixth call in one mode. EVERY_CRASH=1 strikes each call in all modes.
 */
const modesAt = (index: number): readonly Mode[] => {
  if (inject('everyCrash')) return MODES
  if (!isExhaustive) return index % 6 === 3 ? MODES.slice(index % MODES.length).slice(0, 1) : []
  const others = MODES.filter((mode) => !mode.startsWith('killed'))
  return ['killed', 'killed-after', others[index % others.length] ?? 'late']
}

describe('a write under an Idempotency-Key that is killed at any database call', {
  timeout: 300_000,
}, () => {
  it.each(Object.entries(WRITES))(
    '%s: the repetition gets the answer of an undisturbed one, and it is done once',
    async (_, prepare) => {
      const { api, write, tables, wire } = await openWrite(prepare)
      const audited = () => theValue(api.db, 'select count(*)::int from audit_log')
      const ask = async (under: string) => {
        const answer = await send(api, write, under)
        return { answer, text: await answer.text() }
      }
      let first = ''
      const begun = Number(await audited())
      await wire.run(async () => {
        first = (await ask('undisturbed')).text
      })
      const calls = wire.calls.length
      expect(calls).toBeGreaterThan(8)
      const digest = await tables.digest()
      const entries = Number(await audited()) - begun
      expect(entries).toBeGreaterThan(0)
      for (let at = 1; at <= calls; at++) {
        for (const mode of modesAt(at)) {
          const title = `call-${at}-of-${calls}-${mode}`
          await tables.restore()
          const before = Number(await audited())
          const ending = await wire.run(() => ask(title), { at, mode })
          // The client waits as Retry-After says. The lease of the dead request has not expired by
          // then.
          if (ending === 'killed' || mode === 'outage')
            await api.db.execute(sql`update idempotency_keys set held_until = now()`)
          const { rows } = await api.db.execute(
            sql`select effect, response_status from idempotency_keys where key = ${title}`,
          )
          const [known] = z.array(key).parse(rows)
          const isCommitted = known !== undefined && known.effect !== null
          const again = await ask(title)
          const replayed = again.answer.headers.get('Idempotent-Replayed')
          expect({ title, status: again.answer.status, replayed, told: told(again.text) }).toEqual({
            title,
            status: 200,
            replayed: isCommitted ? 'true' : null,
            told: told(first),
          })
          await wire.deliverLate()
          const third = await ask(title)
          expect({ title, text: third.text }).toEqual({ title, text: again.text })
          expect({ title, digest: await tables.digest() }).toEqual({ title, digest })
          expect({ title, audited: Number(await audited()) - before }).toEqual({
            title,
            audited: entries,
          })
        }
      }
    },
  )

  it('returns the override as it was stored, even if another client has deleted it since', async () => {
    const { api, write, wire } = await openWrite(
      WRITES['a merge'] ?? (() => Promise.reject(new Error('no merge'))),
    )
    const committed = async () =>
      Boolean(await theValue(api.db, 'select effect from idempotency_keys'))
    for (let at = 1; at < 20 && !(await committed()); at++) {
      await api.db.execute(sql`truncate idempotency_keys`)
      await api.db.execute(sql`update sync_state set lease_holder = null, lease_expires_at = null`)
      await wire.run(() => send(api, write, 'k'), { at, mode: 'killed-after' })
    }
    await api.db.execute(sql`update sync_state set lease_holder = null, lease_expires_at = null`)
    const id = await overrideId(api)
    expect((await send(api, { method: 'DELETE', path: `/overrides/${id}` })).status).toBe(200)
    await api.db.execute(sql`update idempotency_keys set held_until = now()`)
    const again = await send(api, write, 'k')
    expect(again.headers.get('Idempotent-Replayed')).toBe('true')
    expect(await again.json()).toMatchObject({ status: 'success', override: { id, kind: 'merge' } })
    expect(await theValue(api.db, 'select count(*)::int from trade_overrides')).toBe(0)
  })
})

it('an attempt that wakes up after its repetition succeeded writes nothing', async () => {
  const { api, write, wire } = await openWrite(async ({ spreads }) =>
    annotate(spreads[0], { note: 'mine' }),
  )
  let repetition: Response | null = null
  let late: Response | null = null
  const meanwhile = async () => {
    await api.db.execute(sql`update idempotency_keys set held_until = now()`)
    repetition = await send(api, write, 'k')
  }
  // It sleeps where it would take the lease: the lease is free again when it wakes up.
  const work = async () => {
    late = await send(api, write, 'k')
  }
  expect(await wire.run(work, { at: 3, mode: 'asleep', meanwhile })).toBe('done')
  expect(Object(repetition).status).toBe(200)
  await expectError(Object(late), 'idempotency_key_in_use')
  expect(Object(late).headers.get('Retry-After')).toBe('1')
  expect(await theValue(api.db, 'select count(*)::int from audit_log')).toBe(1)
})

describe('a sync under an Idempotency-Key', () => {
  const SYNC: Write = { method: 'POST', path: '/sync', body: {} }

  it('that died midway runs again as soon as its key is free, before its lease expires', async () => {
    const api = await openSynced({ paper: verticals() }, {}, () => Promise.resolve())
    const wire = new Wire()
    expect(await wire.run(() => send(api, SYNC, 'k'), { at: 8, mode: 'killed-after' })).toBe(
      'killed',
    )
    expect(await theValue(api.db, 'select lease_expires_at > now() from sync_state')).toBe(true)
    const refused = await send(api, SYNC, 'k')
    const seconds = Number(refused.headers.get('Retry-After'))
    expect(refused.status).toBe(409)
    expect(seconds >= 1 && seconds <= 30).toBe(true)
    await api.db.execute(sql`update idempotency_keys set held_until = now()`)
    const again = await send(api, SYNC, 'k')
    expect([again.status, again.headers.get('Idempotent-Replayed')]).toEqual([200, null])
    expect(await again.json()).toMatchObject({ has_more: false })
    expect(
      await rowsOf(api.db, 'select status, error_code from sync_runs order by status'),
    ).toEqual([
      { status: 'failed', error_code: 'abandoned' },
      { status: 'success', error_code: null },
    ])
  })

  it('keeps its key while it writes and while it waits for Alpaca', async () => {
    const api = await openSynced({ paper: verticals() }, {}, () => Promise.resolve())
    const held = () =>
      theValue(
        api.db,
        'select extract(epoch from held_until - updated_at)::int from idempotency_keys',
      )
    const seen: unknown[] = []
    const alpaca = api.ctx.fetch
    let refusals = 1
    api.ctx.fetch = async (input, init) => {
      if (!String(input).includes('/orders')) return await alpaca(input, init)
      seen.push(await held())
      if (refusals-- <= 0) return await alpaca(input, init)
      return new Response(null, { status: 429, headers: { 'Retry-After': '45' } })
    }
    expect((await send(api, SYNC, 'k')).status).toBe(200)
    // What it has at first; then the wait and some more.
    expect(seen.slice(0, 2)).toEqual([15, 55])
    expect(await theValue(api.db, 'select lease_request from sync_state')).toBeNull()
  })
})
