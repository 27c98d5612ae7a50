import * as z from 'zod'
import { type AccountId, accountIdOf } from '../../alpaca/account'
import { resealKeys, type StoredKeys } from '../../db/accounts/keys'
import type { Database } from '../../db/connection/client'
import { type Seal, SealedTextError } from '../../db/sealed/sealed-text'
import { runBatch } from '../../db/statements/batch'
import type { AlpacaCredentials } from '../run/context'
import { SyncError } from '../run/errors'

const keyPair = z.strictObject({ key_id: z.string(), secret_key: z.string() })

/** Seals a key pair for the row of its account. */
export const sealKeys = (
  seal: Seal,
  accountId: AccountId,
  { keyId, secretKey }: Pick<AlpacaCredentials, 'keyId' | 'secretKey'>,
): Promise<string> => seal.seal(JSON.stringify({ key_id: keyId, secret_key: secretKey }), accountId)

/**
 * Opens the stored keys of an account.
 *
 * @param seal undefined without `KEYS_SECRET`
 * @throws SyncError `keys_unreadable`
 */
export async function openKeys(
  seal: Seal | undefined,
  stored: StoredKeys,
): Promise<AlpacaCredentials> {
  const { accountId, label, baseUrl, sealedKeys } = stored
  if (seal === undefined) throw unreadable(label, 'KEYS_SECRET is not set')
  try {
    const text = await seal.open(sealedKeys, accountId)
    const { key_id: keyId, secret_key: secretKey } = keyPair.parse(JSON.parse(text))
    return { label, keyId, secretKey, baseUrl, accountId: accountIdOf(accountId) }
  } catch (error) {
    if (!(error instanceof SealedTextError)) throw unreadable(label, 'they are damaged')
    throw unreadable(label, REASONS[error.reason])
  }
}

const REASONS = {
  other_secret:
    'they were sealed under another KEYS_SECRET: set that one as KEYS_SECRET_PREVIOUS, or store the keys again',
  damaged: 'they are damaged: store the keys again',
} as const satisfies Record<SealedTextError['reason'], string>

const unreadable = (label: string, reason: string) =>
  new SyncError('keys_unreadable', `the stored keys of ${label} cannot be read, because ${reason}`)

/** Why the stored keys of an account cannot be used; null if they can. */
export async function keysProblem(
  seal: Seal | undefined,
  stored: StoredKeys,
): Promise<SyncError | null> {
  try {
    await openKeys(seal, stored)
    return null
  } catch (error) {
    if (error instanceof SyncError) return error
    throw error
  }
}

/** Seals keys again that were sealed under the previous `KEYS_SECRET`. One round trip if so. */
export async function resealIfOld(
  db: Database,
  seal: Seal,
  stored: StoredKeys,
  beforeTrip: () => void,
): Promise<void> {
  if (await seal.isCurrent(stored.sealedKeys)) return
  const text = await seal.open(stored.sealedKeys, stored.accountId)
  beforeTrip()
  await runBatch(db, resealKeys(stored, await seal.seal(text, stored.accountId)))
}
