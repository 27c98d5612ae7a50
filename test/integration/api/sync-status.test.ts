import { describe, expect, it } from 'vitest'
import { syncStatusSchema } from '../../../src/api/sync/schemas'
import { DOUBTED } from '../../../src/db/positions/doubted-list'
import { syncQuarantine, syncRuns, syncState } from '../../../src/db/schema'
import { ACCOUNT_ID, bearer, insertAccount, openApi, READ_TOKEN } from './api'
import { expectError } from './errors'

const HOUR = 3_600_000

const twoAccounts = JSON.stringify([
  { label: 'main', key_id: 'a', secret_key: 'b' },
  { label: 'revoked', key_id: 'c', secret_key: 'd' },
])

const payload = (payloadKey: string, healedAt: string | null) => ({
  accountId: ACCOUNT_ID,
  source: 'order',
  payloadKey,
  reason: 'side: not a word',
  payload: {},
  seenAt: '2026-11-20T15:00:00Z',
  healedAt,
})

const run = (label: string, startedAt: string, errorCode: string) => ({
  label,
  startedAt,
  errorCode,
  errorMessage: `${errorCode}, in words`,
  trigger: 'cron',
  scope: 'all',
  status: 'failed',
})

describe('GET /sync', () => {
  it('shows the progress of an account whose history is being read', async () => {
    const api = await openApi({ env: { ALPACA_ACCOUNTS: twoAccounts } })
    await insertAccount(api.db)
    await api.db.insert(syncState).values({
      accountId: ACCOUNT_ID,
      leaseHolder: crypto.randomUUID(),
      leaseExpiresAt: new Date(Date.now() + HOUR).toISOString(),
      ordersWalkedTo: '2025-06-01T14:30:00.000001Z',
      activitiesBackfilled: true,
      activitiesSyncedThrough: '2026-11-20T15:00:00Z',
      lastSuccessAt: new Date(Date.now() - HOUR).toISOString(),
      lastErrorAt: '2026-11-19T15:00:00Z',
      lastErrorCode: 'alpaca_unavailable',
      lastError: 'Alpaca answered 503',
      rateLimitLimit: 200,
      rateLimitRemaining: 12,
    })
    await api.db
      .insert(syncQuarantine)
      .values([payload('a', null), payload('b', '2026-11-20T16:00:00Z')])
    const { accounts } = await api.get(syncStatusSchema, '/sync')
    expect(accounts[0]).toMatchObject({
      label: 'main',
      account_id: ACCOUNT_ID,
      configured: true,
      running: true,
      backfill: {
        orders: { complete: false, read_through: '2025-06-01T14:30:00.000001Z' },
        activities: { complete: true, read_through: '2026-11-20T15:00:00Z' },
      },
      last_error: {
        code: 'alpaca_unavailable',
        message: 'Alpaca answered 503',
        at: '2026-11-19T15:00:00Z',
      },
      quarantined: 1,
      rate_limit: { limit: 200, remaining: 12, reset_at: null },
      balanced: null,
    })
    expect(accounts[0]?.lag_seconds).toBeGreaterThanOrEqual(3600)
  })

  it('lists the positions missing from a list that is not believed, and since when', async () => {
    const api = await openApi()
    await insertAccount(api.db)
    await api.db.insert(syncQuarantine).values({
      ...payload('#doubt', null),
      source: 'position',
      reason: DOUBTED,
      payload: { missing: ['AAPL', 'MSFT'] },
    })
    const { accounts } = await api.get(syncStatusSchema, '/sync')
    expect(accounts[0]?.positions_doubted).toEqual({
      since: '2026-11-20T15:00:00Z',
      missing: ['AAPL', 'MSFT'],
    })
  })

  it('shows why an account was never synced, by its last attempt', async () => {
    const api = await openApi({ env: { ALPACA_ACCOUNTS: twoAccounts } })
    await api.db
      .insert(syncRuns)
      .values([
        run('revoked', '2026-11-19T15:00:00Z', 'alpaca_unavailable'),
        run('revoked', '2026-11-20T15:00:00Z', 'alpaca_unauthorized'),
      ])
    const { accounts } = await api.get(syncStatusSchema, '/sync')
    expect(accounts).toMatchObject([
      { label: 'main', account_id: null, last_error: null },
      { label: 'revoked', account_id: null, last_error: { code: 'alpaca_unauthorized' } },
    ])
  })

  it('lists an account whose keys were removed, and shows no run if none is under way', async () => {
    const api = await openApi()
    await insertAccount(api.db, 'old', 'main-a1b2c3d4')
    await api.db.insert(syncState).values({
      accountId: 'old',
      leaseHolder: crypto.randomUUID(),
      leaseExpiresAt: '2026-01-01T00:00:00Z',
    })
    const { accounts } = await api.get(syncStatusSchema, '/sync')
    expect(accounts).toMatchObject([
      { label: 'main', configured: true },
      { label: 'main-a1b2c3d4', configured: false, running: false, lag_seconds: null },
    ])
  })

  it('needs a token, and READ_TOKEN is enough', async () => {
    const api = await openApi()
    await expectError(await api.request('/sync', { headers: {} }), 'unauthorized')
    expect((await api.request('/sync', { headers: bearer(READ_TOKEN) })).status).toBe(200)
  })
})
