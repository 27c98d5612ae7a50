import { computed, effect, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { AccountSyncStatus, Me } from '../../client/index.js'
import { api } from './api'
import { follow, notices } from './feed'
import { type Loaded, useLoad } from './load'
import { place } from './place'
import { token } from './session'

/** The token's name and scopes; null until they are known. */
export const me = signal<Me | null>(null)

export const maySync = computed(() => me.value?.scopes.includes('sync') ?? false)
export const mayEdit = computed(() => me.value?.scopes.includes('edit') ?? false)

/** Sync status per account; null until it is known. */
export const accounts = signal<AccountSyncStatus[] | null>(null)

/** Why the sync status is not known; undefined while it is. */
export const accountsError = signal<unknown>(undefined)

// Nothing of one session is shown in the next.
effect(() => {
  if (token.value !== null) return
  me.value = null
  accounts.value = null
  notices.value = []
})

/** The account that the address names; undefined stands for all. */
export const chosenAccount = computed(() => place.value.query.get('account') ?? undefined)

/** The label of an account by its id. */
export const labelOf = (accountId: string): string =>
  accounts.value?.find((account) => account.account_id === accountId)?.label ?? accountId

/** Loads the token's rights and the sync status, and follows the accounts. */
export function useAccount(): Loaded<{ accounts: AccountSyncStatus[] }> {
  const mine = useLoad('/me', (signal) => api.get('/me', { signal }))
  const status = useLoad('/sync', (signal) => api.get('/sync', { signal }))
  useEffect(() => {
    if (mine.data) me.value = mine.data
  }, [mine.data])
  useEffect(() => {
    if (status.data) accounts.value = status.data.accounts
    accountsError.value = status.error
  }, [status.data, status.error])

  const followed = accounts.value?.flatMap(({ account_id, stopped }) =>
    account_id === null || stopped ? [] : [account_id],
  )
  const names = followed?.join(' ') ?? ''
  useEffect(() => {
    const ends = (status.data?.accounts ?? []).flatMap(({ account_id, stopped, last_seq }) =>
      account_id === null || stopped ? [] : [follow(account_id, last_seq)],
    )
    return () => {
      for (const end of ends) end()
    }
  }, [names])
  return status
}
