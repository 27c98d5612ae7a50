import * as z from 'zod'
import { alpacaHost, alpacaKey, PAPER_HOST } from '../api/accounts/key-fields'
import { rateLimiter } from '../api/auth/rate-limiter'
import { type ApiToken, tokenConflict } from '../api/auth/tokens'
import type { ApiSettings, SettingsProblem } from '../api/http/context'
import { pageOrigin, secureUrl } from '../api/http/secure-urls'
import { readConnectionString } from '../db/connection/connection-string'
import { LEAST_SUBREQUESTS } from '../sync/budget/budget'
import { PLANS, PROFILES, type Profile } from '../sync/budget/profile'
import type { AlpacaCredentials } from '../sync/run/context'
import { accountList } from './account-settings'
import { json, NOT_SET, setting, text, whole } from './setting-values'
import { tokenList, tokensOf, tokenText } from './token-settings'

/** All settings, validated. */
export interface Settings extends ApiSettings {
  databaseUrl: string
  /** Address of Neon's HTTP protocol, if the database is not at Neon. */
  neonHttpEndpoint: string | undefined
  groupingWindowSeconds: number
}

export type SettingsResult = { settings: Settings } | { problem: SettingsProblem }

const databaseUrl = text.superRefine((url, ctx) => {
  const read = readConnectionString(url)
  if ('problem' in read) ctx.addIssue({ code: 'custom', message: read.problem })
})

/** Each request sends the whole connection string to it in a header, hence https. */
const httpEndpoint = text.refine(
  (url) => secureUrl(url) !== null,
  'must be an https URL (http only for this machine) without user and password',
)

const ORIGINS = 'must be origins such as https://app.example.com, separated by commas'

const origins = z
  .union([text.transform((list) => list.split(',')), z.array(z.string(ORIGINS))], ORIGINS)
  .transform((list) => list.map((origin) => origin.trim()).filter(Boolean))
  .pipe(
    z.array(
      z.string().transform((origin, ctx) => {
        const matched = origin === '*' ? origin : pageOrigin(origin)
        if (matched !== null) return matched
        ctx.addIssue({
          code: 'custom',
          message: 'must be an origin such as https://app.example.com, without path and wildcard',
        })
        return z.NEVER
      }),
    ),
  )

/** When the feeds connect to Alpaca's stream: never, while the exchange is open, or always. */
const LIVE_MODES = ['off', 'session', 'always'] as const

/** Seals account keys and webhook secrets in the database. */
const keysSecret = text.min(32, 'must have at least 32 characters')

/** A rate limiting binding. Empty text removes it. */
const binding = setting(rateLimiter.optional())

const settingsSchema = z.object({
  DATABASE_URL: setting(databaseUrl),
  NEON_HTTP_ENDPOINT: setting(httpEndpoint.optional()),
  API_TOKEN: setting(text.pipe(tokenText).optional()),
  READ_TOKEN: setting(text.pipe(tokenText).optional()),
  API_TOKENS: setting(json.pipe(tokenList).optional()),
  TOKEN_RATE_LIMITER: binding,
  REFUSAL_RATE_LIMITER: binding,
  EXPENSIVE_RATE_LIMITER: binding,
  ALPACA_API_KEY_ID: setting(text.pipe(alpacaKey).optional()),
  ALPACA_API_SECRET_KEY: setting(text.pipe(alpacaKey).optional()),
  ALPACA_BASE_URL: setting(text.pipe(alpacaHost).default(PAPER_HOST)),
  ALPACA_ACCOUNTS: setting(json.pipe(accountList).optional()),
  GROUPING_WINDOW_SECONDS: setting(whole(0, 86_400).default(300)),
  CORS_ORIGINS: setting(origins.default([])),
  WORKERS_PLAN: setting(z.enum(PLANS, { error: `must be ${PLANS.join(' or ')}` }).default('paid')),
  LIVE: setting(z.enum(LIVE_MODES, { error: `must be ${LIVE_MODES.join(' or ')}` }).default('off')),
  SYNC_SUBREQUESTS: setting(whole(LEAST_SUBREQUESTS, 10_000).optional()),
  KEYS_SECRET: setting(keysSecret.optional()),
  KEYS_SECRET_PREVIOUS: setting(keysSecret.optional()),
})

type RawSettings = z.infer<typeof settingsSchema>

/**
 * Validates the settings of the Worker's environment, or of any record like it.
 *
 * @example
 * const result = readSettings(env)
 * if ('problem' in result) console.error(result.problem.message)
 */
export function readSettings(env: unknown): SettingsResult {
  const parsed = settingsSchema.safeParse(env)
  if (!parsed.success) return { problem: problemOf(parsed.error) }
  const raw = parsed.data
  const tokens = tokensOf(raw.API_TOKEN, raw.READ_TOKEN, raw.API_TOKENS)
  const problem =
    halfAnAccount(raw) ?? halfARotation(raw) ?? foreignDatabase(raw) ?? ambiguousToken(tokens)
  if (problem !== null) return { problem }
  return {
    settings: {
      databaseUrl: raw.DATABASE_URL,
      neonHttpEndpoint: raw.NEON_HTTP_ENDPOINT,
      tokens,
      tokenLimiter: raw.TOKEN_RATE_LIMITER,
      expensiveLimiter: raw.EXPENSIVE_RATE_LIMITER,
      refusalLimiter: raw.REFUSAL_RATE_LIMITER,
      accounts: accountsOf(raw),
      groupingWindowSeconds: raw.GROUPING_WINDOW_SECONDS,
      live: raw.LIVE,
      corsOrigins: raw.CORS_ORIGINS,
      profile: profileOf(raw),
      keysSecrets: keysSecretsOf(raw),
    },
  }
}

function halfAnAccount(raw: RawSettings): SettingsProblem | null {
  const { ALPACA_API_KEY_ID: id, ALPACA_API_SECRET_KEY: key, ALPACA_ACCOUNTS: list } = raw
  if (list || Boolean(id) === Boolean(key)) return null
  return misconfigured(
    id ? 'ALPACA_API_SECRET_KEY' : 'ALPACA_API_KEY_ID',
    'is not set, but the other half of the key pair is',
  )
}

function halfARotation(raw: RawSettings): SettingsProblem | null {
  const { KEYS_SECRET: current, KEYS_SECRET_PREVIOUS: previous } = raw
  if (previous === undefined || current !== undefined) return null
  return misconfigured('KEYS_SECRET', 'is not set, but KEYS_SECRET_PREVIOUS is')
}

/** Neon's driver would send the connection string to an address derived from the host. */
function foreignDatabase(raw: RawSettings): SettingsProblem | null {
  const { DATABASE_URL: url, NEON_HTTP_ENDPOINT: endpoint } = raw
  const read = readConnectionString(url)
  if (endpoint !== undefined || ('location' in read && read.location.isNeon)) return null
  return misconfigured(
    'DATABASE_URL',
    'is not of a host of Neon: for another host, set NEON_HTTP_ENDPOINT',
  )
}

/** Compares settings as written. `authenticate` also compares tokens with SHA-256 of others. */
function ambiguousToken(tokens: readonly ApiToken[]): SettingsProblem | null {
  const conflict = tokenConflict(tokens, ({ secret }) => JSON.stringify(secret))
  return conflict && { code: 'misconfigured', ...conflict }
}

function profileOf({ WORKERS_PLAN: plan, SYNC_SUBREQUESTS: subrequests }: RawSettings): Profile {
  const profile = PROFILES[plan]
  return subrequests === undefined
    ? profile
    : { ...profile, limits: { ...profile.limits, subrequests } }
}

function keysSecretsOf(raw: RawSettings): Settings['keysSecrets'] {
  const { KEYS_SECRET: current, KEYS_SECRET_PREVIOUS: previous } = raw
  if (current === undefined) return undefined
  return previous === undefined ? [current] : [current, previous]
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

function problemOf({ issues: [issue] }: z.ZodError): SettingsProblem {
  const [name = 'settings', ...rest] = issue?.path ?? []
  const setting = String(name)
  const place = rest.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
  const reason = issue?.code === 'unrecognized_keys' ? unknownField(issue.keys) : issue?.message
  if (setting === 'DATABASE_URL' && reason === NOT_SET) {
    return { code: 'not_configured', setting, message: 'DATABASE_URL is not set.' }
  }
  return misconfigured(setting, `${reason ?? 'is not valid'}`, place.join(''))
}

/** Names an unknown field only if it looks like a name: a secret may be in its place by mistake. */
function unknownField([key = '']: string[]): string {
  const named = /^[a-z]+([ _-]?[a-z]+){0,3}$/i.test(key) && key.length <= 24
  return named ? `has the field ${key}, which is not known` : 'has a field that is not known'
}

function misconfigured(setting: string, reason: string, place = ''): SettingsProblem {
  return { code: 'misconfigured', setting, message: `${setting}${place} ${reason}.` }
}

/** Names of all settings except rate limiting bindings, which only `wrangler.toml` can create. */
export const SETTING_NAMES: readonly string[] = Object.keys(settingsSchema.shape).filter(
  (name) => !name.endsWith('_RATE_LIMITER'),
)
