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

export function unknownAccount(): ApiError {
  return new ApiError('invalid_parameter', {
    param: 'account',
    message: 'account is not the id or label of a known account; GET /accounts lists them.',
  })
}
