import type { Stats } from '../../client/index.js'
import type { Command, Run } from '../command.js'
import { EXIT } from '../exit-codes.js'
import { PARAMETERS } from '../parameters.js'
import {
  amount,
  amountOf,
  type Column,
  countOf,
  percent,
  percentOf,
  profit,
  profitOf,
  quantity,
  text,
} from '../table.js'
import { writeAnswer, writePairs, writeSection } from './details.js'

/** The figures that all rows of the statistics have. */
type Figures = Omit<Stats['by_strategy'][number], 'strategy'>

const FIGURES: readonly Column<Figures>[] = [
  quantity('Trades', (row) => row.trades),
  quantity('Open', (row) => row.open_trades),
  percent('Win rate', (row) => row.win_rate),
  profit('P/L before fees', (row) => row.realized_pl),
  amount('Fees', (row) => row.fees),
  profit('Net P/L', (row) => row.net_pl),
  profit('Expectancy', (row) => row.expectancy),
  amount('Dividends', (row) => row.dividends),
]

const BY_STRATEGY: readonly Column<Stats['by_strategy'][number]>[] = [
  text('Strategy', ({ strategy }) => strategy),
  ...FIGURES,
]

const BY_UNDERLYING: readonly Column<Stats['by_underlying'][number]>[] = [
  text('Underlying', ({ underlying }) => underlying),
  ...FIGURES,
]

const BY_MONTH: readonly Column<Stats['by_month'][number]>[] = [
  text('Month', ({ month }) => month),
  ...FIGURES,
]

export const stats: Command = {
  name: 'stats',
  summary: 'Show what trades made: in total, by strategy, underlying and month',
  parameters: PARAMETERS.getStats,
  run: async (run) => {
    const { legbook, given: query, isJson } = run
    // The API checks the values, and names the parameter that is wrong.
    const answer = await legbook.get('/stats', { query: query as object })
    await (isJson ? writeAnswer(run, answer) : writeStats(run, answer))
    return EXIT.ok
  },
}

async function writeStats(run: Run, { total, ...by }: Stats): Promise<void> {
  await writePairs(run, [
    ['Closed trades', countOf(total.trades)],
    ['Open trades', countOf(total.open_trades)],
    ['Win rate', percentOf(total.win_rate)],
    ['P/L before fees', profitOf(total.realized_pl)],
    ['Fees', amountOf(total.fees)],
    ['Net P/L', profitOf(total.net_pl)],
    ['Dividends', amountOf(total.dividends)],
    ['Profit factor', countOf(total.profit_factor && Math.round(total.profit_factor * 100) / 100)],
    ['Expectancy', profitOf(total.expectancy)],
    ['Largest drawdown', amountOf(total.max_drawdown)],
  ])
  await writeSection(run, 'By strategy', BY_STRATEGY, by.by_strategy)
  await writeSection(run, 'By underlying', BY_UNDERLYING, by.by_underlying)
  await writeSection(run, 'By month', BY_MONTH, by.by_month)
}
