import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const RUNS = 5
const run = promisify(execFile)

/**
 * How long workerd is busy from loading the Worker's bundle until it could take a request, as `wrangler check startup`
 * profiles it on this machine: the least of some runs, since whatever else the machine does only adds.
 */
export async function startup(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'startup-'))
  try {
    const times: number[] = []
    for (let i = 0; i < RUNS; i += 1) times.push(await profile(join(folder, `${i}.cpuprofile`)))
    const listed = times.map((time) => time.toFixed(1)).join(', ')
    return `start-up: ${Math.min(...times).toFixed(1)} ms busy in workerd (${RUNS} runs: ${listed} ms)\n`
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function profile(file: string): Promise<number> {
  const wrangler = join('node_modules', '.bin', 'wrangler')
  const { stdout } = await run(wrangler, ['check', 'startup', '--outfile', file], {
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
  })
  const active = /Active: ([\d.]+) ms/.exec(stdout)?.[1]
  if (active === undefined) throw new Error(`wrangler did not say how long:\n${stdout}`)
  return Number(active)
}
