import { requireAccount } from './start/alpaca'
import { requireGoodSettings } from './start/check-settings'
import { openDataFolder } from './start/data-folder'
import { printable } from './start/failure'
import { requireFreePort } from './start/free-port'
import { keep, stop, stopOnSignals, stopWithNpm } from './start/lifetime'
import { showProgress } from './start/progress'
import { settingHints } from './start/setting-hints'
import { readLocalSettings } from './start/settings'

const view = showProgress(process.stdout, () => new Date())

/**
 * Runs the whole product on this machine until it is stopped. The settings are checked and the
 * first line is printed before large modules are loaded.
 */
async function start(): Promise<void> {
  const settings = readLocalSettings(process.env)
  for (const hint of settingHints(process.env)) view.say(hint)
  const { accounts } = await requireGoodSettings(settings.worker)
  const kind = requireAccount(settings.worker, settings.standIn)
  await requireFreePort(settings.port)
  const data = openDataFolder(settings.dataDir)
  keep({ close: data.release })
  view.say(`legbook starts on http://127.0.0.1:${settings.port}; Ctrl-C stops it.`)
  const { run } = await import('./start/run')
  await run({ settings, accounts, kind, data, view })
}

stopOnSignals()
stopWithNpm()
start().catch(async (error: unknown) => {
  console.error(printable(error))
  await stop().catch(() => undefined)
  process.exit(1)
})
