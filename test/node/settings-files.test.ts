import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { LOCAL_SETTING_NAMES, readLocalSettings } from '../../src/local/start/settings'
import { readSettings } from '../../src/worker/settings'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string) => readFileSync(`${root}${file}`, 'utf8')

describe('.dev.vars.example', () => {
  const text = read('.dev.vars.example')
  const withoutMarks = text.replaceAll(/^# (?=[A-Z_]+=)/gm, '')

  it('lists each setting once, and nothing else', () => {
    const names = [...withoutMarks.matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name)
    expect(names.toSorted()).toEqual(LOCAL_SETTING_NAMES.toSorted())
  })

  it('sets nothing, and sets only valid values when its comment marks are removed', () => {
    expect(parseEnv(text)).toEqual({})
    const given = parseEnv(withoutMarks)
    const { worker } = readLocalSettings(given, `${root}no-such-file`)
    const lists = {
      ...worker,
      API_TOKENS: '',
      ALPACA_ACCOUNTS: '',
      NEON_HTTP_ENDPOINT: 'https://x',
    }
    expect(readSettings(lists)).toHaveProperty('settings')
    for (const name of ['API_TOKENS', 'ALPACA_ACCOUNTS'])
      expect(JSON.parse(given[name] ?? '')).toHaveLength(2)
  })

  it('is kept by git, and .dev.vars is not', () => {
    const patterns = read('.gitignore').split('\n')
    expect(patterns.filter((pattern) => pattern.includes('vars'))).toEqual(['.dev.vars'])
  })
})

describe('wrangler.toml', () => {
  const config = z
    .looseObject({
      keep_vars: z.boolean(),
      preview_urls: z.boolean(),
      limits: z.strictObject({ cpu_ms: z.number() }),
      ratelimits: z.array(
        z.looseObject({
          name: z.string(),
          namespace_id: z.string(),
          simple: z.object({ limit: z.number() }),
        }),
      ),
    })
    .parse(parse(read('wrangler.toml')))

  it('keeps the variables of the dashboard, and gives old versions no URL', () => {
    expect(config).toMatchObject({ keep_vars: true, preview_urls: false })
  })

  it('gives a full run and a full CSV file enough CPU time, within Cloudflare limits', () => {
    expect(config.limits.cpu_ms).toBeGreaterThanOrEqual(30_000)
    expect(config.limits.cpu_ms).toBeLessThanOrEqual(300_000)
  })

  it('counts CSV files and statistics with a smaller limit, each limit in a namespace of its own', () => {
    const limits = new Map(config.ratelimits.map(({ name, simple }) => [name, simple.limit]))
    const whole = limits.get('TOKEN_RATE_LIMITER') ?? 0
    expect(limits.get('EXPENSIVE_RATE_LIMITER')).toBeLessThan(whole / 10)
    expect(new Set(config.ratelimits.map((one) => one.namespace_id)).size).toBe(limits.size)
  })
})
