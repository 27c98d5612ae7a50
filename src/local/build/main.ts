import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** A sixth of what the free plan of Workers takes (3 MB gzipped): start-up time grows with every byte. */
const BUDGET_BYTES = 512 * 1024

/** Builds the Worker as a deployment would, without deploying, and fails when it outgrows its budget. */
function main(): void {
  const wrangler = join('node_modules', '.bin', 'wrangler')
  const { status } = spawnSync(wrangler, ['deploy', '--dry-run', '--outdir', 'dist'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
  })
  if (status !== 0) throw new Error('wrangler could not build the Worker')
  const { length } = gzipSync(readFileSync(join('dist', 'index.js')))
  const share = `${kib(length)} of ${kib(BUDGET_BYTES)} KiB gzipped`
  if (length > BUDGET_BYTES) throw new Error(`The bundle outgrew its budget: ${share}.`)
  console.log(`Bundle: ${share}.`)
}

const kib = (bytes: number): number => Math.ceil(bytes / 1024)

try {
  main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
