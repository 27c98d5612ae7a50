import type { Campaign, TradeDetail } from '../../client/index.js'
import type { Command, Run } from '../command.js'
import { EXIT } from '../exit-codes.js'
import { PARAMETERS } from '../parameters.js'
import {
  amountOf,
  type Cell,
  type Column,
  cellsOf,
  pairLines,
  plainText,
  price,
  profit,
  profitOf,
  quantity,
  tableLines,
  text,
} from '../table.js'
import { TRADE_COLUMNS } from './lists.js'

/** Writes a table under a heading, unless it has no rows. */
export async function writeSection<Row>(
  { out, paint }: Run,
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return
  await out.line(`\n${paint(title, 'strong')}`)
  for (const line of tableLines(columns, cellsOf(columns, rows), paint)) await out.line(line)
}

/** Writes names and values. */
export async function writePairs(
  { out, paint }: Run,
  pairs: readonly [name: string, value: Cell][],
): Promise<void> {
  for (const line of pairLines(pairs, paint)) await out.line(line)
}

/** Writes JSON as the API sent it. */
export const writeAnswer = ({ out }: Run, answer: object): Promise<void> =>
  out.line(JSON.stringify(answer, null, 2))

const LEG_COLUMNS: readonly Column<TradeDetail['legs'][number]>[] = [
  text('Symbol', (row) => row.symbol),
  text('Side', (row) => row.side),
  quantity('Qty', (row) => row.qty),
  quantity('Open', (row) => row.open_qty),
  price('Opened at', (row) => row.avg_open_price),
  price('Closed at', (row) => row.avg_close_price),
  profit('P/L', (row) => row.realized_pl),
  text('Closed by', (row) => row.closed_by.join(', ')),
]

const FILL_COLUMNS: readonly Column<TradeDetail['fills'][number]>[] = [
  text('Executed (UTC)', (row) => row.executed_at.slice(0, 19).replace('T', ' ')),
  text('Effect', (row) => row.effect),
  text('Kind', (row) => row.kind),
  text('Side', (row) => row.side),
  text('Symbol', (row) => row.symbol),
  quantity('Qty', (row) => row.qty),
  price('Price', (row) => row.price),
  profit('P/L', (row) => row.realized_pl),
]

const CHAIN_COLUMNS: readonly Column<TradeDetail['chain'][number]>[] = [
  text('Opened (UTC)', (row) => row.opened_at.slice(0, 10)),
  text('Closed (UTC)', (row) => row.closed_at?.slice(0, 10)),
  text('Strategy', (row) => row.strategy),
  text('Status', (row) => row.status),
  profit('Net P/L', (row) => row.net_pl),
  text('Trade', (row) => row.trade_id),
]

export const trade: Command = {
  name: 'trade',
  summary: 'Show a trade with its legs, fills and chain of rolls',
  argument: { name: 'ID' },
  parameters: PARAMETERS.getTrade,
  run: async (run) => {
    const { legbook, given: query, args, isJson } = run
    const path = { trade_id: args[0] ?? '' }
    const answer = await legbook.get('/trades/{trade_id}', { path, query })
    if (isJson) await writeAnswer(run, answer)
    else await writeTrade(run, answer.trade)
    return EXIT.ok
  },
}

async function writeTrade(run: Run, one: TradeDetail): Promise<void> {
  const { out, paint } = run
  const title = `${one.underlying} ${one.strategy}, ${one.quantity} ${one.status}`
  const until = one.closed_on === null ? '' : `, closed on ${one.closed_on}`
  await out.line(`${paint(plainText(title), 'strong')}, opened on ${one.opened_on}${until}`)
  if (one.tags.length > 0) await out.line(plainText(`Tags: ${one.tags.join(', ')}`))
  if (one.note) await out.line(plainText(`Note: ${one.note}`))
  if (one.incomplete) await out.line('Opened before the known history: the profit is not known.')
  await writePairs(run, [
    ['Entry', amountOf(one.entry_cash)],
    ['Exit', amountOf(one.exit_cash)],
    ['P/L before fees', profitOf(one.realized_pl)],
    ['Fees', amountOf(one.fees)],
    ['Net P/L', profitOf(one.net_pl)],
    ['Dividends', amountOf(one.dividends)],
    ['Open P/L', profitOf(one.unrealized_pl)],
  ])
  await writeSection(run, 'Legs', LEG_COLUMNS, one.legs)
  await writeSection(run, 'Fills', FILL_COLUMNS, one.fills)
  if (one.chain.length > 1) await writeSection(run, 'Chain of rolls', CHAIN_COLUMNS, one.chain)
}

export const campaign: Command = {
  name: 'campaign',
  summary: 'Show a campaign with its trades',
  argument: { name: 'ID' },
  parameters: PARAMETERS.getCampaign,
  run: async (run) => {
    const { legbook, given: query, args, isJson } = run
    const path = { campaign_id: args[0] ?? '' }
    const answer = await legbook.get('/campaigns/{campaign_id}', { path, query })
    if (isJson) {
      await writeAnswer(run, answer)
      return EXIT.ok
    }
    await writeCampaign(run, answer.campaign)
    await writeSection(run, 'Trades', TRADE_COLUMNS, answer.campaign.trades)
    return EXIT.ok
  },
}

async function writeCampaign(run: Run, one: Campaign): Promise<void> {
  const { out, paint } = run
  const title = `${one.underlying}, ${one.trade_count} trades, ${one.status}`
  const until = one.closed_on === null ? '' : `, closed on ${one.closed_on}`
  await out.line(`${paint(plainText(title), 'strong')}, opened on ${one.opened_on}${until}`)
  await writePairs(run, [
    ['P/L before fees', profitOf(one.realized_pl)],
    ['Fees', amountOf(one.fees)],
    ['Net P/L', profitOf(one.net_pl)],
    ['Dividends', amountOf(one.dividends)],
    ['Total P/L', profitOf(one.total_pl)],
    ['Adjusted basis', amountOf(one.adjusted_basis)],
  ])
}
