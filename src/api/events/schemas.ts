import * as z from 'zod'
import { EVENT_TYPES } from '../../db/schema/events'
import { field, shared } from '../lists/fields'

const seq = (description: string) =>
  z.int().min(0).meta({ format: 'int64', maximum: 999_999_999_999_999, description })

const dataSchema = z
  .object({
    id: field.text('Id of the order, the trade or the run.').optional(),
    was: field.text('Status before the change. null if there was none.').nullable().optional(),
    status: field.text('Status after the change. null if the trade is gone.').nullable().optional(),
    symbol: field.text('Only of an order: its symbol.').optional(),
    underlying: shared.underlying().optional(),
    trade_id: field.uuid('Only of an order: its trade.').optional(),
    strategy: field.text('Only of a trade: name of the structure.').optional(),
    net_pl: field.decimal('Only of a trade: realized_pl minus fees.').nullable().optional(),
    rolled_from: field.uuid('Only of a trade: the trade rolled into it.').nullable().optional(),
    scope: field.text('Only of a run: what it read or did.').optional(),
    trigger: field.text('Only of a run: cron, api or live.').optional(),
    code: field.text('Only of sync.failed: code of the error.').nullable().optional(),
    failed_runs: field.count('Only of sync.recovered: failed runs before it.').optional(),
    reason: field
      .word(
        ['first_reading', 'rebuild', 'many_changes', 'pruned', 'unknown_seq'],
        'Only of reset: why. `pruned`: events after `after` are no longer kept. `unknown_seq`: `after` is beyond last_seq.',
      )
      .optional(),
  })
  .meta({ id: 'EventData', description: 'A few fields of the subject.' })

const eventType = z
  .string()
  .meta({ id: 'EventType', enum: [...EVENT_TYPES], description: 'Type of an event.' })

const TRADE = '5b0a1e62-7a0f-5d4e-9f55-2f1f6f6f3c11'

const EXAMPLE = {
  seq: 1234,
  type: 'trade.opened',
  at: '2026-09-10T16:17:19.104233Z',
  account_id: 'e6fe16f3-64a4-4921-8928-cadf02f92f98',
  subject_id: TRADE,
  data: {
    id: TRADE,
    was: null,
    status: 'open',
    strategy: 'bull_put_spread',
    underlying: 'SPY',
    net_pl: null,
    rolled_from: null,
  },
}

export const eventSchema = z
  .object({
    seq: seq('Rises with each event of the account, in commit order. Has gaps.'),
    type: eventType.meta({ description: 'What happened.' }),
    at: field.time('When it was stored.'),
    account_id: shared.accountId(),
    subject_id: field
      .text('Id of the order, the trade or the run. null if the event is about the account.')
      .nullable(),
    data: dataSchema.meta({ description: 'A few fields of the subject. Read it for the rest.' }),
  })
  .meta({ id: 'Event', description: 'A change of an account.', examples: [EXAMPLE] })

export const eventListSchema = z.object({
  status: field.success(),
  events: field.list(eventSchema, 'Events, oldest first.'),
  last_seq: seq('The last `seq` of the account. 0 before its first event.'),
})
