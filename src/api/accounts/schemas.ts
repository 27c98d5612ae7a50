import * as z from 'zod'
import { ERASED_TABLES } from '../../db/accounts/erase'
import { field, nextCursor, shared } from '../lists/fields'
import { storedKeysSchema } from '../sync/schemas'
import { countName } from './erased'

/** Alpaca's hosts. `other` is any other host. */
export const ENVIRONMENTS = ['paper', 'live', 'other'] as const

export const accountSchema = z
  .object({
    label: shared.label(),
    account_id: field.text("Alpaca's id of the account. null before the first sync.").nullable(),
    environment: field
      .word(ENVIRONMENTS, 'paper, live, or other for any other host. null if unknown.')
      .nullable(),
    base_url: field
      .text('Host of the Trading API. null if unknown.')
      .nullable()
      .meta({ examples: ['https://paper-api.alpaca.markets'] }),
    status: field
      .text("Alpaca's status of the account.")
      .nullable()
      .meta({ examples: ['ACTIVE'] }),
    currency: field
      .text('Currency of the account.')
      .nullable()
      .meta({ examples: ['USD'] }),
    opened_at: field.time('When Alpaca created the account.').nullable(),
    first_synced_at: field.time('When the account was first synced.').nullable(),
    configured: field.flag('Whether the keys of the account are set. If not, it is not synced.'),
    stored_keys: storedKeysSchema.optional().meta({
      description:
        'Only of an account whose keys were stored by PUT /accounts/{label}, and are not in the settings.',
    }),
    stopped: field.flag(
      'Whether the account is stopped. Syncs skip it until POST /accounts/{label}/resume.',
    ),
    stopped_at: field
      .time('When the account was stopped. null if it is not.')
      .nullable()
      .meta({ examples: [null] }),
    erased_at: field
      .time('When the data of the account was erased. null if it was not, or was synced again.')
      .nullable()
      .meta({ examples: [null] }),
    running: field.flag('Whether a run of the account is under way.'),
    last_success_at: field.time('End of the last sync that read everything.').nullable(),
    succeeded_by: field
      .text('account_id of the account that has the label now, such as after a paper reset.')
      .nullable()
      .meta({ examples: [null] }),
    open_trades: field.count('Number of trades that are open or partly closed.'),
    open_positions: field.count('Number of open positions.'),
    quarantined: field.count('Quarantined payloads that do not fit yet.'),
  })
  .meta({ id: 'Account', description: 'An Alpaca account, without its account number.' })

export const accountListSchema = z.object({
  status: field.success(),
  accounts: field.list(accountSchema, 'Accounts by label.'),
  next_cursor: nextCursor(),
})

const erasedSchema = z
  .object(
    Object.fromEntries(
      ERASED_TABLES.map((table) => [
        countName(table),
        field.count(`Deleted rows of the table ${table}.`),
      ]),
    ),
  )
  .meta({ id: 'ErasedRows', description: 'Number of deleted rows of each table.' })

const account = accountSchema.meta({ description: 'The account after the change.' })

export const accountChangedSchema = z.object({ status: field.success(), account })

export const accountRemovedSchema = z.object({
  status: field.success(),
  account,
  erased: erasedSchema
    .nullable()
    .meta({ description: 'Number of deleted rows. null without data=erase.' }),
})
