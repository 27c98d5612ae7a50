import { type AccountRow, findAccount, listAccounts, readAccount } from '../../db/accounts/list'
import { type AccountName, resumeAccount, stopAccount } from '../../db/accounts/stops'
import { actAs } from '../../db/overrides/actor'
import { runBatch } from '../../db/statements/batch'
import { eraseAccount } from '../../sync/accounts/erase'
import { actorOf } from '../auth/actor'
import type { Dependencies } from '../http/context'
import { ApiError } from '../http/errors'
import type { RouteHandler } from '../http/route'
import { requireKnownAccount } from '../lists/known-account'
import { pageOf, writeCursor } from '../lists/paging'
import { presentAccount, presentErased } from './present'
import { ACCOUNTS } from './requests'
import type { deleteAccount, getAccounts, postResume } from './routes'

const success = { status: 'success' as const }

export const list: RouteHandler<typeof getAccounts> = async (c) => {
  const { account, limit, cursor } = c.req.valid('query')
  const { db, settings } = c.get('deps')
  const page = { account, after: cursor?.[0], limit: limit + 1 }
  const rows = await listAccounts(db, settings.accounts, page)
  // The page after the last one is empty too, so an empty page does not mean an unknown account.
  const known =
    rows.length > 0 || cursor === undefined
      ? rows
      : await listAccounts(db, settings.accounts, { account, limit: 1 })
  requireKnownAccount(settings, account, known.length > 0)
  const { shown, nextCursor } = pageOf(rows, limit, cursorAfter)
  return c.json({ ...success, accounts: shown.map(presentAccount), next_cursor: nextCursor }, 200)
}

export const remove: RouteHandler<typeof deleteAccount> = async (c) => {
  const deps = c.get('deps')
  const name = await requireAccount(deps, c.req.valid('param').label)
  if (c.req.valid('query').data === undefined) {
    await runBatch(deps.db, actAs(actorOf(c)), stopAccount(name))
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

async function requireAccount({ db, settings }: Dependencies, name: string): Promise<AccountName> {
  const found = await findAccount(db, settings.accounts, name)
  if (found === null) throw new ApiError('account_not_found')
  return found
}

async function reconsiderFeed({ live }: Dependencies, { accountId }: AccountName): Promise<void> {
  if (accountId !== null) await live?.reconsider(accountId)
}

/** Reads the account after a change. */
async function show({ db, settings }: Dependencies, name: AccountName) {
  return presentAccount(await readAccount(db, settings.accounts, name))
}

const cursorAfter = ({ label }: AccountRow): string => writeCursor(ACCOUNTS, [label])
