import * as z from 'zod'
import { field, shared } from '../lists/fields'

const figures = {
  trades: field.count('Closed trades, incomplete ones included.'),
  wins: field.count('Closed trades with net_pl above 0.'),
  losses: field.count('Closed trades with net_pl below 0.'),
  win_rate: field
    .decimal('Share of wins among closed trades with known profit, 0 to 1. null without any.')
    .nullable(),
  realized_pl: field.decimal(
    'Profit of closing executions before fees, those of partly closed trades included.',
  ),
  fees: field.decimal('Fees, positive. Negative if the broker gave some back.'),
  net_pl: field.decimal('realized_pl minus fees.'),
  dividends: field.decimal(
    'Cash dividends less withholding, also of shares still held. Not part of net_pl. Below 0 when paid on shorts.',
  ),
  closed_net_pl: field.decimal('The part of net_pl from trades that are closed now.'),
  open_net_pl: field.decimal('The part of net_pl from trades that are open or partly closed now.'),
  incomplete_trades: field.count(
    'Trades whose opening is unknown, closed or open. Their profit and fees are in no sum.',
  ),
  profit_factor: field
    .decimal('Sum of the wins divided by the sum of the losses. null without a loss.')
    .nullable(),
  expectancy: field.decimal('Mean net_pl of a closed trade. null without one.').nullable(),
  average_days_held: field
    .decimal('Mean days from opening to closing of a closed trade. null without one.')
    .nullable(),
  open_trades: field.count('Trades that are open or partly closed now.'),
}

const totalSchema = z
  .object({
    ...figures,
    max_drawdown: field.decimal(
      'Largest fall of cumulative net_pl plus dividends from its peak, by New York day. The range begins at 0. Never negative.',
    ),
  })
  .meta({ id: 'TotalFigures', description: 'Figures of trades, with their largest drawdown.' })

const equityPoint = z
  .object({
    date: field.date('Date in New York.'),
    net_pl: field.decimal('Profit after fees of this day.'),
    dividends: field.decimal('Dividends of this day.'),
    cumulative: field.decimal('Profit after fees up to the end of this day.'),
  })
  .meta({ id: 'EquityPoint', description: 'One day of the equity curve.' })

const month = () => field.text('Month in New York, YYYY-MM.').meta({ example: '2026-09' })

export const statsSchema = z
  .object({
    status: field.success(),
    total: totalSchema.meta({ description: 'Figures of all trades.' }),
    by_strategy: field.list(
      z.object({ strategy: shared.strategy(), ...figures }),
      'Figures of each strategy.',
    ),
    by_underlying: field.list(
      z.object({ underlying: shared.underlying(), ...figures }),
      'Figures of each underlying.',
    ),
    by_month: field.list(z.object({ month: month(), ...figures }), 'Figures of each month.'),
    equity_curve: field.list(
      equityPoint,
      'Days on which profit was made, or fees or dividends were paid.',
    ),
  })
  .meta({ id: 'Stats', description: 'Figures of trades, in total and by group.' })
