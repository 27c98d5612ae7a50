import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { NeonDbError } from '@neondatabase/serverless'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { connectionProblem } from '../../src/local/connection-problem'
import { withoutSecrets } from '../../src/local/secrets'

const DATABASE_URL = 'postgresql://owner:p%23ssw0rd@ep-1.aws.neon.tech/db?sslmode=require'

describe('a printed error', () => {
  it.each([
    `Database connection string provided to neon() is not a valid URL (connection string: ${DATABASE_URL})`,
    `TypeError: Invalid URL { input: '${DATABASE_URL}' }`,
    'failed for postgres://someone:p%23ssw0rd@elsewhere/db',
    'the password p#ssw0rd or p%23ssw0rd was refused',
    'credentials owner:p%23ssw0rd',
  ])('has no connection string and no password: %s', (message) => {
    expect(withoutSecrets(message, { DATABASE_URL })).not.toMatch(/ssw0rd|ep-1|elsewhere/)
  })

  it('has no password of a malformed connection string', () => {
    for (const text of [
      "psql 'postgresql://me:hu#sh/77@host/db'",
      'postgresql://me:hu#sh/77@host/db',
    ])
      expect(withoutSecrets(`no: ${text}; hu#sh/77`, { DATABASE_URL: text })).not.toMatch(
        /hu#|sh\/77/,
      )
  })

  it('has no token and no key, not of a list either, and is otherwise unchanged', () => {
    const settings = {
      API_TOKEN: 'api-token-0123456789',
      API_TOKENS: '[{"name":"cron","token":"listed-token-0123456789","scopes":["sync"]}]',
      ALPACA_API_KEY_ID: 'PKABCDEF',
      ALPACA_ACCOUNTS: '[{"label":"a","key_id":"PK2","secret_key":"secret-key-0123456789"}]',
      ALPACA_BASE_URL: 'https://paper-api.alpaca.markets',
      PATH: '/usr/bin',
    }
    const message =
      'api-token-0123456789 listed-token-0123456789 secret-key-0123456789 PKABCDEF /usr/bin https://paper-api.alpaca.markets'
    expect(withoutSecrets(message, settings)).toBe(
      '[…] […] […] […] /usr/bin https://paper-api.alpaca.markets',
    )
  })
})

describe('the reason why a database could not be used', () => {
  const withCode = (message: string, code: string) => Object.assign(new Error(message), { code })
  const fromServer = (message: string, code: string) =>
    Object.assign(new NeonDbError(message), { code })

  it.each([
    [withCode('getaddrinfo ENOTFOUND ep-1', 'ENOTFOUND'), 'its host was not found'],
    [withCode('connect ECONNREFUSED', 'ECONNREFUSED'), 'nothing listens at its host and port'],
    [
      withCode('password authentication failed for user "owner"', '28P01'),
      'it refused the user or the password',
    ],
    [
      fromServer('permission denied for schema', '42501'),
      'permission denied for schema (SQLSTATE 42501)',
    ],
    [
      Object.assign(new NeonDbError(`Error connecting to database: TypeError: ${DATABASE_URL}`), {
        sourceError: new TypeError('fetch failed', { cause: withCode('no', 'ENOTFOUND') }),
      }),
      'its host was not found',
    ],
    [
      new NeonDbError(`Server error (HTTP status 502): ${DATABASE_URL}`),
      'its endpoint answered HTTP status 502',
    ],
    [new NeonDbError(DATABASE_URL), 'it did not answer'],
    [new Error(`odd: ${DATABASE_URL}`), 'odd: […]'],
    ['thrown', 'it failed'],
  ])('is said in plain words: %o', (error, words) => {
    expect(connectionProblem(error, DATABASE_URL)).toBe(words)
  })
})

it('the logs of Cloudflare have no query of an address, where the token of the calendar is', () => {
  const file = fileURLToPath(new URL('../../wrangler.toml', import.meta.url))
  expect(parse(readFileSync(file, 'utf8')).observability).toMatchObject({
    redact_query_string: true,
  })
})
