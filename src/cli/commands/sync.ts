import type { AccountSyncReport, AccountSyncStatus, SyncReport } from '../../client/index.js'
import type { Command, Run } from '../command.js'
import { EXIT } from '../exit-codes.js'
import { PARAMETERS } from '../parameters.js'
import { type Column, cellsOf, quantity, tableLines, text } from '../table.js'
import { writeAnswer } from './details.js'

const KINDS = {
  orders: '/sync/orders',
  positions: '/sync/positions',
  activities: '/sync/activities',
} as const

/** Figures of a report that several runs add up. */
const SUMS = [
  'count',
  'seen',
  'inserted',
  'updated',
  'unchanged',
  'quarantined',
  'duration_ms',
] as const

const REPORT_COLUMNS: readonly Column<AccountSyncReport>[] = [
  text('Account', ({ label }) => label),
  quantity('Seen', ({ seen }) => seen),
  quantity('Inserted', ({ inserted }) => inserted),
  quantity('Updated', ({ updated }) => updated),
  quantity('Quarantined', ({ quarantined }) => quarantined),
  text('Error', ({ error }) => error?.message),
]

export const sync: Command = {
  name: 'sync',
  summary: 'Read what is new from Alpaca, until nothing is left',
  argument: { name: 'KIND', isOptional: true, words: Object.keys(KINDS) },
  parameters: PARAMETERS.sync,
  options: [{ name: 'once', description: 'Makes one run, even if more is left to read.' }],
  run: async (run) => {
    const { isJson, own, note } = run
    const reports: SyncReport[] = []
    let report: SyncReport
    do {
      report = await syncOnce(run)
      reports.push(report)
      if (!isJson && report.has_more && !own.has('once')) {
        await note(`Run ${reports.length}: ${report.seen} rows seen, more are left.`)
      }
    } while (report.has_more && !own.has('once'))
    const whole = addedUp(report, reports)
    await (isJson ? writeAnswer(run, whole) : writeReport(run, whole))
    return EXIT.ok
  },
}

async function syncOnce({ legbook, given: body, args: [kind] }: Run): Promise<SyncReport> {
  const path = isKind(kind) ? KINDS[kind] : '/sync'
  return await legbook.post(path, { body })
}

const isKind = (text: string | undefined): text is keyof typeof KINDS =>
  text !== undefined && Object.hasOwn(KINDS, text)

/** The last report, with the sums of all runs. */
function addedUp(last: SyncReport, reports: readonly SyncReport[]): SyncReport {
  const sums = SUMS.map((key) => [key, reports.reduce((sum, report) => sum + report[key], 0)])
  return { ...last, ...Object.fromEntries(sums) }
}

async function writeReport({ out, paint, note }: Run, report: SyncReport): Promise<void> {
  const { seen, inserted, updated, quarantined, has_more, accounts } = report
  await out.line(
    `${seen} rows seen: ${inserted} inserted, ${updated} updated, ${quarantined} quarantined.`,
  )
  if (accounts.length > 1) {
    const lines = tableLines(REPORT_COLUMNS, cellsOf(REPORT_COLUMNS, accounts), paint)
    for (const line of lines) await out.line(line)
  }
  if (has_more) await note('More rows are left: run legbook sync again.')
}

const STATUS_COLUMNS: readonly Column<AccountSyncStatus>[] = [
  text('Account', ({ label }) => label),
  text('State', (row) => (row.stopped ? 'stopped' : row.running ? 'running' : 'idle')),
  text('Last success (UTC)', (row) => row.last_success_at?.slice(0, 19).replace('T', ' ')),
  text('Proof', ({ state }) => state),
  quantity('Quarantined', ({ quarantined }) => quarantined),
  quantity('Not grouped', ({ ledger_failed }) => ledger_failed.length),
  text('Failing since (UTC)', ({ failing }) => failing?.since.slice(0, 19).replace('T', ' ')),
  text('Last error', ({ failing, last_error }) => (failing ? last_error?.message : null)),
]

export const status: Command = {
  name: 'status',
  summary: 'Show the state of the sync of each account',
  parameters: PARAMETERS.getSyncStatus,
  run: async (run) => {
    const { legbook, given: query, isJson, out, note, paint } = run
    const answer = await legbook.get('/sync', { query })
    if (isJson) {
      await writeAnswer(run, answer)
      return EXIT.ok
    }
    const { accounts } = answer
    if (accounts.length === 0) await note('No accounts.')
    const lines = tableLines(STATUS_COLUMNS, cellsOf(STATUS_COLUMNS, accounts), paint)
    for (const line of lines) await out.line(line)
    return EXIT.ok
  },
}

export const me: Command = {
  name: 'me',
  summary: 'Show the name and the scopes of the token',
  parameters: PARAMETERS.getMe,
  run: async (run) => {
    const answer = await run.legbook.get('/me')
    if (run.isJson) await writeAnswer(run, answer)
    else await run.out.line(`${answer.name}: ${answer.scopes.join(', ')}`)
    return EXIT.ok
  },
}
