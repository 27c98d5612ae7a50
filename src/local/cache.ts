import { accessSync, constants, existsSync, mkdirSync, rmSync } from 'node:fs'
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../node_modules/.cache/legbook', import.meta.url))

const KEPT_MS = 7 * 86_400_000

/**
 * Returns a file or folder from the cache beside the dependencies, and makes it once for each key.
 * @param kind its name, with the extension of a file: `build`, `snapshot.tar`.
 * @param key a hash of all its inputs.
 * @param make makes the file or folder at the given path.
 * @returns its path.
 */
export async function cached(
  kind: string,
  key: string,
  make: (path: string) => Promise<void>,
): Promise<string> {
  const name = `${key.slice(0, 32)}-${kind}`
  const path = join(folder, name)
  if (existsSync(path)) return path
  if (!isWritable()) return makeForThisProcess(name, make)
  // Made under another name, then renamed: a second process never reads an incomplete one.
  const half = `${path}.${process.pid}`
  await make(half)
  await rename(half, path).catch(() => rm(half, { recursive: true, force: true }))
  await removeOld(kind)
  return path
}

/** Without write access to the dependencies, as in a container image, nothing is cached. */
async function makeForThisProcess(name: string, make: (path: string) => Promise<void>) {
  const own = await mkdtemp(join(tmpdir(), 'legbook-'))
  process.once('exit', () => rmSync(own, { recursive: true, force: true }))
  await make(join(own, name))
  return join(own, name)
}

async function removeOld(kind: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.includes(`-${kind}`)) continue
    const { mtimeMs } = await stat(join(folder, name))
    if (Date.now() - mtimeMs > KEPT_MS)
      await rm(join(folder, name), { recursive: true, force: true })
  }
}

function isWritable(): boolean {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
