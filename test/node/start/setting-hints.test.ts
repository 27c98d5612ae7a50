import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { nearestName } from '../../../src/local/start/nearest-name'
import { settingHints } from '../../../src/local/start/setting-hints'
import { LOCAL_SETTING_NAMES } from '../../../src/local/start/settings'

const folder = mkdtempSync(join(tmpdir(), 'legbook-hints-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NONE = join(folder, 'no-such-file')

function fileOf(text: string): string {
  const file = join(folder, '.dev.vars')
  writeFileSync(file, text)
  return file
}

describe('the nearest setting to a name', () => {
  it.each([
    ['ALPACA_API_KEY', 'ALPACA_API_KEY_ID'],
    ['ALPACA_KEY_ID', 'ALPACA_API_KEY_ID'],
    ['ALPACA_SECRET_KEY', 'ALPACA_API_SECRET_KEY'],
    ['ALPACA_API_SECRET', 'ALPACA_API_SECRET_KEY'],
    ['ALPACA_API_KEY_SECRET', 'ALPACA_API_SECRET_KEY'],
    ['APCA_API_KEY_ID', 'ALPACA_API_KEY_ID'],
    ['APCA_API_SECRET_KEY', 'ALPACA_API_SECRET_KEY'],
    ['APCA_API_BASE_URL', 'ALPACA_BASE_URL'],
    ['ALPACA_URL', 'ALPACA_BASE_URL'],
    ['ALPACA_ACCOUNT', 'ALPACA_ACCOUNTS'],
    ['ALPCA_API_KEY_ID', 'ALPACA_API_KEY_ID'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DB_URL', 'DATABASE_URL'],
    ['POSTGRES_URL', 'DATABASE_URL'],
    ['NEON_DATABASE_URL', 'DATABASE_URL'],
    ['NEON_ENDPOINT', 'NEON_HTTP_ENDPOINT'],
    ['databaseUrl', 'DATABASE_URL'],
    ['api_token', 'API_TOKEN'],
    ['LEGBOOK_API_TOKEN', 'API_TOKEN'],
    ['API_TOKENS_JSON', 'API_TOKENS'],
    ['READ_ONLY_TOKEN', 'READ_TOKEN'],
    ['GROUPING_WINDOW', 'GROUPING_WINDOW_SECONDS'],
    ['GROUPING_WINDOW_SECS', 'GROUPING_WINDOW_SECONDS'],
    ['CORS_ORIGIN', 'CORS_ORIGINS'],
    ['CORS_ALLOWED_ORIGINS', 'CORS_ORIGINS'],
    ['WORKER_PLAN', 'WORKERS_PLAN'],
    ['SYNC_SUBREQUEST', 'SYNC_SUBREQUESTS'],
    ['RATE_LIMITS', 'RATE_LIMIT'],
    ['DATADIR', 'DATA_DIR'],
  ])('%s resembles %s', (name, meant) => {
    expect(nearestName(name)).toBe(meant)
  })

  it.each([
    ['NPM_TOKEN', 'APP_TOKEN', 'REPO_TOKEN', 'GITHUB_TOKEN', 'CLOUDFLARE_API_TOKEN', 'TOKEN'],
    ['NEON_API_KEY', 'API_KEY', 'API_URL', 'TEST_DATABASE_URL', 'DATABASE_HOST', 'PGHOST'],
    ['PATH', 'HOME', 'PORTS', 'XDG_DATA_DIRS', 'npm_config_cache', 'SSH_AUTH_SOCK', 'LANG'],
  ])('%s and other variables of other programs resemble none', (...names) => {
    for (const name of names) expect([name, nearestName(name)]).toEqual([name, null])
  })

  it('is the name itself for each setting', () => {
    for (const name of LOCAL_SETTING_NAMES) expect(nearestName(name)).toBe(name)
  })
})

describe('hints at start', () => {
  it('name the nearest setting and the place of the name, never a value', () => {
    const devVars = fileOf('ALPACA_SECRET_KEY=hush-secret\nSOMETHING=hush-else\nCRON=off\n')
    const hints = settingHints({ ALPACA_API_KEY: 'hush-key', DATABASE_URI: 'hush-url' }, devVars)
    expect(hints).toEqual([
      `ALPACA_SECRET_KEY in ${devVars} is not a setting of legbook: did you mean ALPACA_API_SECRET_KEY?`,
      `SOMETHING in ${devVars} is not a setting of legbook.`,
      'ALPACA_API_KEY is not a setting of legbook: did you mean ALPACA_API_KEY_ID?',
      'DATABASE_URI is not a setting of legbook: did you mean DATABASE_URL?',
    ])
    expect(hints.join()).not.toContain('hush')
  })

  it('ignore the variables of other programs', () => {
    const others = { NPM_TOKEN: 'x', PATH: '/bin', npm_lifecycle_event: 'start', API_KEY: 'x' }
    expect(settingHints(others, NONE)).toEqual([])
  })

  it('ignore a variable when the setting that it resembles is set', () => {
    const names = { APCA_API_KEY_ID: 'x', DATABASE_URL_UNPOOLED: 'x', ALPACA_PAPER: 'true' }
    expect(settingHints(names, NONE)).toHaveLength(3)
    const set = { ALPACA_API_KEY_ID: 'x', DATABASE_URL: 'x' }
    expect(settingHints({ ...names, ...set }, NONE)).toEqual([])
    expect(settingHints({ ALPACA_API_KEY: 'x', ALPACA_ACCOUNTS: '[]' }, NONE)).toEqual([])
  })

  it('name settings that another setting overrides', () => {
    const env = { ALPACA_ACCOUNTS: '[]', ALPACA_API_KEY_ID: 'x', NEON_HTTP_ENDPOINT: 'https://x' }
    expect(settingHints(env, NONE)).toEqual([
      'ALPACA_API_KEY_ID has no effect: ALPACA_ACCOUNTS is set.',
      'NEON_HTTP_ENDPOINT has no effect: DATABASE_URL is not set.',
    ])
  })
})
