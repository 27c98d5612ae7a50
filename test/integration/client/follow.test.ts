import { expect, it } from 'vitest'
import { BASE_PATH } from '../../../src/api/app'
import { createClient, followEvents, LegbookError } from '../../../src/client'
import { READ_TOKEN } from '../api/api'
import { verticals } from '../api/verticals'
import { openSynced, type SyncedApi } from '../api/world'
import { theValue } from '../sync/support'

const WORKER = 'https://legbook.test'

/** A client whose requests can fail before they arrive. */
async function open() {
  const api = await openSynced({ paper: verticals() })
  const wire = { failures: 0, calls: 0, token: READ_TOKEN }
  const legbook = createClient({
    url: WORKER,
    token: () => wire.token,
    fetch: async (url, init) => {
      wire.calls += 1
      if (wire.failures > 0) {
        wire.failures -= 1
        throw new TypeError('network')
      }
      return await api.request(url.slice(`${WORKER}${BASE_PATH}`.length), init)
    },
  })
  return { api, wire, legbook }
}

/** Writes one event for each trade. */
const touchTrades = ({ db }: SyncedApi) => db.execute('update alpaca_trades set note = note')

it('a client that polls gets each event once and in order, over pages and failures', async () => {
  const { api, wire, legbook } = await open()
  await api.db.execute(`select append_events(account_id, (select jsonb_agg(jsonb_build_object(
      'type', 'order.changed', 'subject_id', n, 'data', '{}'::jsonb) order by n)
    from generate_series(1, 600) n)) from sync_state`)
  wire.failures = 2
  const stop = new AbortController()
  const lastSeq = async () =>
    Number(await theValue(api.db, 'select last_seq::int from event_counters'))
  let last = await lastSeq()
  const first = Number(await theValue(api.db, 'select min(seq)::int from events'))
  expect(last - first).toBeGreaterThan(500)
  const seen: number[] = []
  let isTouched = false
  const options = { after: first - 1, interval: 1, signal: stop.signal }
  for await (const { seq } of followEvents(legbook, options)) {
    seen.push(seq)
    if (seq < last) continue
    if (isTouched) stop.abort()
    else {
      await touchTrades(api)
      last = await lastSeq()
      isTouched = true
    }
  }
  expect(seen).toEqual(Array.from({ length: last - first + 1 }, (_, i) => first + i))
})

it('a client that polls from a place that is not kept gets one reset and goes on from there', async () => {
  const { api, legbook } = await open()
  const types: string[] = []
  for await (const { type } of followEvents(legbook, { after: 1_000_000, interval: 1 })) {
    types.push(type)
    if (types.length === 1) await touchTrades(api)
    else break
  }
  expect(types).toEqual(['reset', 'trade.changed'])
})

it('a client that polls ends with the error when the API refuses its token', async () => {
  const { wire, legbook } = await open()
  wire.token = 'x'.repeat(40)
  const failed = followEvents(legbook, { interval: 1 }).next()
  await expect(failed).rejects.toBeInstanceOf(LegbookError)
  expect(wire.calls).toBe(1)
})
