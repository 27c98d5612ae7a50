import * as z from 'zod'
import { field, shared } from '../lists/fields'

const differenceCause = field
  .word(
    ['opened before history', 'activity not yet posted', 'split or adjusted', 'unexplained'],
    'Why the ledger and the broker differ.',
  )
  .meta({ id: 'DifferenceCause' })

const cause = () =>
  differenceCause.nullable().meta({ description: 'Why they differ. null if they agree.' })

const symbolSchema = z
  .object({
    account_id: shared.accountId(),
    symbol: shared.symbol(),
    broker_qty: field.decimal("Quantity of Alpaca's position. Negative if short."),
    ledger_qty: field.decimal('Quantity of the open lots. Negative if short.'),
    difference: field.decimal('broker_qty minus ledger_qty.'),
    cause: cause(),
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
    other: field.decimal('Dividends, interest and all other cash activities.'),
    cause: cause(),
  })
  .meta({ id: 'CashBalance', description: 'Both sides of the cash.' })

const accountSchema = z
  .object({
    account_id: shared.accountId(),
    label: shared.label(),
    balanced: field.flag('Whether every symbol and the cash agree.'),
    symbols: field.list(symbolSchema, 'Symbols of this account.'),
    cash: cashSchema.meta({ description: 'Cash of this account.' }),
  })
  .meta({ id: 'AccountReconciliation', description: 'Both sides of one account.' })

export const reconciliationSchema = z
  .object({
    status: field.success(),
    balanced: field
      .flag('Whether every symbol and the cash of every account agree. null before the first sync.')
      .nullable(),
    symbols: field.list(symbolSchema, 'Symbols of all accounts.'),
    cash: cashSchema.meta({ description: 'Cash, summed over all accounts.' }),
    accounts: field.list(accountSchema, 'Both sides of each account.'),
  })
  .meta({ id: 'Reconciliation', description: 'The ledger compared with the broker.' })
