import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../../..', import.meta.url))

/** Set in the environment of a part that a bench runs again: the machine has been told of. */
export const BEGUN = 'BENCH_BEGUN'

/** Where the server is that this part of the bench is to use; null when none is named. */
export const serverUrl = (): string | null => process.env.TEST_DATABASE_URL || null

/** Runs a part of the bench again, with a Postgres server of its own; answers whether that worked. */
export function runWithServer(part: string): boolean {
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
