import { describe, expect, it } from 'vitest'
import { readSettings } from '../../../src/api/settings'
import { PROFILES } from '../../../src/sync/profile'

const DATABASE_URL = 'postgresql://owner:secret@ep-1.neon.tech/legbook'

const settings = (env: Record<string, unknown>) => {
  const result = readSettings({ DATABASE_URL, ...env })
  if ('problem' in result) throw new Error(result.problem.message)
  return result.settings
}

const problem = (env: Record<string, unknown>) => {
  const result = readSettings({ DATABASE_URL, ...env })
  if (!('problem' in result)) throw new Error('these settings are good')
  return result.problem
}

describe('readSettings', () => {
  it('needs a database and nothing else', () => {
    expect(settings({})).toEqual({
      databaseUrl: DATABASE_URL,
      neonHttpEndpoint: undefined,
      tokens: [],
      tokenLimiter: undefined,
      refusalLimiter: undefined,
      accounts: [],
      groupingWindowSeconds: 300,
      corsOrigins: [],
      profile: PROFILES.paid,
    })
  })

  it('counts an empty setting as unset, and trims the rest', () => {
    const read = settings({
      API_TOKEN: '  ',
      READ_TOKEN: 'r\n',
      GROUPING_WINDOW_SECONDS: '',
      CORS_ORIGINS: '',
    })
    expect(read).toMatchObject({
      tokens: [{ name: 'READ_TOKEN', scopes: ['read'], secret: { token: 'r' } }],
      groupingWindowSeconds: 300,
      corsOrigins: [],
    })
  })

  it('makes one account of the three settings, on the paper host', () => {
    expect(settings({ ALPACA_API_KEY_ID: 'id', ALPACA_API_SECRET_KEY: 'key' }).accounts).toEqual([
      { label: 'main', keyId: 'id', secretKey: 'key', baseUrl: 'https://paper-api.alpaca.markets' },
    ])
  })

  it('takes the host as the dashboard shows it', () => {
    const keys = { ALPACA_API_KEY_ID: 'id', ALPACA_API_SECRET_KEY: 'key' }
    const [account] = settings({
      ...keys,
      ALPACA_BASE_URL: 'https://api.alpaca.markets/v2/',
    }).accounts
    expect(account?.baseUrl).toBe('https://api.alpaca.markets')
  })

  it('takes a list of accounts instead', () => {
    const list = [
      { label: 'paper', key_id: 'a', secret_key: 'b' },
      { label: 'live', key_id: 'c', secret_key: 'd', base_url: 'https://api.alpaca.markets' },
    ]
    const { accounts } = settings({
      ALPACA_ACCOUNTS: JSON.stringify(list),
      ALPACA_API_KEY_ID: 'ignored',
    })
    expect(accounts.map(({ label, baseUrl }) => [label, baseUrl])).toEqual([
      ['paper', 'https://paper-api.alpaca.markets'],
      ['live', 'https://api.alpaca.markets'],
    ])
  })

  it('takes the plan of Workers, and a number of subrequests of its own', () => {
    expect(settings({ WORKERS_PLAN: 'free' }).profile).toEqual(PROFILES.free)
    const { profile } = settings({ WORKERS_PLAN: 'free', SYNC_SUBREQUESTS: '30' })
    expect(profile).toEqual({ ...PROFILES.free, limits: { subrequests: 30, rows: 100 } })
    expect(settings({ SYNC_SUBREQUESTS: '20' }).profile.limits).toEqual({ subrequests: 20 })
  })

  it('takes origins by commas', () => {
    const { corsOrigins } = settings({
      CORS_ORIGINS: 'https://a.example.com/ ,http://localhost:5173',
    })
    expect(corsOrigins).toEqual(['https://a.example.com', 'http://localhost:5173'])
  })

  it('takes tokens of its own beside the two, whole or as their SHA-256', () => {
    const list = [
      { name: 'cron job', token: 'c', scopes: ['sync'] },
      { name: 'frontend', sha256: 'AB'.repeat(32), scopes: ['read', 'edit'] },
    ]
    const { tokens } = settings({ API_TOKEN: 'a', API_TOKENS: JSON.stringify(list) })
    expect(tokens).toEqual([
      { name: 'API_TOKEN', scopes: ['read', 'sync', 'edit', 'raw'], secret: { token: 'a' } },
      { name: 'cron job', scopes: ['sync'], secret: { token: 'c' } },
      { name: 'frontend', scopes: ['read', 'edit'], secret: { sha256: 'ab'.repeat(32) } },
    ])
  })

  it('takes rate limiting bindings', () => {
    const limiter = { limit: async () => ({ success: true }) }
    expect(settings({ TOKEN_RATE_LIMITER: limiter, REFUSAL_RATE_LIMITER: '' })).toMatchObject({
      tokenLimiter: limiter,
      refusalLimiter: undefined,
    })
  })

  it.each([
    ['hush', 'be JSON'],
    ['[]', 'at least one token'],
    ['{"name":"hush"}', 'be a list'],
    ['["hush"]', 'be a list of'],
    ['[{"name":"a","token":"hush"}]', 'a list of scopes'],
    ['[{"name":"a","token":"hush","scopes":[]}]', 'a scope for each'],
    ['[{"name":"a","token":"hush","scopes":["admin"]}]', 'scopes out of read, sync, edit, raw'],
    ['[{"name":"a","token":"hush hush","scopes":["read"]}]', 'without spaces'],
    ['[{"name":"","token":"hush","scopes":["read"]}]', 'names'],
    ['[{"name":"a","scopes":["read"]}]', 'either token or sha256'],
    ['[{"name":"a","sha256":"hush","scopes":["read"]}]', '64 hexadecimal digits'],
    ['[{"name":"a","token":"hush","scopes":["read"],"hush":1}]', 'be a list of'],
  ])('says what is wrong of API_TOKENS, without quoting it: %s', (API_TOKENS, reason) => {
    const { code, setting, message } = problem({ API_TOKENS })
    expect({ code, setting }).toEqual({ code: 'misconfigured', setting: 'API_TOKENS' })
    expect(message).toContain(`API_TOKENS must`)
    expect(message).toContain(reason)
    expect(message).not.toContain('hush')
  })

  it.each([
    [{ TOKEN_RATE_LIMITER: '6000' }, 'misconfigured', 'TOKEN_RATE_LIMITER'],
    [{ DATABASE_URL: undefined }, 'not_configured', 'DATABASE_URL'],
    [{ DATABASE_URL: 'mysql://x' }, 'misconfigured', 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgresql://host-without-user/db' }, 'misconfigured', 'DATABASE_URL'],
    [{ NEON_HTTP_ENDPOINT: 'localhost' }, 'misconfigured', 'NEON_HTTP_ENDPOINT'],
    [{ ALPACA_API_KEY_ID: 'AK1234' }, 'misconfigured', 'ALPACA_API_SECRET_KEY'],
    [{ ALPACA_API_SECRET_KEY: 'AK1234' }, 'misconfigured', 'ALPACA_API_KEY_ID'],
    [{ ALPACA_BASE_URL: 'no-url' }, 'misconfigured', 'ALPACA_BASE_URL'],
    [{ ALPACA_ACCOUNTS: '{not json' }, 'misconfigured', 'ALPACA_ACCOUNTS'],
    [{ ALPACA_ACCOUNTS: '[]' }, 'misconfigured', 'ALPACA_ACCOUNTS'],
    [{ ALPACA_ACCOUNTS: '[{"label":"a","key_id":"hush"}]' }, 'misconfigured', 'ALPACA_ACCOUNTS'],
    [{ ALPACA_ACCOUNTS: twice('a') }, 'misconfigured', 'ALPACA_ACCOUNTS'],
    [{ GROUPING_WINDOW_SECONDS: '-1' }, 'misconfigured', 'GROUPING_WINDOW_SECONDS'],
    [{ GROUPING_WINDOW_SECONDS: '5m' }, 'misconfigured', 'GROUPING_WINDOW_SECONDS'],
    [{ SYNC_SUBREQUESTS: '3' }, 'misconfigured', 'SYNC_SUBREQUESTS'],
    [{ SYNC_SUBREQUESTS: '19' }, 'misconfigured', 'SYNC_SUBREQUESTS'],
    [{ WORKERS_PLAN: 'enterprise' }, 'misconfigured', 'WORKERS_PLAN'],
    [{ CORS_ORIGINS: 'no-origin' }, 'misconfigured', 'CORS_ORIGINS'],
    [{ CORS_ORIGINS: 'https://a.example.com/path' }, 'misconfigured', 'CORS_ORIGINS'],
  ])('names what is wrong, not its value: %o', (env, code, setting) => {
    const found = problem(env)
    expect(found).toMatchObject({ code, setting })
    expect(found.message).toContain(setting)
    for (const value of Object.values(env)) if (value) expect(found.message).not.toContain(value)
    expect(found.message).not.toContain('hush')
  })
})

function twice(label: string): string {
  return JSON.stringify([1, 2].map(() => ({ label, key_id: 'k', secret_key: 's' })))
}
