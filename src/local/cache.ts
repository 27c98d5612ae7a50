import { accessSync, constants, existsSync, mkdirSync, rmSync } from 'node:fs'
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../node_modules/.cache/legbook', import.meta.url))

const KEPT_MS = 7 * 86_400_000

/**
 * Something that takes long to make, made once and kept beside the dependencies.
 * @param kind its name, and the extension if it is a file: `build`, `snapshot.tar`.
 * @param key a hash of everything that it is made from.
 * @param make makes it at the path that it gets: a file or a folder.
 * @returns the path where it is.
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
  // Made beside and renamed: two processes that make it at once never read half of it.
  const half = `${path}.${process.pid}`
  await make(half)
  await rename(half, path).catch(() => rm(half, { recursive: true, force: true }))
  await removeOld(kind)
  return path
}

/** The dependencies belong to somebody else, as in a container image: nothing is kept. */
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
