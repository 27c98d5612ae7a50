import type * as z from 'zod'
import type { StatsRow, StatsView } from '../../db/trades/stats'
import { jsonNumber } from '../http/json-values'
import type { statsSchema } from './schemas'

type StatsJson = z.infer<typeof statsSchema>
type FiguresJson = Omit<StatsJson['total'], 'max_drawdown'>

const NOTHING: FiguresJson = {
  trades: 0,
  wins: 0,
  losses: 0,
  win_rate: null,
  realized_pl: 0,
  fees: 0,
  net_pl: 0,
  dividends: 0,
  closed_net_pl: 0,
  open_net_pl: 0,
  incomplete_trades: 0,
  profit_factor: null,
  expectancy: null,
  average_days_held: null,
  open_trades: 0,
}

/** Statistics as JSON, each view sorted by its key. */
export function presentStats(rows: readonly StatsRow[]): Omit<StatsJson, 'status'> {
  const of = (view: StatsView) => rows.filter((row) => row.view === view)
  const [total] = of('total')
  return {
    total: {
      ...(total ? presentFigures(total) : NOTHING),
      max_drawdown: jsonNumber(total?.max_drawdown ?? '0'),
    },
    by_strategy: of('strategy').map((row) => ({ strategy: row.key, ...presentFigures(row) })),
    by_underlying: of('underlying').map((row) => ({ underlying: row.key, ...presentFigures(row) })),
    by_month: of('month').map((row) => ({ month: row.key, ...presentFigures(row) })),
    equity_curve: of('day')
      .filter(({ moved }) => moved)
      .map((row) => ({
        date: row.key,
        net_pl: jsonNumber(row.net_pl),
        dividends: jsonNumber(row.dividends),
        cumulative: jsonNumber(row.cumulative),
      })),
  }
}

function presentFigures(row: StatsRow): FiguresJson {
  return {
    trades: row.trades,
    wins: row.wins,
    losses: row.losses,
    win_rate: jsonNumber(row.win_rate),
    realized_pl: jsonNumber(row.realized_pl),
    fees: jsonNumber(row.fees),
    net_pl: jsonNumber(row.net_pl),
    dividends: jsonNumber(row.dividends),
    closed_net_pl: jsonNumber(row.closed_net_pl),
    open_net_pl: jsonNumber(row.open_net_pl),
    incomplete_trades: row.incomplete_trades,
    profit_factor: jsonNumber(row.profit_factor),
    expectancy: jsonNumber(row.expectancy),
    average_days_held: jsonNumber(row.average_days_held),
    open_trades: row.open_trades,
  }
}
