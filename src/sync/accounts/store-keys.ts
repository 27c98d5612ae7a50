import * as z from 'zod'
import type { Account } from '../../alpaca/account'
import { createAlpacaClient } from '../../alpaca/client'
import { AlpacaError } from '../../alpaca/error'
import { sleepFor } from '../../alpaca/sleep'
import {
  areStored,
  type KeysConflict,
  keysConflict,
  lockKeys,
  selectKeysConflict,
  storeKeys,
} from '../../db/accounts/keys'
import { resumeAccount } from '../../db/accounts/stops'
import { sqlState } from '../../db/connection/failure'
import { type Actor, actAs } from '../../db/overrides/actor'
import type { Seal } from '../../db/sealed/sealed-text'
import { againAfterDeadlock, runBatch } from '../../db/statements/batch'
import { rulesOf } from '../ledger/grouping'
import type { AlpacaCredentials, SyncContext } from '../run/context'
import { SyncError } from '../run/errors'
import { sealKeys } from './stored-keys'

/** What storing keys needs. */
export interface KeysContext
  extends Pick<SyncContext, 'db' | 'fetch' | 'now' | 'log' | 'groupingWindowSeconds'> {
  seal: Seal
  /** Labels whose keys are in the settings. */
  configured: readonly string[]
}

/** The account of stored keys, or why they were not stored. */
export type KeysStored = { accountId: string } | { conflict: KeysConflict }

/** Somebody waits for the answer. */
const TIMEOUT_MS = 10_000
const ATTEMPTS = 2

const UNIQUE_VIOLATION = '23505'

/**
 * Asks Alpaca which account keys are for, and stores them sealed under a label, in place of those
 * before. The account is known from then on, and no longer stopped.
 *
 * @throws SyncError `alpaca_unauthorized` or `alpaca_unavailable`; then nothing was stored
 */
export async function storeAccountKeys(
  ctx: KeysContext,
  actor: Actor,
  credentials: AlpacaCredentials,
): Promise<KeysStored> {
  const { db, seal, configured, log, groupingWindowSeconds } = ctx
  const { label, baseUrl } = credentials
  const account = await askForAccount(ctx, credentials)
  const sealedKeys = await sealKeys(seal, account.id, credentials)
  const grouping = rulesOf(groupingWindowSeconds)
  const keys = { account, label, baseUrl, sealedKeys, configured, grouping }
  const store = () =>
    runBatch(
      db,
      lockKeys,
      selectKeysConflict(keys),
      actAs(actor),
      ...storeKeys(keys),
      resumeAccount({ label, accountId: account.id }, areStored(keys)),
    )
  try {
    const [, found] = await againAfterDeadlock(store, () => true)
    const [conflict] = z.array(keysConflict).parse(found)
    if (conflict) return { conflict }
  } catch (error) {
    // A sync gave the label to another account meanwhile.
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error
    return { conflict: { reason: 'label_taken', other: label } }
  }
  log({ level: 'info', event: 'account_keys_stored', label, account_id: account.id })
  return { accountId: account.id }
}

/** Messages quote nothing of the answer: whoever stores keys also names the host. */
async function askForAccount(
  { fetch, now }: KeysContext,
  { keyId, secretKey, baseUrl }: AlpacaCredentials,
): Promise<Account> {
  const limits = { timeoutMs: TIMEOUT_MS, maxAttempts: ATTEMPTS }
  const client = createAlpacaClient({
    keyId,
    secretKey,
    baseUrl,
    fetch,
    now,
    sleep: waitShortly,
    ...limits,
  })
  try {
    return await client.account()
  } catch (error) {
    if (!(error instanceof AlpacaError)) throw error
    if (error.kind === 'unauthorized' || error.kind === 'forbidden')
      throw new SyncError(
        'alpaca_unauthorized',
        `Alpaca at ${baseUrl} refused these keys, so nothing was stored: check them, and base_url.`,
        { cause: error },
      )
    throw new SyncError(
      'alpaca_unavailable',
      `Alpaca at ${baseUrl} did not answer correctly, so nothing was stored: check base_url, or try again later.`,
      { cause: error },
    )
  }
}

/** A wait that Alpaca asks for is longer than the client should wait. */
async function waitShortly(milliseconds: number, after: AlpacaError): Promise<void> {
  if (milliseconds > TIMEOUT_MS) throw after
  await sleepFor(milliseconds)
}
