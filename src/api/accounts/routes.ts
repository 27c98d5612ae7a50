import { responses, WRITE_ERRORS } from '../http/responses'
import { createRoute } from '../http/route'
import {
  accountChangedSchema,
  accountListSchema,
  accountPath,
  accountRemovedSchema,
  accountsQuery,
  deleteQuery,
} from './schemas'

const TAGS = ['Accounts']

export const getAccounts = createRoute({
  method: 'get',
  path: '/accounts',
  operationId: 'listAccounts',
  tags: TAGS,
  summary: 'Accounts by label',
  description:
    'Accounts that were synced, and configured ones that were not yet or that were erased. Without account numbers.',
  request: { query: accountsQuery },
  responses: responses('A page of accounts.', accountListSchema, 'invalid_parameter'),
})

export const deleteAccount = createRoute({
  method: 'delete',
  path: '/accounts/{label}',
  operationId: 'deleteAccount',
  tags: TAGS,
  summary: 'Stops the sync of an account, and erases its data when asked to',
  description:
    'From now on every sync skips the account, until POST /accounts/{label}/resume. A run that is under way ends by itself. data=erase also deletes every row that belongs to the account, in one transaction, once no run holds it; rows of the audit stay. While its keys are configured, an erased account is still listed, as stopped.',
  request: { params: accountPath, query: deleteQuery },
  responses: responses(
    'The account as it is now, and how many rows were deleted.',
    accountRemovedSchema,
    ...WRITE_ERRORS,
    'account_not_found',
    'sync_in_progress',
  ),
})

export const postResume = createRoute({
  method: 'post',
  path: '/accounts/{label}/resume',
  operationId: 'resumeAccount',
  tags: TAGS,
  summary: 'Lets syncs read a stopped account again',
  description:
    'The next sync goes on where the last one ended; an account that was erased is read from its beginning. An account that is not stopped stays as it is.',
  request: { params: accountPath },
  responses: responses(
    'The account as it is now.',
    accountChangedSchema,
    ...WRITE_ERRORS,
    'account_not_found',
  ),
})
