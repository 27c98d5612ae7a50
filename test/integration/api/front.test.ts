import { encodeBase64 } from 'hono/utils/encode'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../../src/api/app'
import { expectError } from './errors'

const HOST = 'https://legbook.test'
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

// Neither settings nor a token are needed.
const problem = { code: 'not_configured', setting: 'DATABASE_URL', message: 'is not set' } as const
const app = createApp({ problem, log: () => undefined })

const ask = async (path: string, accept?: string, method = 'GET') =>
  app.request(`${HOST}${path}`, { method, headers: accept ? { Accept: accept } : {} })

const path = '/api/alpaca'

describe('the front page of the API', () => {
  it.each([undefined, '*/*', 'application/json'])(
    'is JSON with absolute links unless a page is asked for: Accept %s',
    async (accept) => {
      const response = await ask(path, accept)
      expect(response.status).toBe(200)
      expect(response.headers.get('Content-Type')).toContain('application/json')
      expect(response.headers.get('Vary')).toContain('Accept')
      expect(await response.json()).toEqual({
        status: 'success',
        service: 'legbook',
        links: {
          api: `${HOST}/api/alpaca`,
          reference: `${HOST}/api/alpaca/docs`,
          openapi: `${HOST}/api/alpaca/openapi.json`,
          health: `${HOST}/api/alpaca/health`,
        },
      })
    },
  )

  it('is an HTML page with links and calls to paste for a browser', async () => {
    const response = await ask(path, BROWSER)
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Type')).toContain('text/html')
    const page = await response.text()
    for (const link of ['docs', 'openapi.json', 'health']) {
      expect(page).toContain(`href="${HOST}/api/alpaca/${link}"`)
    }
    expect(page).toContain(`export API=${HOST}/api/alpaca\n`)
    expect(page).toMatch(/<html lang="en">[\s\S]*<title>[\s\S]*<main>\s*<h1>/)
  })

  it('allows the page nothing but its own style', async () => {
    const response = await ask(path, BROWSER)
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(await response.text()) ?? []
    const hash = encodeBase64(
      await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style)),
    )
    expect(response.headers.get('Content-Security-Policy')?.split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${hash}'`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ])
  })

  it('answers HEAD without a body', async () => {
    const response = await ask(path, BROWSER, 'HEAD')
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })
})

describe('around the front page', () => {
  // The page at / is a static asset, which is served without the Worker.
  it.each(['/', '/nowhere', '/index.html', '/api'])(
    'answers 404 for other paths: %s',
    async (path) => {
      await expectError(await ask(path, BROWSER), 'not_found')
    },
  )

  it('escapes everything of the request in the page', async () => {
    const response = await app.request(`${HOST}${path}?q=<script>`, {
      headers: { Accept: BROWSER },
    })
    expect(await response.text()).not.toContain('<script')
  })

  it('answers 404 to other methods', async () => {
    await expectError(await ask('/', undefined, 'POST'), 'not_found')
  })
})
