import { availableParallelism, cpus } from 'node:os'
import { benchApi } from './api/main'
import { runAsDeployed } from './as-deployed'
import { benchLive } from './live/main'
import { memory } from './memory'
import { benchQueue } from './queue/main'
import { startup } from './startup'
import { benchSync } from './sync/main'
import { BEGUN } from './sync/server'

/** The parts of the bench by name: `npm run bench -- sync` runs one. */
const PARTS: Record<string, () => Promise<void>> = {
  engine: async () => {
    await runAsDeployed('engine')
    console.log(await memory())
  },
  startup: async () => console.log(await startup()),
  sync: benchSync,
  api: benchApi,
  live: benchLive,
  queue: benchQueue,
}

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !(name in PARTS))
if (unknown !== undefined) {
  console.error(`no part ${unknown}: ${Object.keys(PARTS).join(', ')}`)
  process.exit(2)
}

if (!process.env[BEGUN]) {
  const model = cpus()[0]?.model ?? '?'
  console.log(`Node ${process.version}, one thread of ${availableParallelism()}, ${model}\n`)
}
for (const [name, run] of Object.entries(PARTS)) {
  if (wanted.length === 0 || wanted.includes(name)) await run()
}
