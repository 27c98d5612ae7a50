import { randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { MARKET_HOURS_CRON } from '../sync/schedule'
import { requireAccount, startAlpaca } from './start/alpaca'
import { requireGoodSettings } from './start/check-settings'
import { startCrons } from './start/crons'
import { openDataFolder } from './start/data-folder'
import { migrateDatabase, startDatabase } from './start/database'
import { printable } from './start/failure'
import { requireFreePort } from './start/free-port'
import { keep, stop, stopOnSignals, stopWithNpm } from './start/lifetime'
import { showProgress } from './start/progress'
import { readWorkerConfig } from './start/project'
import { settingHints } from './start/setting-hints'
import { type LocalSettings, readLocalSettings } from './start/settings'
import { startWorker } from './start/worker'

/** How long the first sync may hold back the word that all is ready. */
const FIRST_SYNC_PATIENCE_MS = 20_000

const { say, log } = showProgress(process.stdout, () => new Date())

/** Runs the whole product on this machine until it is told to stop. */
async function start(): Promise<void> {
  const settings = readLocalSettings(process.env)
  for (const hint of settingHints(process.env)) say(hint)
  await requireGoodSettings(settings.worker)
  requireAccount(settings.worker)
  await requireFreePort(settings.port)
  const data = openDataFolder(settings.dataDir)
  keep({ close: data.release })

  const { DATABASE_URL: url, NEON_HTTP_ENDPOINT: endpoint } = settings.worker
  const database = keep(await startDatabase({ url, endpoint, folder: data.postgres }))
  const applied = await migrateDatabase(database)
  say(`Database  ${database.description}, ${applied.length} migrations applied${elapsed()}`)

  const alpaca = keep(await startAlpaca(settings.worker, data))
  say(`Account   ${alpaca.description}${elapsed()}`)

  const token = settings.worker.API_TOKEN ?? data.remember('api-token', newToken)
  const config = readWorkerConfig()
  const worker = await startWorker({
    config,
    port: settings.port,
    rateLimit: settings.rateLimit,
    bindings: { ...settings.worker, ...database.bindings, ...alpaca.bindings, API_TOKEN: token },
    onLog: log,
  })
  keep(worker)
  stopOnSignals()
  say(`Worker    ${config.main} on workerd, port ${settings.port}${elapsed()}`)

  if (settings.cron) await startTicking(config.triggers.crons, worker.tick)
  else say('Crons     off: nothing is read until POST /sync')
  welcome(settings, token)
}

/** Starts the crons with a first sync, and waits for that one for as long as is bearable. */
async function startTicking(crons: string[], tick: (cron: string) => Promise<void>) {
  const ticking = startCrons(crons, tick)
  keep({ close: ticking.stop })
  say(`Crons     ${crons.map((cron) => `"${cron}"`).join(', ')} (UTC); the first sync begins now`)
  const patience = new AbortController()
  const tooLong = new Promise<void>((resolve) => {
    AbortSignal.any([patience.signal, AbortSignal.timeout(FIRST_SYNC_PATIENCE_MS)]).onabort = () =>
      resolve()
  })
  await Promise.race([ticking.now(MARKET_HOURS_CRON), tooLong])
  patience.abort()
}

function welcome({ port, worker }: LocalSettings, token: string): void {
  const base = `http://127.0.0.1:${port}`
  // A token that was set is never printed: whoever set it has it.
  const bearer = worker.API_TOKEN ? 'YOUR_API_TOKEN' : token
  const auth = `-H 'Authorization: Bearer ${bearer}'`
  say(`
Try, with ${worker.API_TOKEN ? 'your API_TOKEN' : 'the token made for this machine'}:
  curl -X POST ${auth} ${base}/api/alpaca/sync
  curl ${auth} '${base}/api/alpaca/orders?limit=5'
  curl ${auth} ${base}/api/alpaca/positions

Ready on ${base}`)
}

const newToken = () => randomBytes(24).toString('hex')
const elapsed = () => ` (${(performance.now() / 1000).toFixed(1)} s)`

stopOnSignals()
stopWithNpm()
start().catch(async (error: unknown) => {
  console.error(printable(error))
  await stop().catch(() => undefined)
  process.exit(1)
})
