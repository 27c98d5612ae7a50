import { beforeAll, describe, expect, inject, it } from 'vitest'
import { createClient } from '../../src/client'
import { keepPicture, open, type Scheme, useBrowser, violations } from './support/browser'
import { TOKEN } from './support/server'

useBrowser()

const url = inject('demoUrl')

const api = createClient({ url, token: TOKEN })

const views: Record<string, { path: string; heading: string | RegExp }> = {
  overview: { path: '/', heading: 'Overview' },
  trades: { path: '/trades', heading: 'Trades' },
  trade: { path: '', heading: /covered call|iron condor|spread/ },
  campaigns: { path: '/campaigns', heading: 'Campaigns' },
  campaign: { path: '', heading: /campaign/ },
  calendar: { path: '/calendar', heading: 'Calendar' },
  strategies: { path: '/strategies', heading: 'Strategies' },
  positions: { path: '/positions', heading: 'Positions' },
  sync: { path: '/sync', heading: 'Sync' },
}

beforeAll(async () => {
  const { trades } = await api.get('/trades', {
    query: { status: 'closed', strategy_type: 'vertical_spread', limit: 1 },
  })
  const { campaigns } = await api.get('/campaigns', { query: { limit: 200 } })
  const several = campaigns.find(({ trade_count }) => trade_count > 1)
  views.trade = { path: `/trades/${trades[0]?.trade_id}`, heading: /spread/ }
  views.campaign = { path: `/campaigns/${several?.campaign_id}`, heading: /campaign/ }
})

const schemes: Scheme[] = ['light', 'dark']
const cases = Object.keys(views).flatMap((name) =>
  schemes.flatMap((scheme) => [390, 1440].map((width) => ({ name, scheme, width }))),
)

describe('every view', () => {
  it.each(cases)(
    'is complete, accessible and fits: $name, $scheme, $width px',
    async ({ name, scheme, width }) => {
      const { path = '', heading = '' } = views[name] ?? {}
      const { page } = await open({ url, path, scheme, width })
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      await keepPicture(page, `${name}-${width}-${scheme}`)
      expect(await violations(page)).toEqual([])
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect(overflow).toBeLessThanOrEqual(0)
      const pictures = await page.locator('svg').all()
      for (const picture of pictures) {
        expect(await picture.getAttribute('aria-label')).toMatch(/\w{3}/)
      }
    },
  )

  it.each(Object.keys(views))(
    'is reached by its address, and by the back button: %s',
    async (name) => {
      const { path = '', heading = '' } = views[name] ?? {}
      const { page } = await open({ url, path })
      const other = name === 'positions' ? 'Sync' : 'Positions'
      await page
        .getByRole('navigation', { name: 'Views' })
        .getByRole('link', { name: other })
        .click()
      await page.getByRole('heading', { level: 1, name: other }).waitFor()
      await page.goBack()
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      expect(new URL(page.url()).pathname).toBe(path)
    },
  )

  it('an address without a view says so', async () => {
    const { page } = await open({ url, path: '/nowhere' })
    await page.getByRole('heading', { name: 'There is no such page.' }).waitFor()
  })

  it('prints without its controls', async () => {
    const { page } = await open({ url, path: '/strategies' })
    await page.emulateMedia({ media: 'print' })
    for (const name of ['Sync now', 'Sign out', 'Per campaign', 'Clear filters']) {
      expect(await page.getByRole('button', { name }).count()).toBe(0)
    }
    expect(await page.getByRole('columnheader', { name: 'Closed' }).count()).toBe(2)
    expect(await page.getByRole('img', { name: /^Net profit by strategy/ }).count()).toBe(1)
  })
})

describe('the first view', () => {
  it('needs four requests of the API', async () => {
    const asked: string[] = []
    await open({
      url,
      prepare: async (page) => {
        page.on('request', (request) => {
          if (request.url().includes('/api/')) asked.push(new URL(request.url()).pathname)
        })
      },
    })
    expect(asked.toSorted()).toEqual(
      ['/me', '/stats', '/sync', '/trades'].map((path) => `/api/alpaca${path}`),
    )
  })

  it('loads everything from its own origin', async () => {
    const origins = new Set<string>()
    await open({
      url,
      prepare: async (page) => {
        page.on('request', (request) => origins.add(new URL(request.url()).origin))
      },
    })
    expect([...origins]).toEqual([url])
  })

  it('moves nothing once it was drawn', async () => {
    const { page } = await open({
      url,
      prepare: async (page) => {
        await page.addInitScript(`globalThis.shift = 0
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value
          }).observe({ type: 'layout-shift', buffered: true })`)
      },
    })
    expect(await page.evaluate('shift')).toBeLessThan(0.02)
  })
})

describe('the address of the page', () => {
  it('is served with its policy, and so is every file', async () => {
    for (const path of ['/', '/trades/x', '/icon.svg']) {
      const { headers, status } = await fetch(`${url}${path}`, {
        headers: { 'Sec-Fetch-Mode': 'navigate' },
      })
      expect(status).toBe(200)
      expect(headers.get('Content-Security-Policy')?.split('; ')).toEqual([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ])
    }
  })
})
