import { z } from '@hono/zod-openapi'
import { field } from '../fields'
import { accountParam } from '../parameters'

export const reconciliationQuery = z.strictObject({ account: accountParam.optional() })

const cause = () =>
  field
    .word(['opened before history', 'activity not yet posted', 'split or adjusted', 'unexplained'])
    .nullable()
    .openapi({ description: 'Why they differ; null when they do not.' })

const symbolSchema = z
  .object({
    account_id: field.text(),
    symbol: field.text(),
    broker_qty: field.decimal().openapi({ description: 'Signed, as Alpaca holds it.' }),
    ledger_qty: field.decimal().openapi({ description: 'Signed, of open lots.' }),
    difference: field.decimal().openapi({ description: 'broker_qty less ledger_qty.' }),
    cause: cause(),
  })
  .openapi('SymbolBalance')

const cashSchema = z
  .object({
    cash: field.decimal().nullable().openapi({ description: 'As Alpaca says.' }),
    expected: field
      .decimal()
      .openapi({ description: 'deposits + executions + fees + other: what moved it.' }),
    difference: field.decimal().nullable().openapi({ description: 'cash less expected.' }),
    deposits: field.decimal(),
    executions: field.decimal(),
    fees: field.decimal().openapi({ description: 'Negative: paid.' }),
    other: field.decimal().openapi({ description: 'Dividends, interest and the like.' }),
    cause: cause(),
  })
  .openapi('CashBalance')

const balanced = () => field.flag().openapi({ description: 'No symbol differs, and no cash.' })

export const reconciliationSchema = z
  .object({
    status: z.literal('success'),
    balanced: balanced()
      .nullable()
      .openapi({ description: 'Of every account; null before the first sync.' }),
    symbols: z.array(symbolSchema).openapi({ description: 'Of every account.' }),
    cash: cashSchema.openapi({ description: 'Added up over the accounts.' }),
    accounts: z.array(
      z
        .object({
          account_id: field.text(),
          label: field.text(),
          balanced: balanced(),
          symbols: z.array(symbolSchema),
          cash: cashSchema,
        })
        .openapi('AccountReconciliation'),
    ),
  })
  .openapi('Reconciliation')
