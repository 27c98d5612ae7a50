import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { RATE_LIMIT_PERIOD_SECONDS } from '../../../src/api/rate-limiter'
import { requireAccount } from '../../../src/local/start/alpaca'
import { openDataFolder } from '../../../src/local/start/data-folder'
import { readWorkerConfig } from '../../../src/local/start/project'
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

  it('come from the environment, and from .dev.vars what is not there', () => {
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

  it('keep nothing when DATA_DIR is memory', () => {
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
    ['RATE_LIMIT', '0'],
    ['RATE_LIMIT', 'many'],
  ])('name what is wrong: %s=%s', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(name)
  })

  it('name what is wrong with keys of Alpaca', () => {
    expect(() => requireAccount({ ALPACA_BASE_URL: 'http://here' })).toThrow('ALPACA_API_KEY_ID')
    expect(() => requireAccount({ ALPACA_API_SECRET_KEY: 'x' })).toThrow('ALPACA_API_KEY_ID')
    expect(() => requireAccount({})).not.toThrow()
  })
})

describe('the data folder', () => {
  it('remembers what was made once', () => {
    const data = openDataFolder(join(folder, 'data'))
    expect(data.remember('token', () => 'first')).toBe('first')
    data.release()
    const again = openDataFolder(join(folder, 'data'))
    expect(again.remember('token', () => 'second')).toBe('first')
    again.release()
  })

  it('is free again when its process is gone', () => {
    openDataFolder(join(folder, 'left')).release()
    writeFileSync(join(folder, 'left', 'lock'), '999999999')
    openDataFolder(join(folder, 'left')).release()
  })

  it('is refused while another process has it, or when it is no folder', () => {
    openDataFolder(join(folder, 'taken')).release()
    writeFileSync(join(folder, 'taken', 'lock'), String(process.ppid))
    expect(() => openDataFolder(join(folder, 'taken'))).toThrow(`process ${process.ppid}`)
    writeFileSync(join(folder, 'a-file'), '')
    expect(() => openDataFolder(join(folder, 'a-file', 'below'))).toThrow('DATA_DIR')
  })
})
