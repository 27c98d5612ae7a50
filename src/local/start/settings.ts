import * as z from 'zod'
import { SETTING_NAMES } from '../../worker/settings'
import { DEV_VARS, readDevVars } from '../dev-vars'
import { StartProblem } from './problem'

/** The settings of `npm start`, and the settings that it passes to the Worker unchanged. */
export interface LocalSettings {
  port: number
  /** The folder that stores the data; null stores nothing. */
  dataDir: string | null
  /** True when the crons and a first sync run. */
  cron: boolean
  /**
   * Requests per minute for a token, or for an address without a valid token; null for no limit.
   */
  rateLimit: number | null
  /** `on` sends the crons through a queue; undefined when unset, which is `off`. */
  queue: 'on' | 'off' | undefined
  /** True when the demo account is requested, false when it is refused; undefined when unset. */
  standIn: 'yes' | 'no' | undefined
  /** The Worker's settings: its bindings. */
  worker: Record<string, string>
}

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
  QUEUE: z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
  ALPACA_STAND_IN: z.enum(['yes', 'no'], { error: 'must be yes or no' }).optional(),
  RATE_LIMIT: z
    .string()
    .default('off')
    .refine((text) => /^([1-9]\d{0,8}|off)$/.test(text), {
      error: 'must be a number of requests a minute, or off',
    })
    .transform((text) => (text === 'off' ? null : Number(text))),
})

/** The names of all settings that `npm start` reads. */
export const LOCAL_SETTING_NAMES: readonly string[] = [
  ...SETTING_NAMES,
  ...Object.keys(ownSettings.shape),
]

/**
 * Reads the settings from the environment; `.dev.vars` gives those that the environment lacks.
 * An empty setting counts as unset.
 * @throws {StartProblem} naming the setting that is wrong.
 */
export function readLocalSettings(
  environment: Record<string, string | undefined>,
  devVars = DEV_VARS,
): LocalSettings {
  const given = { ...withoutEmpty(readDevVars(devVars)), ...withoutEmpty(environment) }
  const own = ownSettings.safeParse(given)
  if (!own.success) {
    const issue = own.error.issues[0]
    throw new StartProblem(`${issue?.path.join('.')} ${issue?.message}.`)
  }
  const { PORT, DATA_DIR, CRON, RATE_LIMIT, QUEUE, ALPACA_STAND_IN } = own.data
  return {
    port: PORT,
    dataDir: DATA_DIR === 'memory' ? null : DATA_DIR,
    cron: CRON === 'on',
    rateLimit: RATE_LIMIT,
    queue: QUEUE,
    standIn: ALPACA_STAND_IN,
    worker: pick(given, SETTING_NAMES),
  }
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
