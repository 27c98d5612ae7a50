import { describe, expect, inject, it } from 'vitest'
import { viewComplete } from '../support/node/chromium'
import { keepPicture, open, useBrowser, violations } from './support/browser'
import { READ_TOKEN, TOKEN } from './support/server'

useBrowser()

const url = inject('demoUrl')

describe('the token', () => {
  it('is asked for, checked, kept for the tab alone, and forgotten at a sign out', async () => {
    const { page } = await open({ url, token: null, expected: /401/ })
    expect(await violations(page)).toEqual([])
    await keepPicture(page, 'sign-in')
    await page.getByLabel('Token').fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    await page.locator('[name=token]').fill(TOKEN)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Overview' }).waitFor({ state: 'attached' })
    expect(await page.evaluate('[sessionStorage.length, localStorage.length]')).toEqual([1, 0])
    await page.reload()
    await viewComplete(page)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Token').waitFor()
    expect(await page.evaluate('[sessionStorage.length, localStorage.length]')).toEqual([0, 0])
  })

  it('is kept on the device when that is asked for', async () => {
    const { page } = await open({ url, token: null })
    await page.getByLabel('Token').fill(TOKEN)
    await page.getByLabel('Keep on this device').check()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Sign out' }).waitFor()
    expect(await page.evaluate('localStorage.length')).toBe(1)
  })

  it('is taken out of the fragment of the address', async () => {
    const { page } = await open({ url, path: '/trades' })
    expect(page.url()).toBe(`${url}/trades`)
    expect(await page.context().cookies()).toEqual([])
  })

  it('ends the session when it is revoked while the page is open', async () => {
    const { page } = await open({ url, expected: /401/ })
    await page.route('**/api/**', (route) =>
      route.fulfill({
        status: 401,
        json: { status: 'error', error: { code: 'unauthorized', message: 'No.' }, request_id: 'r' },
      }),
    )
    await page.getByRole('link', { name: 'Trades', exact: true }).click()
    await page.getByText('The token is not valid, or no longer.').waitFor()
    expect(await page.evaluate('[sessionStorage.length, localStorage.length]')).toEqual([0, 0])
  })

  it('that may only read shows no button that writes', async () => {
    const { page } = await open({ url, path: '/trades', token: READ_TOKEN })
    await page.getByRole('button', { name: 'Sign out' }).waitFor()
    expect(await page.getByRole('button', { name: 'Sync now' }).count()).toBe(0)
    await page.locator('tbody a').first().click()
    await page.getByRole('heading', { name: 'Orders' }).waitFor()
    expect(await page.getByRole('button', { name: /Edit|Merge|Split/ }).count()).toBe(0)
  })
})
