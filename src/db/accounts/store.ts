import { type SQL, sql } from 'drizzle-orm'
import type { Account, AccountId } from '../../alpaca/account'
import { alpacaAccounts, syncState } from '../schema'
import { type MergePlan, mergeRows, selectMergeCounts } from '../statements/merge'

const ACCOUNT_PLAN = {
  table: alpacaAccounts,
  key: ['accountId'],
  columns: [
    'label',
    'baseUrl',
    'status',
    'currency',
    'cash',
    'equity',
    'alpacaCreatedAt',
    'succeededBy',
    'rawData',
  ],
  uncompared: ['asOf'],
} satisfies MergePlan

/** The label and the host that an account was read with. */
export interface AccountOrigin {
  label: string
  baseUrl: string
}

/**
 * Frees a label that another account has, for example after a paper reset (src/alpaca/README.md 4).
 * That account keeps its rows. Its new label is the old one and the first eight characters of its
 * id.
 */
export function freeLabel(accountId: AccountId, label: string, holder: string): SQL {
  return sql`update ${alpacaAccounts} set label = label || '-' || left(account_id, 8),
    succeeded_by = ${accountId}
    where label = ${label} and account_id <> ${accountId} and ${holds(accountId, holder)}`
}

/**
 * Inserts or updates the account's row, if this run holds the lease. `as_of` is when the figures
 * last changed.
 */
export function mergeAccount(
  account: Account,
  origin: AccountOrigin,
  holder: string,
  now: Date,
): SQL {
  const row = {
    accountId: account.id,
    label: origin.label,
    baseUrl: origin.baseUrl,
    status: account.status,
    currency: account.currency,
    cash: account.cash,
    equity: account.equity,
    alpacaCreatedAt: account.createdAt,
    // The account's keys are in use, perhaps again.
    succeededBy: null,
    asOf: now.toISOString(),
    rawData: account.raw,
  }
  const plan = {
    ...ACCOUNT_PLAN,
    only: holds(account.id, holder),
  }
  return sql`with ${mergeRows([row], plan)} ${selectMergeCounts}`
}

const holds = (accountId: AccountId, holder: string) =>
  sql`exists (select from ${syncState} where account_id = ${accountId}
    and lease_holder = ${holder}::uuid)`
