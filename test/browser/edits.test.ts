import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createClient, type Trade } from '../../src/client'
import { keepPicture, open, useBrowser, violations } from './support/browser'
import { startScripted, TOKEN } from './support/server'

useBrowser()

let product: Awaited<ReturnType<typeof startScripted>>

const PUT = 'SPY261218P00560000'
const CALL = 'SPY261218C00640000'

/** Sells a put and a call minutes apart: two orders that become one short strangle. */
function sell(symbol: string, at: string): void {
  const { broker } = product
  const order = broker.submit({ at, symbol, side: 'sell', qty: '1' })
  broker.fill(order.id, { at, price: '2.5' })
  broker.mark(symbol, '2', '2.5')
}

const client = () => createClient({ url: product.url, token: TOKEN })

async function trades(): Promise<Trade[]> {
  return (await client().get('/trades')).trades
}

async function only(): Promise<Trade> {
  const [trade, ...others] = await trades()
  expect(others).toEqual([])
  if (!trade) throw new Error('no trade')
  return trade
}

const openTrade = async (id: string, expected?: RegExp) =>
  (await open({ url: product.url, path: `/trades/${id}`, ...(expected && { expected }) })).page

beforeAll(async () => {
  product = await startScripted()
  sell(PUT, '2026-11-23T15:00:00Z')
  sell(CALL, '2026-11-23T15:02:00Z')
  await client().post('/sync', { body: {} })
})

beforeEach(async () => {
  for (const { id } of (await client().get('/overrides')).overrides) {
    await client().delete('/overrides/{id}', { path: { id } })
  }
})

afterAll(() => product.stop())

const splitOff = async (page: Page) => {
  await page.getByRole('checkbox').first().check()
  await page.getByRole('button', { name: 'Split off 1 order' }).click()
  await page.getByText('The change was made.').waitFor()
}

describe('a trade', () => {
  it('gets a strategy, tags and a note, and loses them again', async () => {
    const { trade_id } = await only()
    const page = await openTrade(trade_id)
    await page.getByRole('button', { name: 'Edit strategy, tags and note' }).click()
    await page.getByLabel('Strategy').fill('earnings strangle')
    await page.getByLabel('Tags').fill('earnings, <b>bold</b>, earnings')
    await page.getByLabel('Note').fill('Sold before the numbers.\nSecond line.')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { level: 1, name: 'SPY earnings strangle' }).waitFor()
    await page.getByText('<b>bold</b>').waitFor()
    expect(await only()).toMatchObject({
      strategy: 'earnings strangle',
      tags: ['earnings', '<b>bold</b>'],
      note: 'Sold before the numbers.\nSecond line.',
    })
    await page.getByRole('button', { name: 'Take back' }).click()
    await page.getByRole('heading', { level: 1, name: 'SPY short strangle' }).waitFor()
    expect(await only()).toMatchObject({ strategy: 'short_strangle', tags: [], note: null })
  })

  it('is split, and the split is taken back', async () => {
    const { trade_id } = await only()
    const page = await openTrade(trade_id)
    await splitOff(page)
    await keepPicture(page, 'split')
    expect((await trades()).map(({ strategy }) => strategy).toSorted()).toEqual([
      'short_call',
      'short_put',
    ])
    await page.getByRole('status').getByRole('button', { name: 'Take back' }).click()
    await page.getByRole('heading', { level: 1, name: 'SPY short strangle' }).waitFor()
    expect((await only()).strategy).toBe('short_strangle')
  })

  it('is merged with another one, and the merge is taken back', async () => {
    sell('SPY261218P00500000', '2026-11-24T15:00:00Z')
    await client().post('/sync', { body: {} })
    const [, first] = await trades()
    const page = await openTrade(first?.trade_id ?? '')
    await page.getByRole('button', { name: 'Merge with' }).click()
    const dialog = page.getByRole('dialog', { name: 'Merge with trades on SPY' })
    await dialog.getByRole('checkbox').first().check()
    await keepPicture(page, 'merge')
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Merge 2 trades' }).click()
    await page.getByRole('heading', { name: 'Your changes' }).waitFor()
    expect((await only()).legs.length).toBe(3)
    await page.getByRole('button', { name: 'Take back' }).click()
    await expect.poll(async () => (await trades()).length).toBe(2)
  })

  it('keeps its change once when the answer is lost', async () => {
    const [trade] = await trades()
    const page = await openTrade(trade?.trade_id ?? '', /502/)
    const keys: string[] = []
    await page.route('**/api/alpaca/trades/*', async (route) => {
      const request = route.request()
      if (request.method() !== 'PATCH') return route.continue()
      keys.push((await request.headerValue('Idempotency-Key')) ?? '')
      if (keys.length > 1) return route.continue()
      await route.fetch()
      await route.fulfill({ status: 502, body: 'lost' })
    })
    await page.getByRole('button', { name: 'Edit strategy, tags and note' }).click()
    await page.getByLabel('Note').fill('once')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.locator('blockquote').getByText('once').waitFor()
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(keys[1]).toBe(keys[0])
  })

  it('explains a conflict and what to do about it', async () => {
    const [trade] = await trades()
    const page = await openTrade(trade?.trade_id ?? '', /409/)
    await page.route('**/api/alpaca/trades/merge', (route) =>
      route.fulfill({
        status: 409,
        json: {
          status: 'error',
          error: { code: 'override_conflict', message: 'Another override has these orders.' },
          request_id: 'r',
        },
      }),
    )
    await page.getByRole('button', { name: 'Merge with' }).click()
    await page.getByRole('dialog').getByRole('checkbox').first().check()
    await page.getByRole('button', { name: 'Merge 2 trades' }).click()
    const text = await page.getByRole('dialog').getByRole('alert').innerText()
    expect(text).toContain('Another override has these orders.')
    expect(text).toContain('Take that change back first')
  })
})

describe('live', () => {
  it('a fill at the broker appears on the open page without a reload', async () => {
    const { page } = await open({ url: product.url, path: '/trades' })
    await page.evaluate('globalThis.isSame = true')
    const before = await page.locator('tbody tr').count()
    sell('QQQ261218P00500000', '2026-11-25T15:00:00Z')
    await client().post('/sync', { body: {} })
    await expect.poll(() => page.locator('tbody tr').count()).toBe(before + 1)
    await page.locator('.notice').getByText('QQQ').waitFor()
    expect(await page.evaluate('globalThis.isSame')).toBe(true)
  })

  it('Sync now reads what is new, and says how much', async () => {
    const { page } = await open({ url: product.url, path: '/trades' })
    const before = await page.locator('tbody tr').count()
    sell('IWM261218P00200000', '2026-11-25T15:30:00Z')
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page.getByText(/rows read/).waitFor()
    await expect.poll(() => page.locator('tbody tr').count()).toBe(before + 1)
  })
})

describe('the payoff', () => {
  it('shows break-evens, largest profit and loss and the price, with a table behind it', async () => {
    const [trade] = await trades()
    const risk = {
      knots: [
        { price: 0, pl: -54_750 },
        { price: 550, pl: 250 },
        { price: 600, pl: 250 },
        { price: 700, pl: -9750 },
      ],
      max_profit: 250,
      max_loss: null,
      breakevens: [547.5, 602.5],
    }
    const { page } = await open({
      url: product.url,
      path: `/trades/${trade?.trade_id}`,
      prepare: async (page) => {
        await page.route(`**/api/alpaca/trades/${trade?.trade_id}`, async (route) => {
          const response = await route.fetch()
          const json = await response.json()
          await route.fulfill({ response, json: { ...json, trade: { ...json.trade, risk } } })
        })
        await page.route('**/api/alpaca/positions?*', async (route) => {
          const response = await route.fetch()
          const json = await response.json()
          await route.fulfill({ response, json: { ...json, positions: [{ current_price: 571 }] } })
        })
      },
    })
    const name = () => page.locator('.payoff svg').getAttribute('aria-label')
    await expect.poll(name).toContain('price now 571.00')
    expect(await name()).toContain('maximum profit +250.00, maximum loss unlimited')
    expect(await name()).toContain('break-even at 547.50 and 602.50')
    await page.getByText('Payoff as a table').click()
    const rows = page.getByRole('table', { name: /Profit or loss at expiry/ }).locator('tbody tr')
    expect(await rows.count()).toBe(4)
    expect(await violations(page)).toEqual([])
    await keepPicture(page, 'payoff')
  })
})
