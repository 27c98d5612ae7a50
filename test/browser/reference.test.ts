import { describe, expect, inject, it } from 'vitest'
import { keepPicture, open, type Scheme, useBrowser, violations } from './support/browser'

useBrowser()

const url = inject('demoUrl')
const path = '/api/alpaca/docs'

describe('the reference', () => {
  it.each([
    [1440, 'light'],
    [390, 'dark'],
  ] as const)('is accessible and fits: %i px, %s', async (width, scheme: Scheme) => {
    const { page } = await open({ url, path, width, scheme, token: null })
    await keepPicture(page, `reference-${width}-${scheme}`, false)
    // The whole page has thousands of alike cells: these parts have one of each kind.
    const parts = ['nav', '#listTrades', '#updateTrade', '#getMe', '#OrderSide']
    expect(await violations(page, parts)).toEqual([])
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
    expect(overflow).toBeLessThanOrEqual(0)
  })

  it('finds operations by their words, and by their parameters', async () => {
    const { page } = await open({ url, path, token: null })
    await page.getByLabel('Search operations and objects').fill('merge')
    await page.locator('#listOrders').waitFor({ state: 'hidden' })
    await page.locator('#mergeTrades').waitFor()
    await page.getByLabel('Search operations and objects').fill('closed_since csv')
    await page.locator('#exportTrades').waitFor()
    await page.getByLabel('Search operations and objects').fill('a zebra')
    await page.getByText('Nothing matches.').waitFor()
    await page.locator('#exportTrades').waitFor({ state: 'hidden' })
  })

  it('copies a line', async () => {
    const { page } = await open({ url, path, token: null })
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.locator('#listTrades button.copy').first().click()
    await page.locator('#listTrades').getByText('Copied').waitFor()
    const copied = await page.evaluate('navigator.clipboard.readText()')
    expect(copied).toMatch(/^curl -H "Authorization: Bearer \$TOKEN" "\$API\/trades/)
  })

  it('folds its navigation on a phone', async () => {
    const { page } = await open({ url, path, width: 390, token: null })
    const link = page.getByRole('link', { name: 'GET /stats' })
    expect(await link.isVisible()).toBe(false)
    await page.getByText('legbook: operations').click()
    await link.click()
    expect(await link.isVisible()).toBe(false)
    expect(page.url()).toMatch(/#getStats$/)
  })
})
