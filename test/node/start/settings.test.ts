import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { afterAll, describe, expect, it } from 'vitest'
import { RATE_LIMIT_PERIOD_SECONDS } from '../../../src/api/auth/rate-limiter'
import { LEASE_SECONDS } from '../../../src/db/runs/lease'
import { requireAccount } from '../../../src/local/start/alpaca'
import { openDataFolder } from '../../../src/local/start/data-folder'
import { projectFolder, readWorkerConfig } from '../../../src/local/start/project'
import { readLocalSettings } from '../../../src/local/start/settings'

const folder = mkdtempSync(join(tmpdir(), 'legbook-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const none = join(folder, 'no-such-file')
const read = (environment: Record<string, string>) => readLocalSettings(environment, none)

describe('settings of npm start', () => {
  it('have defaults', () => {
    expect(read({})).toEqual({
      port: 8787,
      dataDir: '.local',
      cron: true,
      rateLimit: null,
      worker: {},
    })
  })

  it('come from the environment, and otherwise from .dev.vars', () => {
    const devVars = join(folder, '.dev.vars')
    writeFileSync(devVars, 'API_TOKEN="from file"\nPORT=9000\nCRON=off\nSOMETHING=else\n')
    expect(readLocalSettings({ PORT: '9001', CRON: ' ' }, devVars)).toEqual({
      port: 9001,
      dataDir: '.local',
      cron: false,
      rateLimit: null,
      worker: { API_TOKEN: 'from file' },
    })
  })

  it('know the limits of wrangler.toml, whose period is what Retry-After says', () => {
    expect(read({ RATE_LIMIT: '25' }).rateLimit).toBe(25)
    expect(readWorkerConfig().ratelimits.map(({ name, simple }) => [name, simple.period])).toEqual([
      ['TOKEN_RATE_LIMITER', RATE_LIMIT_PERIOD_SECONDS],
      ['REFUSAL_RATE_LIMITER', RATE_LIMIT_PERIOD_SECONDS],
      ['EXPENSIVE_RATE_LIMITER', RATE_LIMIT_PERIOD_SECONDS],
    ])
  })

  it('know the queues of wrangler.toml, which are comments there until a deployment needs it', () => {
    const { producers, consumers } = readWorkerConfig().queues
    expect(producers).toEqual([
      { binding: 'ACCOUNTS', queue: 'legbook-accounts' },
      { binding: 'WEBHOOKS', queue: 'legbook-webhooks' },
    ])
    expect(consumers).toMatchObject([
      {
        queue: 'legbook-accounts',
        max_batch_size: 1,
        max_concurrency: 50,
        max_retries: 5,
        retry_delay: 150,
        dead_letter_queue: 'legbook-accounts-dead',
      },
      { queue: 'legbook-accounts-dead' },
      { queue: 'legbook-webhooks' },
    ])
    const deployed = parse(readFileSync(join(projectFolder, 'wrangler.toml'), 'utf8'))
    expect(deployed).not.toHaveProperty('queues')
    expect(LEASE_SECONDS).toBeLessThan(consumers[0]?.retry_delay ?? 0)
  })

  it('store nothing when DATA_DIR is memory', () => {
    expect(read({ DATA_DIR: 'memory' }).dataDir).toBeNull()
    const data = openDataFolder(null)
    expect(data.postgres).toBeNull()
    expect(data.remember('name', () => 'made')).toBe('made')
  })

  it.each([
    ['PORT', 'http'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['CRON', 'sometimes'],
    ['QUEUE', 'yes'],
    ['RATE_LIMIT', '0'],
    ['RATE_LIMIT', 'many'],
    ['ALPACA_STAND_IN', 'true'],
    ['ALPACA_STAND_IN', 'YES'],
  ])('name the fault of %s=%s', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(name)
  })

  it('name the fault of Alpaca keys', () => {
    expect(() => requireAccount({ ALPACA_BASE_URL: 'http://here' })).toThrow('ALPACA_API_KEY_ID')
    expect(() => requireAccount({ ALPACA_API_SECRET_KEY: 'x' })).toThrow('ALPACA_API_KEY_ID')
    expect(() => requireAccount({})).not.toThrow()
  })
})

describe('the account that npm start reads', () => {
  const DATABASE_URL = 'postgresql://me:secret@db.example.com/trades'
  const keys = { ALPACA_API_KEY_ID: 'key', ALPACA_API_SECRET_KEY: 'secret' }
  const several = { ALPACA_ACCOUNTS: '[]' }

  it.each([
    ['the demo account without keys', {}, undefined, 'demo'],
    ['the demo account, asked for', {}, 'yes', 'demo'],
    [
      'the demo account in a database that was named, when asked for',
      { DATABASE_URL },
      'yes',
      'demo',
    ],
    ["the user's account with keys", keys, undefined, 'own'],
    ["the user's account with keys, the demo account ruled out", keys, 'no', 'own'],
    [
      "the user's accounts in a database that was named",
      { DATABASE_URL, ...several },
      undefined,
      'own',
    ],
  ] as const)('is %s', (_, given, standIn, kind) => {
    expect(requireAccount(given, standIn)).toBe(kind)
  })

  it('is never the demo account for a DATABASE_URL alone: one line names the missing settings', () => {
    const refused = () => requireAccount({ DATABASE_URL })
    expect(refused).toThrow(/^DATABASE_URL .*ALPACA_API_KEY_ID.*ALPACA_STAND_IN=yes.*\.$/)
    expect(refused).not.toThrow('secret')
  })

  it.each([
    ['the demo account beside keys', keys, 'yes', /ALPACA_STAND_IN is yes, but ALPACA_API_KEY_ID/],
    [
      'the demo account beside accounts',
      several,
      'yes',
      /ALPACA_STAND_IN is yes, but ALPACA_ACCOUNTS/,
    ],
    ['no account at all', {}, 'no', /ALPACA_STAND_IN is no.*ALPACA_API_KEY_ID/],
  ] as const)('is refused when the settings ask for %s', (_, given, standIn, message) => {
    expect(() => requireAccount(given, standIn)).toThrow(message)
  })
})

describe('the data folder', () => {
  it('separates the demo account from the accounts of the user', () => {
    const data = openDataFolder(join(folder, 'apart'))
    expect(data.demoPostgres).not.toBe(data.postgres)
    data.release()
  })

  it('is ignored by git when it is new, and a folder with content is left unchanged', () => {
    openDataFolder(join(folder, 'made', 'deep')).release()
    expect(readFileSync(join(folder, 'made', 'deep', '.gitignore'), 'utf8')).toBe('*\n')
    mkdirSync(join(folder, 'old'))
    writeFileSync(join(folder, 'old', 'mine.txt'), '')
    openDataFolder(join(folder, 'old')).release()
    expect(existsSync(join(folder, 'old', '.gitignore'))).toBe(false)
  })

  it('returns the text that was generated first', () => {
    const data = openDataFolder(join(folder, 'data'))
    expect(data.remember('token', () => 'first')).toBe('first')
    data.release()
    const again = openDataFolder(join(folder, 'data'))
    expect(again.remember('token', () => 'second')).toBe('first')
    again.release()
  })

  it('is free again when its process has ended', () => {
    openDataFolder(join(folder, 'left')).release()
    writeFileSync(join(folder, 'left', 'lock'), '999999999')
    openDataFolder(join(folder, 'left')).release()
  })

  it('is refused while another process uses it, or when it is a file', () => {
    openDataFolder(join(folder, 'taken')).release()
    writeFileSync(join(folder, 'taken', 'lock'), String(process.ppid))
    expect(() => openDataFolder(join(folder, 'taken'))).toThrow(`process ${process.ppid}`)
    writeFileSync(join(folder, 'a-file'), '')
    expect(() => openDataFolder(join(folder, 'a-file', 'below'))).toThrow('DATA_DIR')
  })
})
