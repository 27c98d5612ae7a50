import * as z from 'zod'
import { field } from '../lists/fields'
import { accountParam } from '../lists/parameters'

export const reconciliationQuery = z.strictObject({ account: accountParam.optional() })

const differenceCause = field
  .word(['opened before history', 'activity not yet posted', 'split or adjusted', 'unexplained'])
  .meta({ id: 'DifferenceCause' })

const cause = () =>
  differenceCause.nullable().meta({ description: 'Why they differ; null when they do not.' })

const symbolSchema = z
  .object({
    account_id: field.text(),
    symbol: field.text(),
    broker_qty: field.decimal().meta({ description: 'Signed, as Alpaca holds it.' }),
    ledger_qty: field.decimal().meta({ description: 'Signed, of open lots.' }),
    difference: field.decimal().meta({ description: 'broker_qty less ledger_qty.' }),
    cause: cause(),
  })
  .meta({ id: 'SymbolBalance' })

const cashSchema = z
  .object({
    cash: field.decimal().nullable().meta({ description: 'As Alpaca says.' }),
    expected: field
      .decimal()
      .meta({ description: 'deposits + executions + fees + other: what moved it.' }),
    difference: field.decimal().nullable().meta({ description: 'cash less expected.' }),
    deposits: field.decimal(),
    executions: field.decimal(),
    fees: field.decimal().meta({ description: 'Negative: paid.' }),
    other: field.decimal().meta({ description: 'Dividends, interest and the like.' }),
    cause: cause(),
  })
  .meta({ id: 'CashBalance' })

const balanced = () => field.flag().meta({ description: 'No symbol differs, and no cash.' })

export const reconciliationSchema = z
  .object({
    status: z.literal('success'),
    balanced: balanced()
      .nullable()
      .meta({ description: 'Of every account; null before the first sync.' }),
    symbols: z.array(symbolSchema).meta({ description: 'Of every account.' }),
    cash: cashSchema.meta({ description: 'Added up over the accounts.' }),
    accounts: z.array(
      z
        .object({
          account_id: field.text(),
          label: field.text(),
          balanced: balanced(),
          symbols: z.array(symbolSchema),
          cash: cashSchema,
        })
        .meta({ id: 'AccountReconciliation' }),
    ),
  })
  .meta({ id: 'Reconciliation' })
