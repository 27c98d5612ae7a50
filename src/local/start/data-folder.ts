import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { StartProblem } from './problem'

/** The folder that stores data between two starts. Without a folder nothing is stored. */
export interface DataFolder {
  /** The folder of the embedded Postgres for the user's accounts; null keeps it in memory. */
  postgres: string | null
  /** The same for the demo account, which never shares a database with the user's accounts. */
  demoPostgres: string | null
  /** Returns the text stored under a name. The first call stores the result of `make`. */
  remember(name: string, make: () => string): string
  /** Releases the folder for other processes. */
  release(): void
}

/**
 * Opens the folder for this process alone: two embedded Postgres on the same files would destroy
 * them.
 * @throws {StartProblem} when it cannot be written or another process is using it.
 */
export function openDataFolder(dataDir: string | null): DataFolder {
  if (dataDir === null) {
    return { postgres: null, demoPostgres: null, remember: (_, make) => make(), release() {} }
  }
  const folder = resolve(dataDir)
  const lock = join(folder, 'lock')
  claim(dataDir, folder, lock)
  return {
    postgres: join(folder, 'postgres'),
    demoPostgres: join(folder, 'postgres-demo'),
    remember: (name, make) => read(join(folder, name)) ?? write(join(folder, name), make()),
    release: () => rmSync(lock, { force: true }),
  }
}

function claim(dataDir: string, folder: string, lock: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (readdirSync(folder).length === 0) write(join(folder, '.gitignore'), '*')
  } catch {
    throw new StartProblem(`DATA_DIR ${dataDir} is not a folder that can be written.`)
  }
  const holder = Number(read(lock))
  if (holder > 0 && isRunning(holder)) {
    throw new StartProblem(`DATA_DIR ${dataDir} is in use by process ${holder}.`)
  }
  write(lock, String(process.pid))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return pid !== process.pid
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

/** The folder stores tokens: only its owner may read it. */
function write(file: string, text: string): string {
  writeFileSync(file, `${text}\n`, { mode: 0o600 })
  return text
}
