import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { accountListSchema } from '../../../src/api/accounts/schemas'
import { alpacaAccounts, alpacaPositions, alpacaTrades, syncState } from '../../../src/db/schema'
import { ACCOUNT_ID, bearer, insertAccount, openApi, READ_TOKEN } from './api'
import { expectError } from './errors'
import { verticals } from './verticals'
import { openSynced } from './world'

const configured = (...labels: string[]) => ({
  ALPACA_ACCOUNTS: JSON.stringify(
    labels.map((label, i) => ({ label, key_id: `key-of-${i}`, secret_key: `secret-of-${i}` })),
  ),
})

describe('GET /accounts', () => {
  it('shows the host, times and open counts of a synced account', async () => {
    const api = await openSynced({ paper: verticals() })
    const { accounts, next_cursor } = await api.get(accountListSchema, '/accounts')
    expect(accounts).toEqual([
      {
        label: 'paper',
        account_id: verticals().accountId,
        environment: 'other',
        base_url: 'http://alpaca.test',
        status: 'ACTIVE',
        currency: 'USD',
        opened_at: expect.stringMatching(/^2026-.*Z$/),
        first_synced_at: expect.stringMatching(/Z$/),
        configured: true,
        stopped: false,
        stopped_at: null,
        erased_at: null,
        running: false,
        last_success_at: '2026-10-01T15:00:00Z',
        succeeded_by: null,
        open_trades: await api.db.$count(alpacaTrades, eq(alpacaTrades.status, 'open')),
        open_positions: await api.db.$count(alpacaPositions),
        quarantined: 0,
      },
    ])
    expect(accounts[0]?.open_trades).toBeGreaterThan(0)
    expect(next_cursor).toBeNull()
  })

  it('shows no account number, no key, and nothing else of the payload', async () => {
    const api = await openApi({ env: configured('main', 'new') })
    await insertAccount(api.db)
    await api.db.update(alpacaAccounts).set({ rawData: { account_number: 'PA3SECRET77' } })
    const text = await (await api.request('/accounts')).text()
    expect(text).toContain(ACCOUNT_ID)
    expect(text).not.toMatch(/PA3SECRET77|key-of|secret-of|raw_data/)
  })

  it('distinguishes paper from live by the host', async () => {
    const accounts = [
      { label: 'a', key_id: 'k', secret_key: 's' },
      { label: 'b', key_id: 'l', secret_key: 's', base_url: 'https://api.alpaca.markets' },
      { label: 'c', key_id: 'm', secret_key: 's', base_url: 'http://127.0.0.1:9' },
    ]
    const api = await openApi({ env: { ALPACA_ACCOUNTS: JSON.stringify(accounts) } })
    const list = await api.get(accountListSchema, '/accounts')
    expect(list.accounts.map(({ environment }) => environment)).toEqual(['paper', 'live', 'other'])
  })

  it('shows configured accounts that were never synced, and synced ones that are not configured', async () => {
    const api = await openApi({ env: configured('new') })
    await insertAccount(api.db, 'old', 'main-a1b2c3d4')
    await api.db.insert(syncState).values({
      accountId: 'old',
      leaseHolder: crypto.randomUUID(),
      leaseExpiresAt: new Date(Date.now() + 60_000).toISOString(),
    })
    const { accounts } = await api.get(accountListSchema, '/accounts')
    expect(accounts).toMatchObject([
      { label: 'main-a1b2c3d4', account_id: 'old', configured: false, running: true },
      { label: 'new', account_id: null, configured: true, running: false, open_trades: 0 },
    ])
  })

  it('returns each account once over all pages, by label', async () => {
    const api = await openApi({ env: configured('b', 'Z', 'ä', 'm') })
    for (const [id, label] of [
      ['1', 'a'],
      ['2', 'm'],
      ['3', 'm-1'],
    ] as const) {
      await insertAccount(api.db, id, label)
    }
    const labels: string[] = []
    for (let path: string | null = '/accounts?limit=2'; path !== null; ) {
      const page: { accounts: { label: string }[]; next_cursor: string | null } = await api.get(
        accountListSchema,
        path,
      )
      expect(page.accounts.length).toBeLessThanOrEqual(2)
      labels.push(...page.accounts.map(({ label }) => label))
      path = page.next_cursor && `/accounts?limit=2&cursor=${page.next_cursor}`
    }
    expect(labels).toEqual(['Z', 'a', 'b', 'm', 'm-1', 'ä'])
  })

  it('needs a token with the scope read', async () => {
    const api = await openApi()
    expect((await api.request('/accounts', { headers: bearer(READ_TOKEN) })).status).toBe(200)
    await expectError(await api.request('/accounts', { headers: {} }), 'unauthorized')
  })

  it('accepts the longest label that a paper reset can create', async () => {
    const label = `${'x'.repeat(64)}-1234abcd`
    const api = await openApi()
    await insertAccount(api.db, 'old', label)
    for (const path of ['/accounts', '/trades', '/sync']) {
      expect((await api.request(`${path}?account=${label}`)).status).toBe(200)
    }
  })
})
