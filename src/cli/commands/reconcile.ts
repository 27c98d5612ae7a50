import type { Reconciliation } from '../../client/index.js'
import type { Command, Run } from '../command.js'
import { EXIT } from '../exit-codes.js'
import { PARAMETERS } from '../parameters.js'
import { amount, amountOf, type Cell, type Column, profitOf, quantity, text } from '../table.js'
import { writeAnswer, writePairs, writeSection } from './details.js'

const SENTENCES = {
  balanced: 'balanced: the ledger agrees with the broker.',
  settling: 'settling: every difference passes by itself.',
  differs: 'differs: the ledger and the broker do not agree.',
  none: 'No account has been compared yet.',
}

type Labelled<Row> = Row & { label: string }

const SYMBOLS: readonly Column<Labelled<Reconciliation['symbols'][number]>>[] = [
  text('Account', ({ label }) => label),
  text('Symbol', ({ symbol }) => symbol),
  quantity('Broker', ({ broker_qty }) => broker_qty),
  quantity('Ledger', ({ ledger_qty }) => ledger_qty),
  quantity('Difference', ({ difference }) => difference),
  text('Cause', ({ cause }) => cause),
  text('Settles by', ({ settles_by }) => settles_by),
]

const DIFFERENCES: readonly Column<Labelled<Reconciliation['differences'][number]>>[] = [
  text('Account', ({ label }) => label),
  text('Symbol', ({ symbol }) => symbol),
  text('Activity', ({ activity_type }) => activity_type),
  amount('Amount', (row) => row.amount),
  text('Cause', ({ cause }) => cause),
  text('Settles by', ({ settles_by }) => settles_by),
]

const UNBOOKED: readonly Column<Labelled<Reconciliation['unbooked'][number]>>[] = [
  text('Account', ({ label }) => label),
  text('Date', ({ date }) => date),
  text('Type', ({ activity_type }) => activity_type),
  text('Symbol', ({ symbol }) => symbol),
  quantity('Qty', ({ qty }) => qty),
  amount('Amount', ({ net_amount }) => net_amount),
  text('Reason', ({ reason }) => reason),
]

export const reconcile: Command = {
  name: 'reconcile',
  summary: 'Prove the ledger against the broker; exit code 1 when it differs',
  parameters: PARAMETERS.getReconciliation,
  run: async (run) => {
    const { legbook, given: query, isJson } = run
    const answer = await legbook.get('/reconciliation', { query })
    const code = answer.state === 'differs' ? EXIT.differs : EXIT.ok
    // It stands even if the reader of the output has enough of it.
    process.exitCode = code
    await (isJson ? writeAnswer(run, answer) : writeReconciliation(run, answer))
    return code
  },
}

async function writeReconciliation(run: Run, answer: Reconciliation): Promise<void> {
  const { state, proof, accounts } = answer
  const tone = state === 'balanced' ? 'good' : state === 'differs' ? 'bad' : 'strong'
  await run.out.line(run.paint(SENTENCES[state ?? 'none'], tone))
  await writePairs(run, [
    ['Equity', amountOf(proof.equity)],
    ['Net deposits', amountOf(proof.net_deposits)],
    ['Realized P/L', profitOf(proof.realized_pl)],
    ['Unrealized P/L', profitOf(proof.unrealized_pl)],
    ['Fees', amountOf(proof.fees)],
    ['Dividends', amountOf(proof.dividends)],
    ['Interest', amountOf(proof.interest)],
    ...Object.entries(proof.other).map(([type, value]): [string, Cell] => [type, amountOf(value)]),
    ['Difference', profitOf(proof.difference)],
  ])
  const labels = new Map(accounts.map(({ account_id, label }) => [account_id, label]))
  const labelled = <Row extends { account_id: string }>(rows: readonly Row[]) =>
    rows.map((row) => ({ ...row, label: labels.get(row.account_id) ?? row.account_id }))
  const symbols = answer.symbols.filter(({ difference }) => difference !== 0)
  await writeSection(run, 'Symbols that differ', SYMBOLS, labelled(symbols))
  await writeSection(run, 'Differences', DIFFERENCES, labelled(answer.differences))
  await writeSection(run, 'Activities not booked', UNBOOKED, labelled(answer.unbooked))
}
