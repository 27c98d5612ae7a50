import { responses, WRITE_ERRORS } from '../http/responses'
import { createRoute } from '../http/route'
import { jsonBody } from '../middleware/json-body'
import { accountPath, accountsQuery, deleteQuery, keysBody, labelPath } from './requests'
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

export const putAccount = createRoute({
  method: 'put',
  path: '/accounts/{label}',
  middleware: [jsonBody()] as const,
  request: {
    params: labelPath,
    body: { required: true, content: { 'application/json': { schema: keysBody } } },
  },
  ...(import.meta.inBundle ?? {
    operationId: 'storeAccountKeys',
    tags: TAGS,
    summary: 'Store the keys of an account, or replace them',
    description:
      'Asks Alpaca which account the keys are for, and stores them encrypted under KEYS_SECRET. If Alpaca refuses them, nothing is stored. The account is synced from then on, also if it was stopped. No answer ever contains the keys. Accounts of ALPACA_ACCOUNTS, or of ALPACA_API_KEY_ID, cannot be changed here.',
    responses: responses(
      'The account.',
      accountChangedSchema,
      ...WRITE_ERRORS,
      'invalid_json',
      'account_conflict',
      'alpaca_unauthorized',
      'alpaca_unavailable',
    ),
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
      'Deletes the stored keys of the account. Syncs skip it until POST /accounts/{label}/resume, or until new keys are stored. A run that is under way is not interrupted. data=erase also deletes every row of the account in one transaction, or answers 409 while a run is under way; the audit log is kept. As long as its keys are set, an erased account is listed as stopped.',
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
