import { type Micros, micros, rfc3339 } from '../../../time/micros'
import { Broker } from '../broker'
import type { LivingAccount } from '../living-account'

/** One pair of keys and their account. */
export interface KeyedAccount {
  readonly keyId: string
  readonly secretKey: string
  readonly account: Broker | LivingAccount
}

/** The account of a pair of keys; undefined for unknown keys. */
export function accountOf<A extends KeyedAccount>(
  accounts: readonly A[],
  keyId: unknown,
  secretKey: unknown,
): A | undefined {
  return accounts.find((keyed) => keyed.keyId === keyId && keyed.secretKey === secretKey)
}

/** The broker of an account, after what a living one does up to a moment. */
export function brokerAt(account: Broker | LivingAccount, at: Micros): Broker {
  if (account instanceof Broker) return account
  if (at > micros(account.broker.clock)) account.advance(rfc3339(at))
  return account.broker
}
