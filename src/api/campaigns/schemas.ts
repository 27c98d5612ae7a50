import * as z from 'zod'
import { field, nextCursor, shared, word } from '../lists/fields'
import { tradeSchema } from '../trades/schemas'

export const campaignSchema = z
  .object({
    campaign_id: field.uuid('Id of the campaign: the id of its first trade.'),
    account_id: shared.accountId(),
    underlying: field.text('Underlying of the first trade.'),
    status: word.campaignStatus.meta({ description: 'Status of the campaign.' }),
    trade_count: field.count('Number of trades.'),
    strategies: field.list(z.string(), 'Names of the structures of its trades, each once.'),
    opened_at: field.time('Time of the first fill.'),
    closed_at: field.time('Time of the last closing execution. null unless closed.').nullable(),
    opened_on: field.date('Date of opened_at in New York.'),
    closed_on: field.date('Date of closed_at in New York. null unless closed.').nullable(),
    realized_pl: field
      .decimal('Profit of its trades before fees. null if a trade is incomplete.')
      .nullable(),
    fees: field.decimal('Fees, positive. Negative if the broker gave some back.'),
    dividends: field.decimal('Cash dividends of the shares held, less withholding.'),
    net_pl: field.decimal('realized_pl minus fees. null if a trade is incomplete.').nullable(),
    total_pl: field.decimal('net_pl plus dividends. null if a trade is incomplete.').nullable(),
    shares: field.decimal('Shares that the campaign holds. Negative if short.'),
    adjusted_basis: field
      .decimal(
        'What one share held has cost after all premiums, fees and dividends of the campaign. null without long shares of exactly one symbol, or if a trade is incomplete.',
      )
      .nullable(),
    incomplete: field.flag(
      'Whether a trade was opened before the known history. Profit and basis are then null.',
    ),
  })
  .meta({ id: 'Campaign', description: 'Trades that rolls, deliveries and cover connect.' })

export const campaignListSchema = z.object({
  status: field.success(),
  campaigns: field.list(campaignSchema, 'Campaigns, last begun first.'),
  next_cursor: nextCursor(),
})

export const campaignDetailSchema = z.object({
  status: field.success(),
  campaign: campaignSchema
    .extend({ trades: field.list(tradeSchema, 'Trades of the campaign, first opened first.') })
    .meta({ id: 'CampaignDetail', description: 'A campaign with its trades.' })
    .meta({ description: 'The campaign.' }),
})
