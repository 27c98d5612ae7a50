import { readFile } from 'node:fs/promises'
import { describe, expect, inject, it } from 'vitest'
import { createClient } from '../../src/client'
import { open, useBrowser } from './support/browser'
import { TOKEN } from './support/server'

useBrowser()

const url = inject('demoUrl')
const api = createClient({ url, token: TOKEN })

/** An amount as the page writes it. */
const written = (amount: number): string =>
  new Intl.NumberFormat('en-US', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: 'exceptZero',
  }).format(amount)

describe('the figures of the page are those of the API', () => {
  it('on the overview, for each range', async () => {
    const { page } = await open({ url })
    const whole = await api.get('/stats')
    const figures = page.locator('main dl.figures').first()
    await figures.getByText(written(whole.total.net_pl)).waitFor()
    const text = await figures.innerText()
    for (const part of [
      `${whole.total.wins} won, ${whole.total.losses} lost`,
      `${((whole.total.win_rate ?? 0) * 100).toFixed(1)}%`,
      written(whole.total.expectancy ?? 0),
      written(whole.total.max_drawdown).slice(1),
      (whole.total.profit_factor ?? 0).toFixed(2),
    ]) {
      expect(text).toContain(part)
    }
    await page.getByRole('button', { name: '6M' }).click()
    await expect.poll(() => page.url()).toContain('range=6m')
    const since = new URL(page.url()).searchParams.get('range')
    expect(since).toBe('6m')
    await expect.poll(() => figures.innerText()).not.toBe(text)
  })

  it('in the totals of filtered trades, and in the file of exactly those', async () => {
    const { page } = await open({ url, path: '/trades?status=closed&underlying=QQQ' })
    const { totals, trades } = await api.get('/trades', {
      query: { status: 'closed', underlying: 'QQQ', include: 'totals', limit: 500 },
    })
    expect(totals?.trades).toBe(trades.length)
    const foot = await page.locator('tfoot').innerText()
    expect(foot).toContain(`${totals?.trades} trades`)
    expect(foot).toContain(written(totals?.net_pl ?? 0))
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download CSV' }).click()
    const file = await readFile(await (await downloading).path(), 'utf8')
    expect(file.trim().split('\r\n').length).toBe(trades.length + 1)
  })

  it('on a trade', async () => {
    const { trades } = await api.get('/trades', { query: { status: 'closed', limit: 40 } })
    const chosen = trades.find(({ legs }) => legs.length === 4) ?? trades[0]
    const { page } = await open({ url, path: `/trades/${chosen?.trade_id}` })
    const text = await page.locator('main').innerText()
    expect(text).toContain(written(chosen?.net_pl ?? 0))
    expect(text).toContain(written(chosen?.entry_cash ?? 0))
    const legs = page.getByRole('table', { name: 'Legs' }).locator('tbody tr')
    expect(await legs.count()).toBe(chosen?.legs.length)
  })

  it('on the calendar, its weeks and its month, in every time zone of the browser', async () => {
    const { by_month, equity_curve } = await api.get('/stats')
    const month = by_month.at(-2)
    const days = equity_curve.filter(({ date }) => date.startsWith(month?.month ?? ''))
    const path = `/calendar?month=${month?.month}`
    for (const timezoneId of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const { page } = await open({ url, path, timezoneId })
      for (const { date, net_pl } of days) {
        const cell = page.locator('td', { has: page.locator(`time[datetime="${date}"]`) })
        expect(await cell.innerText()).toContain(written(net_pl))
      }
      expect(await page.locator('main').innerText()).toContain(written(month?.net_pl ?? 0))
      expect(await page.locator('.week').first().getAttribute('aria-label')).toMatch(
        /^Sum of the week/,
      )
    }
  })

  it('by strategy, sorted by the head of a column', async () => {
    const { by_strategy } = await api.get('/stats')
    const { page } = await open({ url, path: '/strategies' })
    const table = page.getByRole('table', { name: 'Figures by strategy' })
    expect(await table.locator('tbody tr').count()).toBe(by_strategy.length)
    await table.getByRole('button', { name: 'Closed' }).click()
    const most = by_strategy.toSorted((a, b) => b.trades - a.trades)[0]
    expect(await table.locator('tbody tr').first().innerText()).toContain(
      most?.strategy.replaceAll('_', ' '),
    )
    expect(
      await table.getByRole('columnheader', { name: 'Closed' }).getAttribute('aria-sort'),
    ).toBe('descending')
    await page.getByRole('button', { name: 'Per campaign' }).click()
    await expect.poll(() => page.url()).toContain('unit=campaign')
    const campaigns = await api.get('/stats', { query: { unit: 'campaign' } })
    await expect
      .poll(() => table.locator('tfoot').innerText())
      .toContain(String(campaigns.total.trades))
  })

  it('in the proof and the reconciliation', async () => {
    const { proof, symbols } = await api.get('/reconciliation')
    const { page } = await open({ url, path: '/positions' })
    const equation = await page
      .getByRole('table', { name: 'What the equity is made of' })
      .innerText()
    for (const amount of [proof.net_deposits, proof.realized_pl, proof.fees]) {
      expect(equation).toContain(written(amount).replace('+', ''))
    }
    const rows = page.getByRole('table', { name: /^Quantities/ }).locator('tbody tr')
    expect(await rows.count()).toBe(symbols.length)
  })
})
