import { z } from '@hono/zod-openapi'
import { field } from '../fields'
import { momentParam } from '../parameters'
import { tradeFilter } from '../trades/schemas'

export const statsQuery = tradeFilter.extend({
  since: momentParam.optional().openapi({ description: 'Money made, and trades closed, from.' }),
  until: momentParam.optional().openapi({ description: 'Money made, and trades closed, before.' }),
})

const figures = {
  trades: field.count().openapi({ description: 'Closed trades, incomplete ones among them.' }),
  wins: field.count().openapi({ description: 'Of these, with net_pl above 0.' }),
  losses: field.count().openapi({ description: 'Of these, with net_pl below 0.' }),
  win_rate: field
    .decimal()
    .nullable()
    .openapi({ description: '0 to 1: wins among closed trades whose profit is known.' }),
  realized_pl: field
    .decimal()
    .openapi({ description: 'Of closing executions, before fees; of partly closed trades too.' }),
  fees: field.decimal(),
  net_pl: field.decimal().openapi({ description: 'realized_pl less fees.' }),
  profit_factor: field
    .decimal()
    .nullable()
    .openapi({ description: 'What wins made for each dollar that losses lost; null without one.' }),
  expectancy: field.decimal().nullable().openapi({ description: 'Mean net_pl of a closed trade.' }),
  average_days_held: field.decimal().nullable(),
  open_trades: field.count().openapi({ description: 'Open or partly closed now.' }),
}

const figuresSchema = z.object(figures).openapi('Figures')

const dayNet = z
  .object({ date: field.date(), net_pl: field.decimal(), cumulative: field.decimal() })
  .openapi('EquityPoint')

export const statsSchema = z
  .object({
    status: z.literal('success'),
    total: figuresSchema,
    by_strategy: z.array(z.object({ strategy: field.text(), ...figures })),
    by_underlying: z.array(z.object({ underlying: field.text(), ...figures })),
    by_month: z.array(
      z.object({ month: field.text().openapi({ example: '2026-09' }), ...figures }),
    ),
    equity_curve: z.array(dayNet).openapi({ description: 'Days on which money was made or paid.' }),
  })
  .openapi('Stats')
