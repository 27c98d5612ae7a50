import { readSettings, type Settings } from '../api/settings'
import { requireAccount } from './start/alpaca'
import { openDataFolder } from './start/data-folder'
import { requireFreePort } from './start/free-port'
import { keep, stop, stopOnSignals, stopWithNpm } from './start/lifetime'
import { StartProblem } from './start/problem'
import { showProgress } from './start/progress'
import { readLocalSettings } from './start/settings'

/** Stands for the connection string of the embedded Postgres, which is made later. */
const EMBEDDED = { DATABASE_URL: 'postgresql://embedded@localhost/embedded' }

const view = showProgress(process.stdout, () => new Date())

/**
 * Runs the whole product on this machine until it is stopped. Settings are checked and the first line is printed before
 * anything large is loaded.
 */
async function start(): Promise<void> {
  const settings = readLocalSettings(process.env)
  const { accounts } = requireGood({ ...EMBEDDED, ...settings.worker })
  const kind = requireAccount(settings.worker, settings.standIn)
  await requireFreePort(settings.port)
  const data = openDataFolder(settings.dataDir)
  keep({ close: data.release })
  view.say(`legbook starts on http://127.0.0.1:${settings.port}; Ctrl-C stops it.`)
  const { run } = await import('./start/run')
  await run({ settings, accounts, kind, data, view })
}

function requireGood(worker: Record<string, string>): Settings {
  const result = readSettings(worker)
  if ('problem' in result) throw new StartProblem(result.problem.message)
  return result.settings
}

stopOnSignals()
stopWithNpm()
start().catch(async (error: unknown) => {
  console.error(error instanceof StartProblem ? error.message : error)
  await stop().catch(() => undefined)
  process.exit(1)
})
