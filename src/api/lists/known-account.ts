import { NO_KEYS } from '../../sync/run/choose-accounts'
import type { ApiSettings } from '../http/context'
import { ApiError } from '../http/errors'

/**
 * Refuses an account that is neither in the database nor in the settings. A configured account that
 * was never synced is known and empty.
 *
 * @throws ApiError `invalid_parameter`
 */
export function requireKnownAccount(
  settings: ApiSettings,
  account: string | undefined,
  inDatabase: boolean,
): void {
  if (account === undefined || inDatabase) return
  if (settings.accounts.some(({ label }) => label === account)) return
  throw unknownAccount()
}

/**
 * Refuses a sync that cannot have any account. With KEYS_SECRET there may be stored keys, which the
 * sync itself looks for.
 *
 * @throws ApiError `not_configured`
 */
export function requireKeys({ accounts, keysSecrets }: ApiSettings): void {
  if (accounts.length > 0 || keysSecrets !== undefined) return
  throw new ApiError('not_configured', { message: NO_KEYS })
}

/**
 * The only account of a resource whose sequence numbers are per account; undefined without any.
 *
 * @throws ApiError `invalid_parameter` if there are several.
 */
export function requireOneAccount([accountId, ...others]: readonly string[]): string | undefined {
  if (others.length === 0) return accountId
  throw new ApiError('invalid_parameter', {
    param: 'account',
    message: 'account is required, because sequence numbers are per account.',
  })
}

export function unknownAccount(): ApiError {
  return new ApiError('invalid_parameter', {
    param: 'account',
    message: 'account is not the id or label of a known account; GET /accounts lists them.',
  })
}
