import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { documentedRoutes } from '../../../src/api/app'
import { RATE_LIMIT_PERIOD_SECONDS, rateLimiter } from '../../../src/api/auth/rate-limiter'
import { API_TOKEN, bearer, clientOf, openApi, READ_TOKEN, settingsOf } from './api'
import { expectError } from './errors'

/** A limiter that allows this many requests per key, and records the keys. */
function limiterOf(limit: number) {
  const counts = new Map<string, number>()
  return {
    counts,
    limit: async ({ key }: { key: string }) => {
      counts.set(key, (counts.get(key) ?? 0) + 1)
      return { success: (counts.get(key) ?? 0) <= limit }
    },
  }
}

async function limited(limiters: object) {
  const { db } = await openApi()
  const settings = { ...settingsOf({ DATABASE_URL: 'postgresql://u:p@host/db' }), ...limiters }
  const sync = async () => {
    throw new Error('no sync is expected here')
  }
  return clientOf({ db, settings, now: () => new Date(), sync })
}

describe('the limit of a token', () => {
  it('refuses requests over the limit with Retry-After', async () => {
    const client = await limited({ tokenLimiter: limiterOf(2) })
    for (let i = 0; i < 2; i++) expect((await client.request('/orders')).status).toBe(200)
    const refused = await client.request('/orders')
    expect(refused.headers.get('Retry-After')).toBe(String(RATE_LIMIT_PERIOD_SECONDS))
    await expectError(refused, 'rate_limited')
    expect((await client.request('/orders', { headers: bearer(READ_TOKEN) })).status).toBe(200)
  })

  it('identifies tokens only by their hash', async () => {
    const tokenLimiter = limiterOf(9)
    const client = await limited({ tokenLimiter })
    await client.request('/orders')
    expect([...tokenLimiter.counts.keys()]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
  })

  it('does not count requests without a valid token or to open routes', async () => {
    const tokenLimiter = limiterOf(9)
    const client = await limited({ tokenLimiter })
    await client.request('/orders', { headers: bearer('wrong') })
    await client.request('/sync', { method: 'POST', headers: bearer(READ_TOKEN) })
    await client.request('/health')
    expect(tokenLimiter.counts.size).toBe(0)
  })
})

describe('the limit of a token for CSV files and statistics', () => {
  it.each(['/stats', '/trades.csv', '/orders.csv'])(
    'refuses too many of %s, and lets the rest of the API go on',
    async (path) => {
      const client = await limited({ tokenLimiter: limiterOf(9), expensiveLimiter: limiterOf(2) })
      for (let i = 0; i < 2; i++) expect((await client.request(path)).status).toBe(200)
      const refused = await client.request(path)
      expect(refused.headers.get('Retry-After')).toBe(String(RATE_LIMIT_PERIOD_SECONDS))
      const { message } = await expectError(refused, 'rate_limited')
      expect(message).toContain('CSV files and statistics')
      expect((await client.request('/trades')).status).toBe(200)
      expect((await client.request(path, { headers: bearer(READ_TOKEN) })).status).toBe(200)
    },
  )

  it('counts all of these routes together by token hash, and no other route', async () => {
    const expensiveLimiter = limiterOf(9)
    const client = await limited({ expensiveLimiter })
    for (const path of ['/stats', '/stats?underlying=SPY', '/trades.csv', '/orders.csv', '/trades'])
      expect((await client.request(path)).status).toBe(200)
    await client.request('/stats', { headers: bearer('wrong') })
    expect([...expensiveLimiter.counts]).toEqual([[expect.stringMatching(/^[0-9a-f]{64}$/), 4]])
  })

  it('covers every route that answers with a CSV file or statistics', () => {
    const isCostly = ({ path }: { path: string }) => /\.csv$|^\/stats/.test(path)
    const routes = documentedRoutes().filter((route) => isCostly(route))
    expect(routes.length).toBeGreaterThan(2)
    for (const { path, isExpensive } of routes)
      expect({ path, isExpensive }).toEqual({ path, isExpensive: true })
  })
})

describe('the limit of refused tokens', () => {
  const from = (address: string, token: string) => ({
    headers: { ...bearer(token), 'CF-Connecting-IP': address },
  })

  it('is counted by address, and never refuses a valid token', async () => {
    const client = await limited({ refusalLimiter: limiterOf(1) })
    const ask = (address: string, token: string) => client.request('/orders', from(address, token))
    await expectError(await ask('203.0.113.7', 'guess'), 'unauthorized')
    const refused = await ask('203.0.113.7', 'guess again')
    expect(refused.headers.get('Retry-After')).toBe(String(RATE_LIMIT_PERIOD_SECONDS))
    await expectError(refused, 'rate_limited')
    await expectError(await ask('203.0.113.8', 'guess'), 'unauthorized')
    expect((await ask('203.0.113.7', API_TOKEN)).status).toBe(200)
  })
})

describe('a limiter', () => {
  it('that fails limits nobody and is logged', async () => {
    const broken = { limit: () => Promise.reject(new Error('out of order')) }
    const client = await limited({ tokenLimiter: broken, refusalLimiter: broken })
    expect((await client.request('/orders')).status).toBe(200)
    await expectError(await client.request('/orders', { headers: bearer('x') }), 'unauthorized')
    expect(client.logged).toMatchObject(
      Array(2).fill({ level: 'warn', event: 'rate_limiter_failed' }),
    )
  })

  it('exists in wrangler.toml for all three limits', async () => {
    const bound = z.object({
      TOKEN_RATE_LIMITER: rateLimiter,
      EXPENSIVE_RATE_LIMITER: rateLimiter,
      REFUSAL_RATE_LIMITER: rateLimiter,
    })
    const limiters = bound.parse(env)
    const client = await limited({
      tokenLimiter: limiters.TOKEN_RATE_LIMITER,
      expensiveLimiter: limiters.EXPENSIVE_RATE_LIMITER,
      refusalLimiter: limiters.REFUSAL_RATE_LIMITER,
    })
    expect((await client.request('/stats')).status).toBe(200)
    await expectError(await client.request('/orders', { headers: bearer('x') }), 'unauthorized')
    expect(client.logged).toEqual([])
  })
})
