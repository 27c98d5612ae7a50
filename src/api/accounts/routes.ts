import { responses, WRITE_ERRORS } from '../http/responses'
import { createRoute } from '../http/route'
import { accountPath, accountsQuery, deleteQuery } from './requests'
import { accountChangedSchema, accountListSchema, accountRemovedSchema } from './schemas'

const TAGS = ['Accounts']

export const getAccounts = createRoute({
  method: 'get',
  path: '/accounts',
  request: { query: accountsQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'listAccounts',
    tags: TAGS,
    summary: 'List accounts by label',
    description:
      'Lists every account that was synced or whose keys are set, erased accounts included. Never contains account numbers.',
    responses: responses('A page of accounts.', accountListSchema, 'invalid_parameter'),
  }),
})

export const deleteAccount = createRoute({
  method: 'delete',
  path: '/accounts/{label}',
  request: { params: accountPath, query: deleteQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'deleteAccount',
    tags: TAGS,
    summary: 'Stop the sync of an account and optionally erase its data',
    description:
      'Syncs skip the account until POST /accounts/{label}/resume. A run that is under way is not interrupted. data=erase also deletes every row of the account in one transaction, or answers 409 while a run is under way; the audit log is kept. As long as its keys are set, an erased account is listed as stopped.',
    responses: responses(
      'The account after the change, and the number of deleted rows.',
      accountRemovedSchema,
      ...WRITE_ERRORS,
      'account_not_found',
      'sync_in_progress',
    ),
  }),
})

export const postResume = createRoute({
  method: 'post',
  path: '/accounts/{label}/resume',
  request: { params: accountPath },
  ...(import.meta.inBundle ?? {
    operationId: 'resumeAccount',
    tags: TAGS,
    summary: 'Resume the sync of a stopped account',
    description:
      'The next sync continues where the last one ended, or reads an erased account from the beginning. An account that is not stopped does not change.',
    responses: responses(
      'The account after the change.',
      accountChangedSchema,
      ...WRITE_ERRORS,
      'account_not_found',
    ),
  }),
})
