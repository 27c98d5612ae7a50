import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cached } from '../cache'
import { projectFolder } from '../start/project'
import { bundleWorker } from './bundle'

/** The bundle and the assets that `wrangler deploy` would upload. */
export interface LocalBuild {
  /** The bundle, as one module. */
  code: string
  /** The folder of the static assets. */
  assets: string
}

/**
 * Builds the Worker, its reference and its page once for each state of the sources: in `npm ci`, or
 * at a start after a change.
 * @param onMaking called before the build, which takes seconds.
 */
export async function localBuild(onMaking = () => {}): Promise<LocalBuild> {
  const folder = await cached('build', hashOfSources(), async (path) => {
    onMaking()
    const assets = join(path, 'public')
    await mkdir(assets, { recursive: true })
    const [code] = await Promise.all([bundleWorker(), writeAssets(assets)])
    await writeFile(join(path, 'index.js'), code)
  })
  return {
    code: await readFile(join(folder, 'index.js'), 'utf8'),
    assets: join(folder, 'public'),
  }
}

/** Writes the static assets: the reference and the page. */
async function writeAssets(folder: string): Promise<void> {
  // Loaded only for a build: these modules take long to load.
  const [{ writeReference }, { writePage }] = await Promise.all([
    import('../contract/reference'),
    import('./page'),
  ])
  await Promise.all([writeReference(folder), writePage(folder)])
}

/** The inputs of the build outside `src`. */
const SOURCES = ['package-lock.json', 'tsconfig.json', 'wrangler.toml']

function hashOfSources(): string {
  const hash = createHash('sha256')
  const sources = readdirSync(join(projectFolder, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  for (const file of [...SOURCES.map((name) => join(projectFolder, name)), ...sources.toSorted()]) {
    hash.update(`${file}\0`).update(readFileSync(file))
  }
  return hash.digest('hex')
}
