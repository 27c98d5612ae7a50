import * as z from 'zod'
import { QUARANTINE_SOURCES } from '../../db/quarantine/list'
import { field, nextCursor, shared } from '../lists/fields'

export const quarantinedSchema = z
  .object({
    id: field.uuid('Id of the quarantined item.'),
    account_id: shared.accountId(),
    source: field.word(QUARANTINE_SOURCES, 'Kind of payload.'),
    item_id: field
      .text("Alpaca's id of the item, or its symbol. null if the payload has neither.")
      .nullable(),
    reason: field.text('Which fields do not fit. Never contains their values.'),
    stored: field.flag(
      'Whether an earlier version of the order or activity is stored under this id.',
    ),
    first_seen_at: field.time('When the payload was first quarantined.'),
    seen_at: field.time('When Alpaca first sent this version of the payload.'),
    tried_at: field.time('When the item was last tried by itself.').nullable(),
    healed_at: field.time('When the item fit. null if it does not yet.').nullable(),
  })
  .meta({ id: 'QuarantinedItem', description: 'A payload that did not fit, without the payload.' })

export const quarantineListSchema = z
  .object({
    status: field.success(),
    quarantine: field.list(quarantinedSchema, 'Quarantined items, newest first.'),
    next_cursor: nextCursor(),
  })
  .meta({ id: 'QuarantineList', description: 'A page of the quarantine.' })

const figures = {
  retried: field.count('Quarantined items that were tried again.'),
  healed: field.count('Quarantined items that fit now.'),
  quarantined: field.count('Quarantined items that still do not fit.'),
  has_more: field.flag(
    'Whether the budget was used up before all were tried. If true, call again.',
  ),
}

const accountRetry = z.object({
  account_id: shared.accountId(),
  label: shared.label(),
  stopped: field.flag('Whether the account is stopped. If so, it was skipped.'),
  ...figures,
})

export const retrySchema = z
  .object({
    status: field.success(),
    ...figures,
    duration_ms: shared.durationMs(),
    accounts: field.list(accountRetry, 'The counts of each account.'),
  })
  .meta({ id: 'QuarantineRetry', description: 'What a retry of the quarantine did.' })
