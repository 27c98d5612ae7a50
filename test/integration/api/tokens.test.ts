import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../src/api/auth/digest'
import { API_TOKEN, type Api, bearer, openApi, READ_TOKEN, tokenNamed } from './api'
import { expectError } from './errors'

const THE_TOKEN = tokenNamed('one')

const runs = async () => ({
  report: {
    count: 0,
    seen: 0,
    inserted: 0,
    updated: 0,
    unchanged: 0,
    quarantined: 0,
    has_more: false,
    duration_ms: 0,
  },
  accounts: [],
})

const withTokens = (tokens: object[], env = {}) =>
  openApi({ env: { API_TOKENS: JSON.stringify(tokens), ...env }, sync: runs })

/** Status of a read, of a sync, and of a change of an unknown trade. */
async function reach(api: Api, token: string): Promise<number[]> {
  const ask = async (method: string, path: string) =>
    (await api.request(path, { method, headers: bearer(token) })).status
  return [
    await ask('GET', '/orders'),
    await ask('POST', '/sync'),
    await ask('DELETE', `/overrides/${crypto.randomUUID()}`),
  ]
}

describe('scopes', () => {
  it.each([
    [['read'], [200, 403, 403]],
    [['sync'], [403, 200, 403]],
    [['edit'], [403, 403, 404]],
    [
      ['read', 'edit'],
      [200, 403, 404],
    ],
  ])('%j opens its own and nothing else', async (scopes, statuses) => {
    const api = await withTokens([{ name: 'it', token: THE_TOKEN, scopes }])
    expect(await reach(api, THE_TOKEN)).toEqual(statuses)
  })

  it('of API_TOKEN are all, and of READ_TOKEN only read', async () => {
    const api = await openApi({ sync: runs })
    expect(await reach(api, API_TOKEN)).toEqual([200, 200, 404])
    expect(await reach(api, READ_TOKEN)).toEqual([200, 403, 403])
  })

  it('are named in the error if one is missing', async () => {
    const api = await withTokens([{ name: 'it', token: THE_TOKEN, scopes: ['read', 'edit'] }])
    const response = await api.request('/sync', { method: 'POST', headers: bearer(THE_TOKEN) })
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer error="insufficient_scope"')
    const { message } = await expectError(response, 'forbidden')
    expect(message).toBe(
      'This request needs a token with the scope sync; this token has read, edit.',
    )
  })

  it('may be set twice for one token if they are the same', async () => {
    const again = [
      { name: 'a', token: THE_TOKEN, scopes: ['read', 'sync'] },
      { name: 'a', sha256: await sha256(THE_TOKEN), scopes: ['sync', 'read'] },
    ]
    expect(await reach(await withTokens(again), THE_TOKEN)).toEqual([200, 200, 403])
  })

  it('close the API if they differ for one token set as text and as SHA-256', async () => {
    const twice = [
      { name: 'a', token: THE_TOKEN, scopes: ['read'] },
      { name: 'b', sha256: await sha256(THE_TOKEN), scopes: ['edit'] },
    ]
    const api = await withTokens(twice)
    for (const token of [THE_TOKEN, API_TOKEN]) {
      const response = await api.request('/orders', { headers: bearer(token) })
      const { message } = await expectError(response, 'misconfigured')
      expect(message).toBe('API_TOKENS[1] is the same token as API_TOKENS[0], with other scopes.')
    }
    expect((await api.request('/health')).status).toBe(200)
  })
})

describe('tokens', () => {
  it('can be set by SHA-256, which is not accepted as a token', async () => {
    const hash = await sha256(THE_TOKEN)
    const api = await withTokens([{ name: 'it', sha256: hash, scopes: ['read', 'sync', 'edit'] }])
    expect(await reach(api, THE_TOKEN)).toEqual([200, 200, 404])
    expect(await reach(api, hash)).toEqual([401, 401, 401])
  })

  it('are rotated without a gap: both are valid until the old one is removed', async () => {
    const one = (token: string) => ({
      name: 'frontend',
      token: tokenNamed(token),
      scopes: ['read'],
    })
    const steps = [[one('old')], [one('old'), one('new')], [one('new')]]
    const opened = []
    for (const step of steps) {
      const api = await withTokens(step)
      opened.push([
        (await reach(api, tokenNamed('old')))[0],
        (await reach(api, tokenNamed('new')))[0],
      ])
    }
    expect(opened).toEqual([
      [200, 401],
      [200, 200],
      [401, 200],
    ])
  })

  it('of API_TOKENS are enough without API_TOKEN', async () => {
    const tokens = [{ name: 'it', token: THE_TOKEN, scopes: ['read'] }]
    const api = await withTokens(tokens, { API_TOKEN: '', READ_TOKEN: '' })
    expect((await reach(api, THE_TOKEN))[0]).toBe(200)
    expect((await reach(api, API_TOKEN))[0]).toBe(401)
  })
})

describe('GET /me', () => {
  it.each([
    [['read']],
    [['sync']],
    [['edit']],
    [['raw']],
    [['calendar']],
    [['read', 'sync', 'edit', 'raw']],
  ])('names the token and its scopes, whatever they are: %j', async (scopes) => {
    const api = await withTokens([{ name: 'phone', token: THE_TOKEN, scopes }])
    const response = await api.request('/me', { headers: bearer(THE_TOKEN) })
    expect(response.status).toBe(200)
    const text = await response.text()
    expect(JSON.parse(text)).toEqual({ status: 'success', name: 'phone', scopes })
    expect(text).not.toContain(THE_TOKEN)
  })
})
