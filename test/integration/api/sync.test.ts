import { describe, expect, it } from 'vitest'
import type { Dependencies } from '../../../src/api/http/context'
import { syncReportSchema } from '../../../src/api/sync/schemas'
import { openDatabase } from '../../../src/db/connection/client'
import { SyncError, type SyncErrorCode } from '../../../src/sync/run/errors'
import { API_TOKEN, type Api, bearer, clientOf, READ_TOKEN, settingsOf } from './api'
import { expectError } from './errors'

type Asked = Parameters<Dependencies['sync']>[0]

const counts = { count: 0, seen: 0, inserted: 0, updated: 0, unchanged: 0, quarantined: 0 }

/** The API with a given sync. Its database is never used. */
function openSyncing(sync: Dependencies['sync'], env: Record<string, string> = {}) {
  const settings = settingsOf({
    DATABASE_URL: 'postgresql://user:password@nowhere.invalid/db',
    ...env,
  })
  const db = openDatabase({ url: settings.databaseUrl })
  return clientOf({ db, settings, now: () => new Date(), sync })
}

function openRecording() {
  const asked: Asked[] = []
  const api = openSyncing(async (request) => {
    asked.push(request)
    return { report: { ...counts, has_more: false, duration_ms: 5 }, accounts: [] }
  })
  return { api, asked }
}

const failWith = (error: Error) => async () => {
  throw error
}

const post = (api: Pick<Api, 'request'>, path: string, body?: string, headers = {}) =>
  api.request(path, {
    method: 'POST',
    headers: { ...bearer(API_TOKEN), ...headers },
    ...(body !== undefined && { body }),
  })

describe('POST /sync', () => {
  it.each([
    ['/sync', 'all'],
    ['/sync/orders', 'orders'],
    ['/sync/positions', 'positions'],
    ['/sync/activities', 'activities'],
  ])('%s reads %s, and answers the report', async (path, scope) => {
    const { api, asked } = openRecording()
    const response = await post(api, path)
    expect(syncReportSchema.parse(await response.json())).toMatchObject({
      status: 'success',
      has_more: false,
    })
    expect(asked).toEqual([{ scope }])
  })

  it.each([
    ['no content type', '{"account":"main","since":"2026-01-02"}', {}],
    [
      'what curl -d says',
      '{"account":"main","since":"2026-01-02"}',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
    ],
    [
      'JSON',
      '{"account":"main","since":"2026-01-02T05:00:00.000Z"}',
      { 'Content-Type': 'application/json' },
    ],
  ])('takes an account and a time, with %s', async (_, body, headers) => {
    const { api, asked } = openRecording()
    expect((await post(api, '/sync', body, headers)).status).toBe(200)
    expect(asked).toEqual([{ scope: 'all', account: 'main', since: '2026-01-02T05:00:00Z' }])
  })

  it.each([
    ['{"acount":"main"}', 'acount'],
    ['{"account":7}', 'account'],
    ['{"account":""}', 'account'],
    ['{"since":"2026-01-02T00:00:00"}', 'since'],
    ['[]', 'body'],
    ['null', 'body'],
    ['"main"', 'body'],
  ])('refuses %s', async (body, param) => {
    const { api, asked } = openRecording()
    await expectError(await post(api, '/sync', body), 'invalid_parameter', param)
    expect(asked).toEqual([])
  })

  it.each<[SyncErrorCode, Parameters<typeof expectError>[1]]>([
    ['sync_in_progress', 'sync_in_progress'],
    ['alpaca_unavailable', 'alpaca_unavailable'],
    ['alpaca_unauthorized', 'alpaca_unauthorized'],
    ['account_not_found', 'invalid_parameter'],
    ['not_configured', 'not_configured'],
  ])('answers a run that ended with %s', async (thrown, code) => {
    const api = openSyncing(failWith(new SyncError(thrown, 'it did not work out')))
    await expectError(await post(api, '/sync'), code)
  })

  it('answers not_configured if no Alpaca keys are set', async () => {
    const api = openSyncing(failWith(new Error('no run is expected here')), {
      ALPACA_API_KEY_ID: '',
      ALPACA_API_SECRET_KEY: '',
      KEYS_SECRET: '',
    })
    await expectError(await post(api, '/sync'), 'not_configured')
  })

  it.each(['/sync', '/sync/orders', '/sync/positions', '/sync/activities'])(
    'asks for the full token: %s',
    async (path) => {
      const { api, asked } = openRecording()
      await expectError(await api.request(path, { method: 'POST', headers: {} }), 'unauthorized')
      await expectError(
        await api.request(path, { method: 'POST', headers: bearer(READ_TOKEN) }),
        'forbidden',
      )
      expect(asked).toEqual([])
    },
  )
})
