import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { localBuild } from '../../src/local/build/local-build'
import { readWorkerConfig } from '../../src/local/start/project'
import { startWorker } from '../../src/local/start/worker'
import { freePort } from '../node/start/run-start'

const RUNS = 7
const run = promisify(execFile)

/**
 * Start-up of the Worker, measured twice: the script alone, and workerd until the first response.
 */
export async function startup(): Promise<string> {
  return `start-up of the Worker (${RUNS} runs)\n${await scriptLine()}\n${await answerLine()}\n`
}

/**
 * CPU time of workerd from loading the bundle until it can take a request, as profiled by
 * `wrangler check startup`.
 */
async function scriptLine(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'startup-'))
  try {
    const times: number[] = []
    for (let i = 0; i < RUNS; i += 1) times.push(await profile(join(folder, `${i}.cpuprofile`)))
    return line('script, busy in workerd', times)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function profile(file: string): Promise<number> {
  const wrangler = join('node_modules', '.bin', 'wrangler')
  const { stdout } = await run(wrangler, ['check', 'startup', '--outfile', file], {
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' },
  })
  const active = /Active: ([\d.]+) ms/.exec(stdout)?.[1]
  if (active === undefined) throw new Error(`wrangler did not say how long:\n${stdout}`)
  return Number(active)
}

/**
 * Time from the start of workerd to the end of the first response, which needs no database.
 */
async function answerLine(): Promise<string> {
  const build = await localBuild()
  const config = readWorkerConfig()
  const times: number[] = []
  for (let i = 0; i < RUNS; i += 1) {
    const port = await freePort()
    const begun = performance.now()
    const bindings = {}
    const onLog = () => undefined
    const worker = await startWorker({
      config,
      build,
      port,
      bindings,
      rateLimit: null,
      queue: false,
      onLog,
    })
    await (await fetch(`http://127.0.0.1:${port}/api/alpaca/health`)).text()
    times.push(performance.now() - begun)
    await worker.close()
  }
  return line('workerd to the first answer', times)
}

function line(name: string, times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const least = sorted[0] ?? Number.NaN
  return `  ${name.padEnd(28)} median ${median.toFixed(1)} ms, least ${least.toFixed(1)} ms`
}
