import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../src/client'
import { open, useBrowser, violations } from './support/browser'
import { startScripted, TOKEN } from './support/server'

useBrowser()

/** More than the page asks for at once. */
const TRADES = 103

let product: Awaited<ReturnType<typeof startScripted>>

const client = () => createClient({ url: product.url, token: TOKEN })

beforeAll(async () => {
  product = await startScripted()
  const { broker } = product
  const opened = Date.parse('2026-11-20T15:00:00Z')
  for (let i = 0; i < TRADES; i++) {
    const at = new Date(opened + i * 600_000).toISOString()
    const symbol = `SPY261218P00${400 + i}000`
    const order = broker.submit({ at, symbol, side: 'sell', qty: '1' })
    broker.fill(order.id, { at, price: '2.5' })
  }
  await client().post('/sync', { body: {} })
  const { trades } = await client().get('/trades', { query: { limit: 500 } })
  for (const { trade_id } of trades) {
    await client().patch('/trades/{trade_id}', { path: { trade_id }, body: { note: 'sold' } })
  }
})

afterAll(() => product.stop())

describe('a list longer than a page', () => {
  it('shows all changes when asked for more', async () => {
    const { page } = await open({ url: product.url, path: '/sync' })
    const changes = page.getByRole('button', { name: 'Take back' })
    await expect.poll(() => changes.count()).toBe(100)
    await page.getByRole('button', { name: 'Show more than 100' }).click()
    await expect.poll(() => changes.count()).toBe(TRADES)
    expect(await page.getByRole('button', { name: /Show more/ }).count()).toBe(0)
    expect(await violations(page)).toEqual([])
  })

  it('offers all other trades to merge with', async () => {
    const { trades } = await client().get('/trades', { query: { limit: 1 } })
    const { page } = await open({ url: product.url, path: `/trades/${trades[0]?.trade_id}` })
    await page.getByRole('button', { name: 'Merge with' }).click()
    const dialog = page.getByRole('dialog', { name: 'Merge with trades on SPY' })
    await dialog.getByRole('button', { name: 'Show more than 100' }).click()
    await expect.poll(() => dialog.getByRole('checkbox').count()).toBe(TRADES - 1)
  })
})
