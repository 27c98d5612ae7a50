import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type BenchServer, benchServer } from './world'

const project = fileURLToPath(new URL('../../..', import.meta.url))

/** Set for a part that runs again in a child process, which does not describe the machine. */
export const BEGUN = 'BENCH_BEGUN'

/**
 * Milliseconds added to each call of Alpaca and of the database, so that round trips count.
 */
export const LATENCIES = (process.env.BENCH_LATENCIES || '0,20').split(',').map(Number)

/**
 * Runs a part of the bench again with its own Postgres server. Returns whether that worked.
 */
function runWithServer(part: string): boolean {
  const command = [`${project}.ci/with-postgres`, 'npx', 'tsx', 'test/bench/main.ts', part]
  const [program = '', ...words] = command
  const env = { ...process.env, [BEGUN]: 'yes' }
  const { status } = spawnSync(program, words, { cwd: project, stdio: 'inherit', env })
  if (status === 0) return true
  console.log(
    `The ${part} part is measured against a Postgres server, and either none could be started or it failed. Name one of\n` +
      `which you are administrator: TEST_DATABASE_URL=postgresql://... npm run bench -- ${part}\n`,
  )
  return false
}

/**
 * Measures a part against the server at TEST_DATABASE_URL, or against its own server. Fails if it
 * cannot start one.
 */
export async function withServer(
  part: string,
  measure: (server: BenchServer) => Promise<void>,
): Promise<void> {
  const url = process.env.TEST_DATABASE_URL
  if (!url) {
    if (!runWithServer(part)) process.exitCode = 1
    return
  }
  const server = benchServer(url)
  try {
    await measure(server)
  } finally {
    await server.databases.close()
  }
}
