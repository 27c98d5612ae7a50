import { describe, expect, it } from 'vitest'
import { PROFILES } from '../../../src/sync/budget/profile'
import { readSettings } from '../../../src/worker/settings'

const DATABASE_URL = 'postgresql://owner:secret@ep-1.neon.tech/legbook'

const TOKENS = {
  all: 'a-token-for-everything',
  reading: 'a-token-for-reading',
  cron: '0123456789abcdef',
}

const LONG = 'long-enough-as-a-token'
const GOOD = { label: 'a', key_id: 'k', secret_key: 's' }

const listOf = (...items: unknown[]): string => JSON.stringify(items)

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
  it('needs only DATABASE_URL', () => {
    expect(settings({})).toEqual({
      databaseUrl: DATABASE_URL,
      neonHttpEndpoint: undefined,
      tokens: [],
      tokenLimiter: undefined,
      expensiveLimiter: undefined,
      refusalLimiter: undefined,
      accounts: [],
      groupingWindowSeconds: 300,
      corsOrigins: [],
      live: 'off',
      profile: PROFILES.paid,
      keysSecrets: undefined,
    })
  })

  it('reads the secret at rest and the one before it', () => {
    const secret = 'a'.repeat(32)
    const previous = 'b'.repeat(40)
    expect(settings({ KEYS_SECRET: secret }).keysSecrets).toEqual([secret])
    expect(settings({ KEYS_SECRET: secret, KEYS_SECRET_PREVIOUS: previous }).keysSecrets).toEqual([
      secret,
      previous,
    ])
    expect(problem({ KEYS_SECRET: 'short' }).message).toBe(
      'KEYS_SECRET must have at least 32 characters.',
    )
    expect(problem({ KEYS_SECRET_PREVIOUS: previous }).setting).toBe('KEYS_SECRET')
  })

  it('treats an empty setting as unset and trims the others', () => {
    const read = settings({
      API_TOKEN: '  ',
      READ_TOKEN: ` ${TOKENS.reading}\n`,
      GROUPING_WINDOW_SECONDS: '',
      CORS_ORIGINS: '',
    })
    expect(read).toMatchObject({
      tokens: [
        {
          name: 'READ_TOKEN',
          scopes: ['read'],
          secret: { token: TOKENS.reading },
          setting: 'READ_TOKEN',
        },
      ],
      groupingWindowSeconds: 300,
      corsOrigins: [],
    })
  })

  it('makes one account of the three settings, with the paper host as default', () => {
    expect(settings({ ALPACA_API_KEY_ID: 'id', ALPACA_API_SECRET_KEY: 'key' }).accounts).toEqual([
      { label: 'main', keyId: 'id', secretKey: 'key', baseUrl: 'https://paper-api.alpaca.markets' },
    ])
  })

  it('accepts the host as the dashboard shows it', () => {
    const keys = { ALPACA_API_KEY_ID: 'id', ALPACA_API_SECRET_KEY: 'key' }
    const [account] = settings({
      ...keys,
      ALPACA_BASE_URL: 'https://api.alpaca.markets/v2/',
    }).accounts
    expect(account?.baseUrl).toBe('https://api.alpaca.markets')
  })

  it('accepts ALPACA_ACCOUNTS instead', () => {
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

  it('accepts WORKERS_PLAN and SYNC_SUBREQUESTS', () => {
    expect(settings({ WORKERS_PLAN: 'free' }).profile).toEqual(PROFILES.free)
    const { profile } = settings({ WORKERS_PLAN: 'free', SYNC_SUBREQUESTS: '30' })
    expect(profile).toEqual({ ...PROFILES.free, limits: { subrequests: 30, rows: 100 } })
    expect(settings({ SYNC_SUBREQUESTS: '20' }).profile.limits).toEqual({ subrequests: 20 })
  })

  it('accepts origins separated by commas', () => {
    const { corsOrigins } = settings({
      CORS_ORIGINS: 'https://a.example.com/ ,http://localhost:5173',
    })
    expect(corsOrigins).toEqual(['https://a.example.com', 'http://localhost:5173'])
  })

  it('accepts API_TOKENS besides the two tokens, as text or as SHA-256', () => {
    const list = [
      { name: 'cron job', token: TOKENS.cron, scopes: ['sync'] },
      { name: 'frontend', sha256: 'AB'.repeat(32), scopes: ['read', 'edit'] },
    ]
    const { tokens } = settings({ API_TOKEN: TOKENS.all, API_TOKENS: JSON.stringify(list) })
    expect(tokens).toEqual([
      {
        name: 'API_TOKEN',
        scopes: ['read', 'sync', 'edit', 'raw'],
        secret: { token: TOKENS.all },
        setting: 'API_TOKEN',
      },
      {
        name: 'cron job',
        scopes: ['sync'],
        secret: { token: TOKENS.cron },
        setting: 'API_TOKENS[0]',
      },
      {
        name: 'frontend',
        scopes: ['read', 'edit'],
        secret: { sha256: 'ab'.repeat(32) },
        setting: 'API_TOKENS[1]',
      },
    ])
  })

  it('accepts rate limiting bindings', () => {
    const limiter = { limit: async () => ({ success: true }) }
    expect(settings({ TOKEN_RATE_LIMITER: limiter, REFUSAL_RATE_LIMITER: '' })).toMatchObject({
      tokenLimiter: limiter,
      refusalLimiter: undefined,
    })
  })

  it.each([
    ['hush', 'API_TOKENS must be JSON'],
    ['[]', 'API_TOKENS must have at least one token'],
    ['{"name":"hush"}', 'API_TOKENS must be a list'],
    ['["hush"]', 'API_TOKENS[0] must be an object {name, token or sha256, scopes}'],
    [listOf({ token: LONG }), 'API_TOKENS[0].name is missing'],
    [listOf({ name: 7, token: LONG }), 'API_TOKENS[0].name must be text'],
    [listOf({ name: '', token: LONG }), 'API_TOKENS[0].name is missing'],
    [listOf({ name: 'hush!', token: LONG }), 'API_TOKENS[0].name must be 1 to 64 letters'],
    [listOf({ name: 'a', token: LONG }), 'API_TOKENS[0].scopes must be a list of scopes'],
    [listOf({ name: 'a', token: LONG, scopes: 'read' }), 'API_TOKENS[0].scopes must be a list'],
    [listOf({ name: 'a', token: LONG, scopes: [] }), 'API_TOKENS[0].scopes must have at least one'],
    [listOf({ name: 'a', token: LONG, scopes: ['admin'] }), 'scopes[0] must be one of read, sync'],
    [listOf({ name: 'a', token: 'hush', scopes: ['read'] }), '[0].token must be at least 16 print'],
    [listOf({ name: 'a', token: `hush ${LONG}`, scopes: ['read'] }), 'without spaces'],
    [listOf({ name: 'a', token: `hüsh${LONG}`, scopes: ['read'] }), 'printable ASCII'],
    [listOf({ name: 'a', token: 1234567890123456, scopes: ['read'] }), 'token must be text'],
    [
      listOf({ name: 'a', token: LONG, scopes: ['calendar', 'read'] }),
      'API_TOKENS[0].scopes must have no scope beside calendar',
    ],
    [listOf({ name: 'a', scopes: ['read'] }), 'API_TOKENS[0] must have either token or sha256'],
    [
      listOf({ name: 'a', token: LONG, sha256: 'ab'.repeat(32), scopes: ['read'] }),
      'API_TOKENS[0] must have either token or sha256',
    ],
    [
      listOf({ name: 'a', sha256: 'hush', scopes: ['read'] }),
      'sha256 must be 64 hexadecimal digits',
    ],
    [
      listOf({ name: 'a', token: LONG, scopes: ['read'], scope: 1 }),
      'API_TOKENS[0] has the field scope, which is not known',
    ],
    [listOf({ name: 'a', token: LONG, scopes: ['read'], hush77: 1 }), 'a field that is not known'],
  ])('says what is wrong of API_TOKENS, without quoting it: %s', (API_TOKENS, reason) => {
    const { code, setting, message } = problem({ API_TOKENS })
    expect({ code, setting }).toEqual({ code: 'misconfigured', setting: 'API_TOKENS' })
    expect(message).toContain(reason)
    expect(message).not.toMatch(/hush|hüsh|admin/)
    expect(message).not.toContain(LONG)
  })

  it.each([
    [
      { API_TOKEN: LONG, READ_TOKEN: LONG },
      'READ_TOKEN',
      'READ_TOKEN is the same token as API_TOKEN',
    ],
    [
      { API_TOKEN: LONG, API_TOKENS: listOf({ name: 'API_TOKEN', token: LONG, scopes: ['read'] }) },
      'API_TOKENS',
      'API_TOKENS[0] is the same token as API_TOKEN, with other scopes.',
    ],
    [
      {
        API_TOKENS: listOf(
          { name: 'a', sha256: 'ab'.repeat(32), scopes: ['read'] },
          { name: 'b', sha256: 'AB'.repeat(32), scopes: ['read', 'edit'] },
        ),
      },
      'API_TOKENS',
      'API_TOKENS[1] is the same token as API_TOKENS[0], with other scopes.',
    ],
  ])('refuses one token with two sets of scopes: %o', (env, setting, message) => {
    const found = problem(env)
    expect(found).toMatchObject({ code: 'misconfigured', setting })
    expect(found.message).toContain(message)
    expect(found.message).not.toContain(LONG)
  })

  it('accepts one token twice with the same scopes, in any order', () => {
    const API_TOKENS = listOf(
      { name: 'a', token: LONG, scopes: ['read', 'edit'] },
      { name: 'a', token: LONG, scopes: ['edit', 'read', 'read'] },
      { name: 'b', token: LONG, scopes: ['read', 'edit'] },
    )
    expect(settings({ API_TOKENS }).tokens).toHaveLength(3)
  })

  it.each([
    ['hush', 'ALPACA_ACCOUNTS must be JSON'],
    ['{not json', 'ALPACA_ACCOUNTS must be JSON'],
    ['[]', 'ALPACA_ACCOUNTS must have at least one account'],
    ['{"label":"hush"}', 'ALPACA_ACCOUNTS must be a list of {label, key_id, secret_key, base_url}'],
    [listOf(GOOD, 'hush'), 'ALPACA_ACCOUNTS[1] must be an object {label, key_id'],
    [listOf(GOOD, { label: 'b', secret_key: 'hush' }), 'ALPACA_ACCOUNTS[1].key_id is missing'],
    [listOf({ ...GOOD, secret_key: undefined }), 'ALPACA_ACCOUNTS[0].secret_key is missing'],
    [listOf({ ...GOOD, key_id: ' ' }), 'ALPACA_ACCOUNTS[0].key_id is missing'],
    [listOf({ ...GOOD, key_id: 7 }), 'ALPACA_ACCOUNTS[0].key_id must be text'],
    [listOf({ ...GOOD, key_id: 'hush hush' }), 'ALPACA_ACCOUNTS[0].key_id must be printable ASCII'],
    [listOf({ ...GOOD, label: undefined }), 'ALPACA_ACCOUNTS[0].label is missing'],
    [listOf({ ...GOOD, label: 'hush'.repeat(17) }), 'label must have at most 64 characters'],
    [listOf({ ...GOOD, label: 'hush/x' }), 'ALPACA_ACCOUNTS[0].label must not contain / '],
    [listOf({ ...GOOD, label: '..' }), 'ALPACA_ACCOUNTS[0].label must not contain / '],
    [listOf({ ...GOOD, label: '\ud800' }), 'ALPACA_ACCOUNTS[0].label must not contain / '],
    [
      listOf({ ...GOOD, label: 'E6FE16F3-64a4-4921-8928-cadf02f92f98' }),
      'ALPACA_ACCOUNTS[0].label must not look like the id of an account',
    ],
    [
      listOf(GOOD, { ...GOOD, key_id: 'other' }),
      '[1].label is the same as ALPACA_ACCOUNTS[0].label',
    ],
    [listOf(GOOD, { ...GOOD, label: 'b' }), '[1].key_id is the same as ALPACA_ACCOUNTS[0].key_id'],
    [listOf({ ...GOOD, secret: 'hush' }), 'ALPACA_ACCOUNTS[0] has the field secret, which is not'],
    [listOf({ ...GOOD, PKHUSH123: 'hush' }), 'ALPACA_ACCOUNTS[0] has a field that is not known'],
    [
      listOf({ ...GOOD, base_url: 'http://api.alpaca.markets' }),
      'ALPACA_ACCOUNTS[0].base_url must be an https URL',
    ],
  ])('names the place and the field at fault in ALPACA_ACCOUNTS: %s', (ALPACA_ACCOUNTS, reason) => {
    const { code, setting, message } = problem({ ALPACA_ACCOUNTS })
    expect({ code, setting }).toEqual({ code: 'misconfigured', setting: 'ALPACA_ACCOUNTS' })
    expect(message).toContain(reason)
    expect(message).not.toMatch(/hush/i)
  })

  it.each([
    'https://api.alpaca.markets',
    'https://api.alpaca.markets/v2/',
    'HTTPS://API.alpaca.markets:443/',
    'http://127.0.0.1:8080',
    'http://127.9.9.9',
    'http://localhost:8080/v2',
    'http://[::1]:8080',
  ])('takes an ALPACA_BASE_URL on https or on loopback: %s', (ALPACA_BASE_URL) => {
    const keys = { ALPACA_API_KEY_ID: 'id', ALPACA_API_SECRET_KEY: 'key' }
    const [account] = settings({ ...keys, ALPACA_BASE_URL }).accounts
    expect(account?.baseUrl).toBe(new URL(ALPACA_BASE_URL).origin)
  })

  it.each([
    'http://api.alpaca.markets',
    'http://localhost.evil.com',
    'http://127.0.0.1.evil.com',
    'http://0.0.0.0',
    'http://10.0.0.1',
    'ftp://api.alpaca.markets',
    'api.alpaca.markets',
    'https://hush:word@api.alpaca.markets',
    'https://hush@api.alpaca.markets',
    'https://api.alpaca.markets/v2/orders',
    'https://api.alpaca.markets/v1',
    'https://api.alpaca.markets?key=hush',
    'https://api.alpaca.markets#hush',
  ])(
    'refuses an ALPACA_BASE_URL that would show the keys or miss the API: %s',
    (ALPACA_BASE_URL) => {
      const { setting, message } = problem({ ALPACA_BASE_URL })
      expect(setting).toBe('ALPACA_BASE_URL')
      expect(message).toMatch(/^ALPACA_BASE_URL must be an https URL/)
      expect(message).not.toContain('hush')
    },
  )

  it.each([
    'https://user:hush@neon.example.com/sql',
    'http://neon.example.com/sql',
    'ws://127.0.0.1/sql',
  ])('refuses a NEON_HTTP_ENDPOINT that would show the connection string: %s', (endpoint) => {
    const { setting, message } = problem({ NEON_HTTP_ENDPOINT: endpoint })
    expect(setting).toBe('NEON_HTTP_ENDPOINT')
    expect(message).not.toContain('hush')
  })

  it('accepts a database outside Neon only with NEON_HTTP_ENDPOINT', () => {
    const elsewhere = 'postgresql://me:hush@db.mycompany.com/x'
    expect(problem({ DATABASE_URL: elsewhere })).toEqual({
      code: 'misconfigured',
      setting: 'DATABASE_URL',
      message: 'DATABASE_URL is not of a host of Neon: for another host, set NEON_HTTP_ENDPOINT.',
    })
    for (const NEON_HTTP_ENDPOINT of ['http://127.0.0.1:4444/sql', 'https://neon.example.com/sql'])
      expect(settings({ DATABASE_URL: elsewhere, NEON_HTTP_ENDPOINT })).toMatchObject({
        databaseUrl: elsewhere,
        neonHttpEndpoint: NEON_HTTP_ENDPOINT,
      })
  })

  it.each([
    ['*', ['*']],
    ['https://A.example.com/', ['https://a.example.com']],
    [
      'https://a.example.com:443 , http://localhost:5173',
      ['https://a.example.com', 'http://localhost:5173'],
    ],
    ['http://[::1]:3000', ['http://[::1]:3000']],
    ['https://bücher.example', ['https://xn--bcher-kva.example']],
    [
      ['https://a.example.com', 'https://b.example.com/'],
      ['https://a.example.com', 'https://b.example.com'],
    ],
    [[], []],
  ])('takes origins as browsers send them: %j', (CORS_ORIGINS, origins) => {
    expect(settings({ CORS_ORIGINS }).corsOrigins).toEqual(origins)
  })

  it.each([
    'https://a.example.com/path',
    'https://a.example.com//',
    'https://a.example.com/*',
    'https://a.example.com?',
    'https://a.example.com#',
    'https://*.example.com',
    'http://localhost:*',
    '*.example.com',
    'a.example.com',
    'localhost:5173',
    '//a.example.com',
    'https://me:word@a.example.com',
    'https://a.example.com;',
    'https://a.example.com;https://b.example.com',
    'https://a.example.com https://b.example.com',
    'ftp://a.example.com',
    'file:///home',
    'null',
    'https:///',
  ])('refuses an origin that no browser sends: %s', (origin) => {
    const { setting, message } = problem({ CORS_ORIGINS: `https://good.example.com,${origin}` })
    expect(setting).toBe('CORS_ORIGINS')
    expect(message).toMatch(/^CORS_ORIGINS\[1\] must be an origin such as/)
    expect(message).not.toContain(origin)
  })

  it('converts numbers, lists and tables of [vars] if their meaning is clear', () => {
    const read = settings({
      GROUPING_WINDOW_SECONDS: 600,
      SYNC_SUBREQUESTS: 50,
      CORS_ORIGINS: ['https://a.example.com'],
      ALPACA_ACCOUNTS: [GOOD],
      API_TOKENS: [{ name: 'cron', token: LONG, scopes: ['sync'] }],
      READ_TOKEN: null,
    })
    expect(read).toMatchObject({
      groupingWindowSeconds: 600,
      profile: { limits: { subrequests: 50 } },
      corsOrigins: ['https://a.example.com'],
      accounts: [{ label: 'a', keyId: 'k', secretKey: 's' }],
      tokens: [{ name: 'cron' }],
    })
  })

  it.each([
    ['DATABASE_URL', 5],
    ['DATABASE_URL', ['postgresql://u:p@ep-1.neon.tech/db']],
    ['NEON_HTTP_ENDPOINT', true],
    ['API_TOKEN', 1234567890123456],
    ['READ_TOKEN', false],
    ['READ_TOKEN', { token: LONG }],
    ['API_TOKENS', true],
    ['API_TOKENS', { name: 'a', token: LONG, scopes: ['read'] }],
    ['ALPACA_API_KEY_ID', 12345],
    ['ALPACA_API_SECRET_KEY', ['s']],
    ['ALPACA_BASE_URL', {}],
    ['ALPACA_ACCOUNTS', 7],
    ['ALPACA_ACCOUNTS', { paper: GOOD }],
    ['GROUPING_WINDOW_SECONDS', true],
    ['GROUPING_WINDOW_SECONDS', 0.5],
    ['GROUPING_WINDOW_SECONDS', -1],
    ['GROUPING_WINDOW_SECONDS', 1e21],
    ['GROUPING_WINDOW_SECONDS', [600]],
    ['GROUPING_WINDOW_SECONDS', {}],
    ['SYNC_SUBREQUESTS', 19],
    ['WORKERS_PLAN', 1],
    ['WORKERS_PLAN', true],
    ['CORS_ORIGINS', true],
    ['CORS_ORIGINS', [7]],
    ['CORS_ORIGINS', { origin: 'https://a.example.com' }],
    ['TOKEN_RATE_LIMITER', 6000],
    ['EXPENSIVE_RATE_LIMITER', true],
  ])('refuses a value of %s that means nothing there: %j', (name, value) => {
    expect(problem({ [name]: value })).toMatchObject({ code: 'misconfigured', setting: name })
  })

  it.each(['API_TOKEN', 'DATABASE_URL', 'ALPACA_API_KEY_ID', 'WORKERS_PLAN', 'ALPACA_ACCOUNTS'])(
    'says that %s has quotes around it',
    (name) => {
      for (const quote of ['"', "'", '`']) {
        const { message } = problem({ [name]: `${quote}${LONG}${quote}` })
        expect(message).toBe(`${name} has quotes around it: remove them.`)
      }
    },
  )

  it.each([
    [{ TOKEN_RATE_LIMITER: '6000' }, 'misconfigured', 'TOKEN_RATE_LIMITER'],
    [{ DATABASE_URL: undefined }, 'not_configured', 'DATABASE_URL'],
    [{ DATABASE_URL: ' ' }, 'not_configured', 'DATABASE_URL'],
    [{ DATABASE_URL: 'mysql://x' }, 'misconfigured', 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgresql://host-without-user/db' }, 'misconfigured', 'DATABASE_URL'],
    [{ NEON_HTTP_ENDPOINT: 'localhost' }, 'misconfigured', 'NEON_HTTP_ENDPOINT'],
    [{ API_TOKEN: 'fifteen-letters' }, 'misconfigured', 'API_TOKEN'],
    [{ READ_TOKEN: 'sixteen letters!' }, 'misconfigured', 'READ_TOKEN'],
    [{ READ_TOKEN: 'sixteen-lettërs!' }, 'misconfigured', 'READ_TOKEN'],
    [{ ALPACA_API_KEY_ID: 'AK1234' }, 'misconfigured', 'ALPACA_API_SECRET_KEY'],
    [{ ALPACA_API_SECRET_KEY: 'AK1234' }, 'misconfigured', 'ALPACA_API_KEY_ID'],
    [{ ALPACA_API_KEY_ID: 'AK 1234' }, 'misconfigured', 'ALPACA_API_KEY_ID'],
    [{ ALPACA_BASE_URL: 'no-url' }, 'misconfigured', 'ALPACA_BASE_URL'],
    [{ GROUPING_WINDOW_SECONDS: '-1' }, 'misconfigured', 'GROUPING_WINDOW_SECONDS'],
    [{ GROUPING_WINDOW_SECONDS: '5m' }, 'misconfigured', 'GROUPING_WINDOW_SECONDS'],
    [{ SYNC_SUBREQUESTS: '3' }, 'misconfigured', 'SYNC_SUBREQUESTS'],
    [{ SYNC_SUBREQUESTS: '19' }, 'misconfigured', 'SYNC_SUBREQUESTS'],
    [{ WORKERS_PLAN: 'enterprise' }, 'misconfigured', 'WORKERS_PLAN'],
    [{ CORS_ORIGINS: 'no-origin' }, 'misconfigured', 'CORS_ORIGINS'],
  ])('names what is wrong, not its value: %o', (env, code, setting) => {
    const found = problem(env)
    expect(found).toMatchObject({ code, setting })
    expect(found.message).toContain(setting)
    for (const value of Object.values(env))
      if (value?.trim()) expect(found.message).not.toContain(value)
  })
})
