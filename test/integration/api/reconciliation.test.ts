import { describe, expect, it } from 'vitest'
import { reconciliationSchema } from '../../../src/api/reconciliation/schemas'
import { syncStatusSchema } from '../../../src/api/sync/schemas'
import { Broker } from '../../../src/local/alpaca/broker'
import { bearer, openApi, READ_TOKEN } from './api'
import { expectError } from './errors'
import { verticals } from './verticals'
import { openSynced } from './world'

/** Ten shares bought at 100 of a deposit of 5000. */
function shares(): Broker {
  const broker = new Broker({ seed: 'shares', openedAt: '2026-08-03T14:30:00Z', deposit: '5000' })
  const order = broker.submit({
    at: '2026-09-01T15:00:00Z',
    symbol: 'MSFT',
    side: 'buy',
    qty: '10',
  })
  broker.fill(order.id, { at: '2026-09-01T15:00:01Z', price: '100' })
  return broker
}

describe('GET /reconciliation', () => {
  it('shows both sides of each symbol and everything that moved the cash', async () => {
    const api = await openSynced({ paper: shares() })
    const found = await api.get(reconciliationSchema, '/reconciliation')
    const [account] = found.accounts
    expect(found).toMatchObject({
      balanced: true,
      symbols: [{ symbol: 'MSFT', broker_qty: 10, ledger_qty: 10, difference: 0, cause: null }],
      cash: {
        cash: 4000,
        expected: 4000,
        difference: 0,
        deposits: 5000,
        executions: -1000,
        fees: 0,
        other: 0,
        cause: null,
      },
    })
    expect(account).toMatchObject({ label: 'paper', balanced: true, symbols: found.symbols })
    expect(found.symbols[0]?.account_id).toBe(account?.account_id)
  })

  it('names the cause of each difference and its account', async () => {
    const broker = shares()
    const api = await openSynced({ paper: broker, other: verticals() })
    broker.vanish('MSFT', '2026-09-02T15:00:00Z')
    await api.sync()
    const found = await api.get(reconciliationSchema, '/reconciliation')
    expect(found.balanced).toBe(false)
    expect(found.accounts.map(({ label, balanced }) => [label, balanced])).toEqual([
      ['other', true],
      ['paper', false],
    ])
    expect(found.symbols.filter(({ cause }) => cause !== null)).toMatchObject([
      { symbol: 'MSFT', broker_qty: 0, ledger_qty: 10, difference: -10, cause: 'unexplained' },
    ])
    expect(found.cash.deposits).toBe(
      found.accounts.reduce((sum, { cash }) => sum + cash.deposits, 0),
    )
    const { accounts } = await api.get(syncStatusSchema, '/sync')
    expect(accounts.map(({ label, balanced }) => [label, balanced])).toEqual([
      ['other', true],
      ['paper', false],
    ])
  })

  it('filters by account id or label', async () => {
    const broker = shares()
    const api = await openSynced({ paper: broker, other: verticals() })
    for (const account of ['paper', broker.accountId]) {
      const found = await api.get(reconciliationSchema, `/reconciliation?account=${account}`)
      expect(found.accounts.map(({ label }) => label)).toEqual(['paper'])
      expect(found.cash.cash).toBe(4000)
    }
  })

  it('has balanced null before the first sync', async () => {
    const api = await openApi()
    for (const path of ['/reconciliation', '/reconciliation?account=main']) {
      const found = await api.get(reconciliationSchema, path)
      expect(found).toMatchObject({
        balanced: null,
        symbols: [],
        accounts: [],
        cash: { cash: null },
      })
    }
  })

  it('refuses unknown parameters and needs a token', async () => {
    const api = await openApi()
    const unknown = await api.request('/reconciliation?account=nobody')
    await expectError(unknown, 'invalid_parameter', 'account')
    await expectError(await api.request('/reconciliation?day=1'), 'invalid_parameter', 'day')
    await expectError(await api.request('/reconciliation', { headers: {} }), 'unauthorized')
    const reading = await api.request('/reconciliation', { headers: bearer(READ_TOKEN) })
    expect(reading.status).toBe(200)
  })
})
