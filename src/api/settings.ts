import * as z from 'zod'
import { LEAST_SUBREQUESTS } from '../sync/budget'
import type { AlpacaCredentials } from '../sync/context'
import { PLANS, PROFILES, type Profile } from '../sync/profile'
import { type RateLimiter, rateLimiter } from './rate-limiter'
import { type ApiToken, tokenList, tokensOf } from './tokens'

const PAPER_HOST = 'https://paper-api.alpaca.markets'

/** Everything that can be set from outside, checked and ready to use. */
export interface Settings {
  databaseUrl: string
  /** Where the database speaks Neon's HTTP protocol, when that is not Neon's own host. */
  neonHttpEndpoint: string | undefined
  /** Whoever may call; none closes the API. */
  tokens: ApiToken[]
  /** Counts the requests of each token; without it they are not limited. */
  tokenLimiter: RateLimiter | undefined
  /** Counts refused tokens by the address that they came from. */
  refusalLimiter: RateLimiter | undefined
  accounts: AlpacaCredentials[]
  groupingWindowSeconds: number
  corsOrigins: string[]
  /** What one run of the sync may use, and how much it handles at once. */
  profile: Profile
}

/** What is wrong with the settings: names the setting, never its value. */
export interface SettingsProblem {
  code: 'not_configured' | 'misconfigured'
  setting: string
  message: string
}

export type SettingsResult = { settings: Settings } | { problem: SettingsProblem }

/** Dashboards show the host with `/v2` behind it, which the client adds itself. */
const alpacaHost = z
  .url({ protocol: /^https?$/, error: 'must be a URL such as https://paper-api.alpaca.markets' })
  .transform((url) => url.replace(/\/+$/, '').replace(/\/v2$/, ''))

const accountList = z
  .array(
    z.strictObject(
      {
        label: z.string().trim().min(1).max(64),
        key_id: z.string().trim().min(1),
        secret_key: z.string().trim().min(1),
        base_url: alpacaHost.default(PAPER_HOST),
      },
      { error: 'must be a list of {label, key_id, secret_key, base_url}' },
    ),
  )
  .min(1)
  .refine(
    (list) => new Set(list.map(({ label }) => label)).size === list.length,
    'must have labels that differ',
  )

const jsonText = z.string().transform((text, ctx) => {
  try {
    return JSON.parse(text)
  } catch {
    ctx.addIssue({ code: 'custom', message: 'must be JSON' })
    return z.NEVER
  }
})

const databaseUrl = z
  .string({ error: 'is not set' })
  .refine(
    (text) => isPostgresUrl(text),
    'must be a URL such as postgresql://user:password@host/database',
  )

const origins = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .pipe(
    z.array(
      z
        .string()
        .refine(
          (text) => text === '*' || isOrigin(text),
          'must be origins such as https://app.example.com, by commas',
        )
        .transform((text) => (text === '*' ? text : new URL(text).origin)),
    ),
  )

const whole = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${from} to ${to}`)
    .transform(Number)
    .pipe(z.number().min(from, `must be at least ${from}`).max(to, `must be at most ${to}`))

/** An empty setting counts as unset: that is what a cleared field in a dashboard or an `.env` file leaves behind. */
const setting = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined),
    schema,
  )

/** A binding that is no text; an empty text is what clears one. */
const binding = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
  rateLimiter.optional(),
)

const settingsSchema = z.object({
  DATABASE_URL: setting(databaseUrl),
  NEON_HTTP_ENDPOINT: setting(
    z.url({ protocol: /^https?$/, error: 'must be an http URL' }).optional(),
  ),
  API_TOKEN: setting(z.string().optional()),
  READ_TOKEN: setting(z.string().optional()),
  API_TOKENS: setting(jsonText.pipe(tokenList).optional()),
  TOKEN_RATE_LIMITER: binding,
  REFUSAL_RATE_LIMITER: binding,
  ALPACA_API_KEY_ID: setting(z.string().optional()),
  ALPACA_API_SECRET_KEY: setting(z.string().optional()),
  ALPACA_BASE_URL: setting(alpacaHost.default(PAPER_HOST)),
  ALPACA_ACCOUNTS: setting(jsonText.pipe(accountList).optional()),
  GROUPING_WINDOW_SECONDS: setting(whole(0, 86_400).default(300)),
  CORS_ORIGINS: setting(origins.default([])),
  WORKERS_PLAN: setting(z.enum(PLANS, { error: `must be ${PLANS.join(' or ')}` }).default('paid')),
  SYNC_SUBREQUESTS: setting(whole(LEAST_SUBREQUESTS, 10_000).optional()),
})

type RawSettings = z.infer<typeof settingsSchema>

/**
 * Reads the settings from the Worker's bindings (or from any record of such).
 *
 * @example
 * const result = readSettings(env)
 * if ('problem' in result) console.error(result.problem.message)
 */
export function readSettings(env: unknown): SettingsResult {
  const parsed = settingsSchema.safeParse(env)
  if (!parsed.success) return { problem: problemOf(parsed.error) }
  const raw = parsed.data
  if (
    !raw.ALPACA_ACCOUNTS &&
    Boolean(raw.ALPACA_API_KEY_ID) !== Boolean(raw.ALPACA_API_SECRET_KEY)
  ) {
    return {
      problem: misconfigured(
        raw.ALPACA_API_KEY_ID ? 'ALPACA_API_SECRET_KEY' : 'ALPACA_API_KEY_ID',
        'is not set, but its other half is',
      ),
    }
  }
  return {
    settings: {
      databaseUrl: raw.DATABASE_URL,
      neonHttpEndpoint: raw.NEON_HTTP_ENDPOINT,
      tokens: tokensOf(raw.API_TOKEN, raw.READ_TOKEN, raw.API_TOKENS),
      tokenLimiter: raw.TOKEN_RATE_LIMITER,
      refusalLimiter: raw.REFUSAL_RATE_LIMITER,
      accounts: accountsOf(raw),
      groupingWindowSeconds: raw.GROUPING_WINDOW_SECONDS,
      corsOrigins: raw.CORS_ORIGINS,
      profile: profileOf(raw),
    },
  }
}

function profileOf({ WORKERS_PLAN: plan, SYNC_SUBREQUESTS: subrequests }: RawSettings): Profile {
  const profile = PROFILES[plan]
  return subrequests === undefined
    ? profile
    : { ...profile, limits: { ...profile.limits, subrequests } }
}

function accountsOf(raw: RawSettings): AlpacaCredentials[] {
  if (raw.ALPACA_ACCOUNTS) {
    return raw.ALPACA_ACCOUNTS.map((account) => ({
      label: account.label,
      keyId: account.key_id,
      secretKey: account.secret_key,
      baseUrl: account.base_url,
    }))
  }
  if (!raw.ALPACA_API_KEY_ID || !raw.ALPACA_API_SECRET_KEY) return []
  return [
    {
      label: 'main',
      keyId: raw.ALPACA_API_KEY_ID,
      secretKey: raw.ALPACA_API_SECRET_KEY,
      baseUrl: raw.ALPACA_BASE_URL,
    },
  ]
}

function problemOf(error: z.ZodError): SettingsProblem {
  const issue = error.issues[0]
  const name = String(issue?.path[0] ?? 'settings')
  if (name === 'DATABASE_URL' && issue?.code === 'invalid_type') {
    return { code: 'not_configured', setting: name, message: 'DATABASE_URL is not set.' }
  }
  return misconfigured(name, issue?.message ?? 'is not valid')
}

function misconfigured(setting: string, reason: string): SettingsProblem {
  return { code: 'misconfigured', setting, message: `${setting} ${reason}.` }
}

function isPostgresUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, hostname, pathname } = new URL(text)
  return (
    /^postgres(ql)?:$/.test(protocol) && username !== '' && hostname !== '' && pathname.length > 1
  )
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { origin, pathname, search } = new URL(text)
  return origin !== 'null' && pathname === '/' && search === ''
}
