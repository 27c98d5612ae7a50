import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { keepPicture, open, useBrowser, violations } from './support/browser'
import { type Started, startProduct } from './support/server'

useBrowser()

const url = inject('demoUrl')

/** Changes the JSON of an answer on its way to the page. */
const changing = (pattern: string, change: (answer: never) => void) => async (page: Page) => {
  await page.route(pattern, async (route) => {
    const response = await route.fetch()
    const json = await response.json()
    change(json as never)
    await route.fulfill({ response, json })
  })
}

interface List {
  trades: { tags: string[]; strategy: string; underlying: string }[]
}

describe('the page', () => {
  it('says that the API is down, keeps what it shows, and recovers by itself', async () => {
    const { page } = await open({ url, path: '/trades', expected: /ERR_FAILED|ERR_/ })
    await page.route('**/api/**', (route) => route.abort())
    await page.getByRole('link', { name: 'Strategies' }).click()
    await page.getByText('What is shown may be old.').waitFor()
    await page.getByRole('button', { name: 'Try again' }).waitFor()
    await keepPicture(page, 'api-down')
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: 'Trades' }).first().click()
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(50)
    await page.unroute('**/api/**')
    await page.getByRole('link', { name: 'Strategies' }).click()
    await page.getByRole('table', { name: 'Figures by strategy' }).waitFor()
    await expect.poll(() => page.getByText('What is shown may be old.').count()).toBe(0)
  })

  it('says that the sync status cannot be read', async () => {
    const { page } = await open({
      url,
      path: '/sync',
      expected: /500/,
      prepare: async (page) => {
        await page.route('**/api/alpaca/sync', (route) => route.fulfill({ status: 500, body: '-' }))
      },
    })
    await page.getByRole('alert').getByText('is not from legbook').waitFor()
    expect(await page.getByRole('heading', { name: 'Quarantine' }).count()).toBe(1)
  })

  it('shows an error of the API with the id of its request', async () => {
    const { page } = await open({
      url,
      path: '/campaigns',
      expected: /503/,
      prepare: async (page) => {
        await page.route('**/api/alpaca/campaigns*', (route) =>
          route.fulfill({
            status: 503,
            json: {
              status: 'error',
              error: { code: 'database_unavailable', message: 'The database does not answer.' },
              request_id: 'request-7',
            },
          }),
        )
      },
    })
    const alert = page.getByRole('alert')
    await alert.waitFor()
    expect(await alert.innerText()).toContain('The database does not answer.')
    expect(await alert.innerText()).toContain('request-7')
  })

  it.each(['00000000-0000-4000-8000-000000000000', 'nonsense'])(
    'says that a trade does not exist: %s',
    async (id) => {
      const { page } = await open({ url, path: `/trades/${id}`, expected: /40[04]/ })
      await page.getByRole('heading', { name: 'This trade does not exist.' }).waitFor()
      expect(await violations(page)).toEqual([])
    },
  )

  it('shows 10,000 tags of a trade without slowing down', async () => {
    const tags = Array.from({ length: 10_000 }, (_, index) => `tag ${index}`)
    const { page } = await open({
      url,
      path: '/trades',
      prepare: changing('**/api/alpaca/trades?*', ({ trades }: List) => {
        if (trades[0]) trades[0].tags = tags
      }),
    })
    expect(await page.locator('.tag').count()).toBeLessThan(10)
    await page.getByRole('button', { name: '9994 more' }).click()
    expect(await page.locator('.tag').count()).toBeGreaterThan(10)
  })

  it('never renders markup of names', async () => {
    const markup = '<img src=x onerror="document.title=1"><b>bold</b>'
    const { page } = await open({
      url,
      path: '/trades',
      prepare: changing('**/api/alpaca/trades?*', ({ trades }: List) => {
        for (const trade of trades) {
          Object.assign(trade, { strategy: markup, underlying: markup, tags: [markup] })
        }
      }),
    })
    await page.getByText('onerror').first().waitFor()
    expect(await page.locator('main img').count()).toBe(0)
    expect(await page.title()).toBe('Trades · legbook')
  })
})

describe('an account without any trade', () => {
  let empty: Started

  beforeAll(async () => {
    empty = await startProduct({
      CRON: 'off',
      ALPACA_API_KEY_ID: 'key',
      ALPACA_API_SECRET_KEY: 'secret',
      ALPACA_BASE_URL: 'http://127.0.0.1:1',
    })
  })

  afterAll(() => empty.stop())

  it.each(['/', '/trades', '/campaigns', '/calendar', '/strategies', '/positions', '/sync'])(
    'has every view: %s',
    async (path) => {
      const { page } = await open({ url: empty.url, path })
      await keepPicture(page, `empty${path.replaceAll('/', '-')}`)
      expect(await violations(page)).toEqual([])
      expect(await page.getByRole('alert').count()).toBe(0)
    },
  )
})
