import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import * as z from 'zod'
import { StartProblem } from './problem'

/** What `npm start` itself needs to know; all the rest goes to the Worker as it is. */
export interface LocalSettings {
  port: number
  /** The folder that keeps the data, or null to keep nothing. */
  dataDir: string | null
  /** Whether crons tick and a first sync is made at the start. */
  cron: boolean
  /** Requests a minute that each token may make, and each address without one; null for as many as they like. */
  rateLimit: number | null
  /** Whether the demo account was asked for; undefined where nothing was said. */
  standIn: 'yes' | 'no' | undefined
  /** The Worker's own settings that were given: its bindings. */
  worker: Record<string, string>
}

const workerNames = [
  'DATABASE_URL',
  'NEON_HTTP_ENDPOINT',
  'API_TOKEN',
  'READ_TOKEN',
  'API_TOKENS',
  'ALPACA_API_KEY_ID',
  'ALPACA_API_SECRET_KEY',
  'ALPACA_BASE_URL',
  'ALPACA_ACCOUNTS',
  'GROUPING_WINDOW_SECONDS',
  'CORS_ORIGINS',
  'SYNC_SUBREQUESTS',
  'WORKERS_PLAN',
] as const

const ownSettings = z.object({
  PORT: z
    .string()
    .default('8787')
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536, {
      error: 'must be a port from 1 to 65535',
    })
    .transform(Number),
  DATA_DIR: z.string().default('.local'),
  CRON: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  ALPACA_STAND_IN: z.enum(['yes', 'no'], { error: 'must be yes or no' }).optional(),
  RATE_LIMIT: z
    .string()
    .default('off')
    .refine((text) => /^([1-9]\d{0,8}|off)$/.test(text), {
      error: 'must be a number of requests a minute, or off',
    })
    .transform((text) => (text === 'off' ? null : Number(text))),
})

/**
 * Reads the settings from the environment, and from `.dev.vars` what the environment does not have.
 * An empty setting counts as unset.
 * @throws {StartProblem} naming the setting that is wrong.
 */
export function readLocalSettings(
  environment: Record<string, string | undefined>,
  devVars = '.dev.vars',
): LocalSettings {
  const given = { ...withoutEmpty(readDevVars(devVars)), ...withoutEmpty(environment) }
  const own = ownSettings.safeParse(given)
  if (!own.success) {
    const issue = own.error.issues[0]
    throw new StartProblem(`${issue?.path.join('.')} ${issue?.message}.`)
  }
  const { PORT, DATA_DIR, CRON, RATE_LIMIT, ALPACA_STAND_IN } = own.data
  return {
    port: PORT,
    dataDir: DATA_DIR === 'memory' ? null : DATA_DIR,
    cron: CRON === 'on',
    rateLimit: RATE_LIMIT,
    standIn: ALPACA_STAND_IN,
    worker: pick(given, workerNames),
  }
}

function readDevVars(file: string): Record<string, string | undefined> {
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
}

function withoutEmpty(record: Record<string, string | undefined>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(record)) {
    if (value !== undefined && value.trim() !== '') kept[name] = value.trim()
  }
  return kept
}

function pick(record: Record<string, string>, names: readonly string[]): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of names) if (record[name] !== undefined) kept[name] = record[name]
  return kept
}
