import { describe, expect, inject, it } from 'vitest'
import { createClient } from '../../src/client'
import { viewComplete } from '../support/node/chromium'
import { open, useBrowser } from './support/browser'
import { TOKEN } from './support/server'

useBrowser()

const url = inject('demoUrl')
const api = createClient({ url, token: TOKEN })

describe('a filter of the trades stands in the address and chooses the rows', () => {
  it.each([
    ['Underlying', 'underlying', 'qqq', 'QQQ'],
    ['Strategy', 'strategy', 'covered_call', 'covered_call'],
    ['Tag', 'tag', 'no such tag', 'no such tag'],
    ['Opened from', 'since', '2026-09-01', '2026-09-01'],
    ['Opened before', 'until', '2026-01-01', '2026-01-01'],
    ['Closed from', 'closed_since', '2026-09-01', '2026-09-01'],
    ['Closed before', 'closed_until', '2026-01-01', '2026-01-01'],
  ] as const)('%s', async (label, name, given, value) => {
    const { page } = await open({ url, path: '/trades' })
    await page.getByLabel(label, { exact: true }).fill(given)
    await page.keyboard.press('Enter')
    await expect.poll(() => new URL(page.url()).searchParams.get(name)).toBe(value)
    await viewComplete(page)
    await hasRowsOf(page, { [name]: value })
  })

  it.each([
    ['Status', 'status', 'open,partial'],
    ['Status', 'status', 'closed'],
    ['Family', 'strategy_type', 'iron_condor'],
  ] as const)('%s %s %s', async (label, name, value) => {
    const { page } = await open({ url, path: '/trades' })
    await page.getByLabel(label, { exact: true }).selectOption(value)
    await expect.poll(() => new URL(page.url()).searchParams.get(name)).toBe(value)
    await viewComplete(page)
    await hasRowsOf(page, { [name]: value })
  })

  it('is applied when typing pauses, and is one step of the back button', async () => {
    const { page } = await open({ url, path: '/trades' })
    await page.getByLabel('Underlying').pressSequentially('qqq', { delay: 20 })
    await expect.poll(() => page.url()).toBe(`${url}/trades?underlying=QQQ`)
    expect(await page.getByLabel('Underlying').inputValue()).toBe('qqq')
    await page.goBack()
    await expect.poll(() => page.url()).toBe(`${url}/trades`)
  })

  it('is cleared with one button, and comes back with the back button', async () => {
    const { page } = await open({ url, path: '/trades?underlying=QQQ' })
    expect(await page.getByLabel('Underlying').inputValue()).toBe('QQQ')
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect.poll(() => page.url()).toBe(`${url}/trades`)
    await page.goBack()
    await expect.poll(() => page.getByLabel('Underlying').inputValue()).toBe('QQQ')
  })

  it('is folded away on a phone, but for underlying and status', async () => {
    const { page } = await open({ url, path: '/trades', width: 390 })
    expect(await page.getByLabel('Underlying').isVisible()).toBe(true)
    expect(await page.getByLabel('Status').isVisible()).toBe(true)
    expect(await page.getByLabel('Tag').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'More filters' }).click()
    expect(await page.getByLabel('Tag').isVisible()).toBe(true)
  })
})

type Page = Awaited<ReturnType<typeof open>>['page']

async function hasRowsOf(page: Page, query: object) {
  const { trades } = await api.get('/trades', { query: { ...query, limit: 100 } })
  await expect.poll(() => page.locator('main tbody tr').count()).toBe(trades.length)
  const links = await page
    .locator('main tbody tr')
    .evaluateAll((rows) => rows.map((row) => row.querySelector('a')?.getAttribute('href')))
  expect(links).toEqual(trades.map(({ trade_id }) => `/trades/${trade_id}`))
}

describe('lists', () => {
  it('are read page by page', async () => {
    const { page } = await open({ url, path: '/trades' })
    const first = await page.locator('tbody a').first().getAttribute('href')
    await page.getByRole('button', { name: 'Next page' }).click()
    await expect.poll(() => page.locator('tbody a').first().getAttribute('href')).not.toBe(first)
    await page.getByRole('button', { name: 'Previous' }).click()
    await expect.poll(() => page.locator('tbody a').first().getAttribute('href')).toBe(first)
  })

  it('sort the shown rows by the head of a column', async () => {
    const { page } = await open({ url, path: '/trades?status=closed' })
    await page.getByRole('button', { name: 'Net P/L' }).click()
    const { trades } = await api.get('/trades', { query: { status: 'closed', limit: 100 } })
    const best = trades.toSorted((a, b) => (b.net_pl ?? 0) - (a.net_pl ?? 0))[0]
    expect(await page.locator('tbody a').first().getAttribute('href')).toBe(
      `/trades/${best?.trade_id}`,
    )
  })

  it('of a day are reached from the calendar', async () => {
    const { equity_curve } = await api.get('/stats')
    const day = equity_curve.at(-1)?.date ?? ''
    const { page } = await open({ url, path: `/calendar?month=${day.slice(0, 7)}` })
    await page.locator('a', { has: page.locator(`time[datetime="${day}"]`) }).click()
    await page.getByRole('heading', { level: 1, name: 'Trades' }).waitFor()
    expect(new URL(page.url()).searchParams.get('closed_since')).toBe(day)
  })

  it('of campaigns and positions are filtered by underlying', async () => {
    for (const [path, key] of [
      ['/campaigns', 'campaigns'],
      ['/positions', 'positions'],
    ] as const) {
      const { page } = await open({ url, path: `${path}?underlying=KO` })
      const answer: Record<string, unknown> = await api.get(path, { query: { underlying: 'KO' } })
      const rows = answer[key]
      expect(await page.locator('main > table tbody tr').count()).toBe(
        Array.isArray(rows) ? rows.length : -1,
      )
    }
  })
})
