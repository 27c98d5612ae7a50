import { deleteKeys, type KeysConflict, readStoredHost } from '../../db/accounts/keys'
import { type AccountRow, findAccount, listAccounts, readAccount } from '../../db/accounts/list'
import { type AccountName, resumeAccount, stopAccount } from '../../db/accounts/stops'
import { actAs } from '../../db/overrides/actor'
import { runBatch } from '../../db/statements/batch'
import { eraseAccount } from '../../sync/accounts/erase'
import { storeAccountKeys } from '../../sync/accounts/store-keys'
import { actorOf } from '../auth/actor'
import type { Dependencies } from '../http/context'
import { ApiError } from '../http/errors'
import type { RouteHandler } from '../http/route'
import { requireKnownAccount } from '../lists/known-account'
import { pageOf, writeCursor } from '../lists/paging'
import { PAPER_HOST } from './key-fields'
import { presentAccount, presentErased } from './present'
import { presentKeys } from './present-keys'
import { ACCOUNTS } from './requests'
import type { deleteAccount, getAccounts, postResume, putAccount } from './routes'

const success = { status: 'success' as const }

export const list: RouteHandler<typeof getAccounts> = async (c) => {
  const { account, limit, cursor } = c.req.valid('query')
  const deps = c.get('deps')
  const { db, settings } = deps
  const page = { account, after: cursor?.[0], limit: limit + 1 }
  const rows = await listAccounts(db, settings.accounts, page)
  // The page after the last one is empty too, so an empty page does not mean an unknown account.
  const known =
    rows.length > 0 || cursor === undefined
      ? rows
      : await listAccounts(db, settings.accounts, { account, limit: 1 })
  requireKnownAccount(settings, account, known.length > 0)
  const { shown, nextCursor } = pageOf(rows, limit, cursorAfter)
  const accounts = await Promise.all(shown.map((row) => present(deps, row)))
  return c.json({ ...success, accounts, next_cursor: nextCursor }, 200)
}

export const store: RouteHandler<typeof putAccount> = async (c) => {
  const deps = c.get('deps')
  const { db, settings, ledger, fetch, now } = deps
  const { label } = c.req.valid('param')
  const { key_id: keyId, secret_key: secretKey, base_url: given } = c.req.valid('json')
  if (ledger.seal === undefined) {
    throw new ApiError('misconfigured', {
      message: 'KEYS_SECRET is not set: it seals stored keys. Any text of 32 characters or more.',
    })
  }
  const configured = settings.accounts.map((account) => account.label)
  if (configured.includes(label))
    throw conflictError(label, { reason: 'label_configured', other: label })
  const baseUrl = given ?? (await readStoredHost(db, label)) ?? PAPER_HOST
  const { seal, log, groupingWindowSeconds } = ledger
  const stored = await storeAccountKeys(
    { db, fetch, now, log, groupingWindowSeconds, seal, configured },
    actorOf(c),
    { label, keyId, secretKey, baseUrl },
  )
  if ('conflict' in stored) throw conflictError(label, stored.conflict)
  const name = { label, accountId: stored.accountId, configured: false }
  await reconsiderFeed(deps, name)
  return c.json({ ...success, account: await show(deps, name) }, 200)
}

function conflictError(label: string, { reason, other }: KeysConflict): ApiError {
  switch (reason) {
    case 'label_configured':
      return conflict(`The keys of ${label} are in the settings: change them there.`, 'label')
    case 'account_configured':
      return conflict(`These keys are for the account whose keys are in the settings, as ${other}.`)
    case 'account_stored':
      return conflict(
        `These keys are for the account that is stored as ${other}: PUT them there, or DELETE it first.`,
      )
    case 'label_taken':
      return conflict(
        `${label} is the label of another account, and these keys are not for it: use another label, or DELETE ${label} first.`,
        'label',
      )
  }
}

const conflict = (message: string, param?: string) =>
  new ApiError('account_conflict', { message, param })

export const remove: RouteHandler<typeof deleteAccount> = async (c) => {
  const deps = c.get('deps')
  const name = await requireAccount(deps, c.req.valid('param').label)
  if (c.req.valid('query').data === undefined) {
    await runBatch(deps.db, actAs(actorOf(c)), ...deletions(name), stopAccount(name))
    await reconsiderFeed(deps, name)
    return c.json({ ...success, account: await show(deps, name), erased: null }, 200)
  }
  const rows = await eraseAccount(deps.ledger, actorOf(c), name, c.get('keyed'))
  return c.json({ ...success, account: await show(deps, name), erased: presentErased(rows) }, 200)
}

export const resume: RouteHandler<typeof postResume> = async (c) => {
  const deps = c.get('deps')
  const name = await requireAccount(deps, c.req.valid('param').label)
  await runBatch(deps.db, actAs(actorOf(c)), resumeAccount(name))
  await reconsiderFeed(deps, name)
  return c.json({ ...success, account: await show(deps, name) }, 200)
}

/** The stored keys go with the account; those of the settings are not ours to delete. */
const deletions = ({ accountId, label }: AccountName) =>
  accountId === null ? [] : [deleteKeys({ accountId, label })]

async function requireAccount({ db, settings }: Dependencies, name: string): Promise<AccountName> {
  const found = await findAccount(db, settings.accounts, name)
  if (found === null) throw new ApiError('account_not_found')
  return found
}

async function reconsiderFeed({ live }: Dependencies, { accountId }: AccountName): Promise<void> {
  if (accountId !== null) await live?.reconsider(accountId)
}

/** Reads the account after a change. */
async function show(deps: Dependencies, name: AccountName) {
  return await present(deps, await readAccount(deps.db, deps.settings.accounts, name))
}

const present = async ({ ledger }: Dependencies, row: AccountRow) =>
  presentAccount(row, await presentKeys(ledger.seal, row.stored_keys))

const cursorAfter = ({ label }: AccountRow): string => writeCursor(ACCOUNTS, [label])
