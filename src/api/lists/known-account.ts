import type { ApiSettings } from '../http/context'
import { ApiError } from '../http/errors'

/**
 * Refuses an account that neither the database nor the settings know. One that is set but has not been synced yet is
 * known, and empty.
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
    message: 'account is not the id or label of one here.',
  })
}
