import * as z from 'zod'
import { ERASED_TABLES } from '../../db/accounts/erase'
import { field, nextCursor } from '../lists/fields'
import { accountParam, cursorParam, cursorText, limitParam, wordParam } from '../lists/parameters'

/** The name of this list in its cursors. */
export const ACCOUNTS = 'accounts'

/** Which of Alpaca's hosts an account is on; `other` is none of the two. */
export const ENVIRONMENTS = ['paper', 'live', 'other'] as const

export const accountsQuery = z.strictObject({
  account: accountParam.optional(),
  limit: limitParam(100),
  cursor: cursorParam(ACCOUNTS, z.tuple([cursorText])).optional(),
})

export const accountPath = z.object({
  label: accountParam,
})

export const deleteQuery = z.strictObject({
  data: wordParam(['erase']).optional().meta({
    description: 'erase: deletes everything that belongs to the account. Without it nothing is.',
  }),
})

export const accountSchema = z
  .object({
    label: field.text(),
    account_id: field
      .text()
      .nullable()
      .meta({ description: "Alpaca's id; null while the account was never synced." }),
    environment: field.word(ENVIRONMENTS).nullable().meta({
      description: "Which of Alpaca's hosts it is on; null for an erased account without keys.",
    }),
    base_url: field
      .text()
      .nullable()
      .meta({
        description: 'The host of the Trading API.',
        examples: ['https://paper-api.alpaca.markets'],
      }),
    status: field
      .text()
      .nullable()
      .meta({
        description: "Alpaca's word for its state.",
        examples: ['ACTIVE'],
      }),
    currency: field
      .text()
      .nullable()
      .meta({ examples: ['USD'] }),
    opened_at: field.time().nullable().meta({ description: 'When Alpaca created it.' }),
    first_synced_at: field.time().nullable().meta({ description: 'When it was first read.' }),
    configured: field
      .flag()
      .meta({ description: 'Whether its keys are set; else its history alone is here.' }),
    stopped: field
      .flag()
      .meta({ description: 'Whether syncs skip it until POST /accounts/{label}/resume.' }),
    stopped_at: field
      .time()
      .nullable()
      .meta({ examples: [null] }),
    erased_at: field
      .time()
      .nullable()
      .meta({
        description: 'When its data was erased; null when it was not, or was read again.',
        examples: [null],
      }),
    running: field.flag().meta({ description: 'Whether a run holds it now.' }),
    last_success_at: field
      .time()
      .nullable()
      .meta({ description: 'When a sync last read all there was.' }),
    succeeded_by: field
      .text()
      .nullable()
      .meta({
        description: 'The account_id that has its label now, say after a paper reset.',
        examples: [null],
      }),
    open_trades: field.count(),
    open_positions: field.count(),
    quarantined: field.count().meta({ description: 'Payloads that do not fit.' }),
  })
  .meta({ id: 'Account' })

export const accountListSchema = z.object({
  status: z.literal('success'),
  accounts: z.array(accountSchema),
  next_cursor: nextCursor(),
})

/** The name under which an answer counts the rows of a table. */
export const countName = (table: string): string => table.replace(/^alpaca_/, '')

const erasedSchema = z
  .object(Object.fromEntries(ERASED_TABLES.map((table) => [countName(table), field.count()])))
  .meta({ id: 'ErasedRows', description: 'How many rows of each table were deleted.' })

export const accountChangedSchema = z.object({
  status: z.literal('success'),
  account: accountSchema,
})

export const accountRemovedSchema = z.object({
  status: z.literal('success'),
  account: accountSchema,
  erased: erasedSchema.nullable().meta({ description: 'null when nothing was to be erased.' }),
})
