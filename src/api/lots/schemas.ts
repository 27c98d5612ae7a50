import * as z from 'zod'
import { DIFFERENCE_REASONS, LOT_FLAGS } from '../../engine/tax/tax-lots'
import { field, nextCursor, shared, word } from '../lists/fields'

const FLAGS =
  'opened_before_history: the opening is not known. basis_unknown: the cost, or the premium of an option, is not known; it is never taken as 0. ' +
  'transferred_in: the purchase was elsewhere; its date is not known, and the basis is the price of the transfer, if it had one. transferred_out: moved, not sold. ' +
  'several_dates: shares that came of others acquired on several dates. coin_exchange: paid with a coin, or for one, at cost; the exchange itself is taxable at market value, which is not known here. ' +
  'delivery_unknown: an exercise or assignment whose shares are not known yet. no_wash_sale_rule: a coin, to which the rule does not apply as the law is now. held_over_year_end: a Section 1256 contract that was open when a year ended; Form 6781 wants a part of its gain in that year, by the market value of the last business day, which is not known here.'

const REASONS =
  'moved_to_shares: the option was exercised or assigned, and what it earned or cost is in the basis or proceeds of the shares. option_premium: that, in a lot of the shares. transferred_out: fees that left with what was moved.'

const washSchema = z
  .object({
    is_wash: field.flag(
      'Whether the loss is a wash sale, wholly or in part: shares or options of the underlying were acquired within 30 days before or after.',
    ),
    disallowed: field
      .decimal(
        'Part of the loss that is disallowed, positive. null of an option, which is flagged.',
      )
      .nullable(),
    replaced: field.decimal('Shares of the lot that were replaced. null of an option.').nullable(),
    added_basis: field.decimal(
      'Disallowed losses of earlier lots that add to the basis of this one. Not in basis and gain.',
    ),
    held_since: field
      .date(
        'Date from which the replacements among the lot count as held. null if it replaces nothing.',
      )
      .nullable(),
  })
  .meta({
    id: 'WashSale',
    description: 'What wash sales change about a lot. Its basis and gain are without it.',
  })

const differenceSchema = z.object({
  reason: field.word(DIFFERENCE_REASONS, REASONS),
  amount: field.decimal('gain minus trade_pl, of this reason.'),
  trade_id: field
    .uuid('Trade of the option, of option_premium. null if there are several.')
    .nullable(),
})

export const lotSchema = z
  .object({
    lot_id: field.text('Id of the lot. It stays while the grouping of the trade stays.'),
    account_id: shared.accountId(),
    trade_id: field.uuid('Id of the trade.'),
    execution_id: field.text('Id of the closing execution.'),
    order_id: field.text("Alpaca's id of the closing order. null of an event.").nullable(),
    underlying: shared.underlying(),
    symbol: shared.symbol(),
    description: field.text(
      'Description of property as on Form 8949: 100 sh. AAPL, or 1 AAPL 01/19/2024 150 CALL.',
    ),
    leg_kind: word.legKind.meta({ description: 'Kind of what was held.' }),
    side: word.positionSide.meta({ description: 'Side of the position that was closed.' }),
    quantity: field.decimal(
      'Shares, coins or contracts. 0 for cash that closed nothing, such as cash in lieu.',
    ),
    closed_by: field.text('What closed the lot: a fill, or the kind of event.'),
    date_acquired: field
      .date(
        'Date acquired, by trade date. Of an option opened short, the date of the closing purchase; of shares sold short, of the purchase that covered them. null if it is not known.',
      )
      .nullable(),
    date_sold: field
      .date(
        'Date sold or disposed of, by trade date. Of an option opened short, the date of the opening sale. null if it is not known.',
      )
      .nullable(),
    opened_at: field.time('Time of the opening execution. null if it is not known.').nullable(),
    closed_at: field.time('Time of the closing execution.'),
    opened_on: field.date('Trade date of the opening. null if it is not known.').nullable(),
    closed_on: field.date('Trade date of the closing.'),
    proceeds: field
      .decimal('Proceeds, less selling fees, with premiums moved here. null if not known.')
      .nullable(),
    basis: field
      .decimal('Cost or other basis, with buying fees and premiums moved here. null if not known.')
      .nullable(),
    gain: field.decimal('proceeds minus basis, without wash sales. null if not known.').nullable(),
    term: z
      .string()
      .nullable()
      .meta({
        enum: ['short', 'long', null],
        description:
          'long if held for more than one year, counted from the day after the acquisition. null of Section 1256 contracts, of lots on no form, and if a date is not known.',
      }),
    form: z
      .string()
      .nullable()
      .meta({
        enum: ['8949', '6781', null],
        description:
          'IRS form of the lot: 6781 for Section 1256 contracts. null if it is on none: an option that moved into shares, or what was transferred out.',
      }),
    section_1256: field.flag('Whether it is an option on a broad-based index.'),
    short_term_gain: field
      .decimal('Short-term part of gain; of Section 1256 contracts 40 %. null if not known.')
      .nullable(),
    long_term_gain: field
      .decimal('Long-term part of gain; of Section 1256 contracts 60 %. null if not known.')
      .nullable(),
    wash_sale: washSchema.nullable().meta({ description: 'null if wash sales change nothing.' }),
    fees: field.decimal('Buying and selling fees of the lot.'),
    trade_pl: field
      .decimal(
        "The lot's part of the net_pl of its trade, where no premium moves. null if not known.",
      )
      .nullable(),
    difference: field.decimal('gain minus trade_pl. null if not known.').nullable(),
    differences: field.list(differenceSchema, 'The difference by reason. Empty without one.'),
    flags: field.list(field.word(LOT_FLAGS, FLAGS), 'What to know about the lot, or to check.'),
  })
  .meta({ id: 'Lot', description: 'A closed lot, in the tax view and as part of its trade.' })

export const termTotalsSchema = z.object({
  lots: field.count('Number of lots.'),
  proceeds: field.decimal('Sum of proceeds.'),
  basis: field.decimal('Sum of bases.'),
  gain: field.decimal('Sum of gains, without wash sales.'),
  disallowed: field.decimal('Losses that wash sales disallow.'),
  added_basis: field.decimal('Disallowed losses of earlier lots that add to the basis of these.'),
  taxable_gain: field.decimal('gain plus disallowed minus added_basis.'),
})

export const lotTotalsSchema = z
  .object({
    lots: field.count('Number of lots.'),
    short_term: termTotalsSchema.meta({ description: 'Short-term lots on Form 8949.' }),
    long_term: termTotalsSchema.meta({ description: 'Long-term lots on Form 8949.' }),
    unknown_term: termTotalsSchema.meta({
      description: 'Lots on Form 8949 whose date acquired is not known.',
    }),
    section_1256: termTotalsSchema
      .extend({
        long_term_gain: field.decimal('60 % of gain.'),
        short_term_gain: field.decimal('The rest of gain.'),
        held_over_year_end: field.count('Lots with the flag held_over_year_end.'),
        open_contracts: field.decimal(
          'Contracts that are open at closed_until, or now without it. Form 6781 counts those open at the end of a year at their market value of that day, which is not known here.',
        ),
      })
      .meta({ description: 'Gains and losses of Form 6781.' }),
    unknown_gain: field.count('Lots whose gain is not known. They are in no sum.'),
    unreported: field.count('Lots on no form.'),
    gain: field.decimal('Sum of known gains.'),
    trade_pl: field.decimal('Sum of trade_pl of the same lots.'),
    difference: field.decimal(
      'gain minus trade_pl. Over positions that are closed entirely it is 0; otherwise it, held_premium and transferred_out sum to 0.',
    ),
    differences: field.list(
      z.object({
        reason: field.word(DIFFERENCE_REASONS, REASONS),
        lots: field.count('Lots with this reason.'),
        amount: field.decimal('Sum of its amounts.'),
      }),
      'The difference by reason.',
    ),
    held_premium: field
      .decimal(
        'Premiums of exercised and assigned options in shares that are still held, as gain to come: of the underlyings of the list, whatever the range. null if one is not known.',
      )
      .nullable(),
    transferred_out: field
      .decimal(
        'Premiums less fees in the basis of what was transferred out, as gain that is made elsewhere. null if one is not known.',
      )
      .nullable(),
  })
  .meta({ id: 'LotTotals', description: 'Sums of a list of lots.' })

export const lotListSchema = z.object({
  status: field.success(),
  note: field.text('What these figures are. They are no tax advice.'),
  lots: field.list(lotSchema, 'Closed lots, last closed first.'),
  next_cursor: nextCursor(),
  totals: lotTotalsSchema
    .optional()
    .meta({ description: 'Sums of all lots that match the filters. Only with include=totals.' }),
})
