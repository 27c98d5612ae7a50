import * as z from 'zod'
import { DIFFERENCE_CAUSES } from '../../db/reconciliation/causes'
import { field, shared, word } from '../lists/fields'

const differenceCause = field
  .word(DIFFERENCE_CAUSES, 'Why the ledger and the broker differ.')
  .meta({ id: 'DifferenceCause' })

const cause = () =>
  differenceCause.nullable().meta({ description: 'Why they differ. null if they agree.' })

const settlesBy = () =>
  field
    .date('Last day on which the cause may still pass by itself. null if it does not.')
    .nullable()

const proofState = () =>
  word.proofState.meta({
    description:
      'balanced, settling (the cause of every difference passes by itself: an activity or a fee that Alpaca has not posted yet) or differs.',
  })

const symbolSchema = z
  .object({
    account_id: shared.accountId(),
    symbol: shared.symbol(),
    broker_qty: field.decimal("Quantity of Alpaca's position. Negative if short."),
    ledger_qty: field.decimal('Quantity of the open lots. Negative if short.'),
    difference: field.decimal('broker_qty minus ledger_qty.'),
    cause: cause(),
    settles_by: settlesBy(),
  })
  .meta({ id: 'SymbolBalance', description: 'Both sides of one symbol.' })

const cashSchema = z
  .object({
    cash: field.decimal('Cash according to Alpaca. null if unknown.').nullable(),
    expected: field.decimal('deposits + executions + fees + other.'),
    difference: field.decimal('cash minus expected. null if cash is unknown.').nullable(),
    deposits: field.decimal('Deposits minus withdrawals.'),
    executions: field.decimal('Cash of all executions: received minus paid.'),
    fees: field.decimal('Fees. Negative if paid.'),
    dividends: field.decimal('Dividends less withholding. Included in other.'),
    interest: field.decimal('Interest received minus paid. Included in other.'),
    other: field.decimal('Dividends, interest and all other cash activities.'),
    cause: cause(),
    settles_by: settlesBy(),
  })
  .meta({ id: 'CashBalance', description: 'Both sides of the cash.' })

const proofSchema = z
  .object({
    equity: field
      .decimal('Cash and the market values of all positions, by Alpaca. null if unknown.')
      .nullable(),
    net_deposits: field.decimal(
      'Deposits and shares transferred in at their price, minus withdrawals and shares transferred out at their cost.',
    ),
    realized_pl: field.decimal('Profit of all closed quantities, before fees.'),
    unrealized_pl: field.decimal("Value of the open lots at Alpaca's prices minus what they cost."),
    fees: field.decimal('All fees, those of the account included. Positive if paid.'),
    dividends: field.decimal('Dividends less withholding.'),
    interest: field.decimal('Interest received minus paid.'),
    other: z
      .record(z.string(), z.number())
      .meta({ description: 'Other income, by activity type.', examples: [{}] }),
    difference: field
      .decimal(
        'equity - net_deposits - realized_pl - unrealized_pl - dividends - interest - other + fees, to the cent. null if equity is unknown.',
      )
      .nullable(),
  })
  .meta({ id: 'Proof', description: 'What the equity is made of.' })

const differenceSchema = z
  .object({
    account_id: shared.accountId(),
    symbol: shared.symbol().nullable().meta({ description: 'The symbol. null if it is cash.' }),
    activity_type: field.text("Alpaca's activity type. null if no activity is known.").nullable(),
    activity_id: field.text('The activity, if it is a single one.').nullable(),
    amount: field.decimal('The amount, in dollars, that this adds to the difference.'),
    cause: differenceCause.meta({ description: 'Why the amount has no place in the proof.' }),
    settles_by: settlesBy(),
  })
  .meta({ id: 'ProofDifference', description: 'An amount that has no place in the proof.' })

const unbookedSchema = z
  .object({
    account_id: shared.accountId(),
    activity_id: field.text("Alpaca's id of the activity."),
    activity_type: field.text("Alpaca's activity type."),
    activity_sub_type: field.text("Alpaca's sub type.").nullable(),
    symbol: shared.symbol().nullable(),
    date: field.date('Date of the activity.').nullable(),
    qty: field.decimal('Signed change of the position.').nullable(),
    net_amount: field.decimal('Change of cash.').nullable(),
    reason: field.text('Why it is not booked.'),
  })
  .meta({
    id: 'UnbookedActivity',
    description:
      'An activity that the ledger does not book, whose type is unknown, or that Alpaca no longer lists.',
  })

const differences = () =>
  field.list(
    differenceSchema,
    'Amounts that have no place in the proof. They add up to its difference.',
  )

const unbooked = () =>
  field.list(unbookedSchema, 'Activities that the ledger does not book, the oldest first.')

const accountSchema = z
  .object({
    account_id: shared.accountId(),
    label: shared.label(),
    balanced: field.flag('Whether everything agrees: true only for the state balanced.'),
    state: proofState(),
    symbols: field.list(symbolSchema, 'Symbols of this account.'),
    cash: cashSchema.meta({ description: 'Cash of this account.' }),
    proof: proofSchema.meta({ description: 'What the equity of this account is made of.' }),
    differences: differences(),
    unbooked: unbooked(),
  })
  .meta({ id: 'AccountReconciliation', description: 'Both sides of one account.' })

export const reconciliationSchema = z
  .object({
    status: field.success(),
    balanced: field
      .flag('Whether every account is balanced. null before the first sync.')
      .nullable(),
    state: proofState()
      .nullable()
      .meta({ description: 'The gravest state of an account. null before the first sync.' }),
    symbols: field.list(symbolSchema, 'Symbols of all accounts.'),
    cash: cashSchema.meta({ description: 'Cash, summed over all accounts.' }),
    proof: proofSchema.meta({ description: 'The proof, summed over all accounts.' }),
    differences: differences(),
    unbooked: unbooked(),
    accounts: field.list(accountSchema, 'Both sides of each account.'),
  })
  .meta({ id: 'Reconciliation', description: 'The ledger compared with the broker.' })
