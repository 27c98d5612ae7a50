import * as z from 'zod'
import { field } from '../lists/fields'
import { momentParam } from '../lists/parameters'
import { tradeFilter } from '../trades/schemas'

export const statsQuery = tradeFilter.extend({
  since: momentParam.optional().meta({ description: 'Money made, and trades closed, from.' }),
  until: momentParam.optional().meta({ description: 'Money made, and trades closed, before.' }),
})

const figures = {
  trades: field.count().meta({ description: 'Closed trades, incomplete ones among them.' }),
  wins: field.count().meta({ description: 'Of these, with net_pl above 0.' }),
  losses: field.count().meta({ description: 'Of these, with net_pl below 0.' }),
  win_rate: field
    .decimal()
    .nullable()
    .meta({ description: '0 to 1: wins among closed trades whose profit is known.' }),
  realized_pl: field
    .decimal()
    .meta({ description: 'Of closing executions, before fees; of partly closed trades too.' }),
  fees: field.decimal(),
  net_pl: field.decimal().meta({ description: 'realized_pl less fees.' }),
  profit_factor: field
    .decimal()
    .nullable()
    .meta({ description: 'What wins made for each dollar that losses lost; null without one.' }),
  expectancy: field.decimal().nullable().meta({ description: 'Mean net_pl of a closed trade.' }),
  average_days_held: field.decimal().nullable(),
  open_trades: field.count().meta({ description: 'Open or partly closed now.' }),
}

const figuresSchema = z.object(figures).meta({ id: 'Figures' })

const dayNet = z
  .object({ date: field.date(), net_pl: field.decimal(), cumulative: field.decimal() })
  .meta({ id: 'EquityPoint' })

export const statsSchema = z
  .object({
    status: z.literal('success'),
    total: figuresSchema,
    by_strategy: z.array(z.object({ strategy: field.text(), ...figures })),
    by_underlying: z.array(z.object({ underlying: field.text(), ...figures })),
    by_month: z.array(z.object({ month: field.text().meta({ example: '2026-09' }), ...figures })),
    equity_curve: z.array(dayNet).meta({ description: 'Days on which money was made or paid.' }),
  })
  .meta({ id: 'Stats' })
