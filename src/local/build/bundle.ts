import { mkdirSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runNode } from '../run-node'
import { projectFolder, readWorkerConfig } from '../start/project'

/** Set for the wrangler that bundles here, so that its [build] command returns at once. */
export const BUNDLING = 'LEGBOOK_BUNDLING'

const WRANGLER = join('node_modules', 'wrangler', 'bin', 'wrangler.js')

/** wrangler sends no request: without this, its banner looks for a newer version. */
const QUIET = {
  [BUNDLING]: '1',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
}

/**
 * Bundles the Worker with `wrangler deploy --dry-run`: the same bundle as a deployment, not
 * uploaded.
 * @throws Error with the output of wrangler when it fails.
 */
export async function bundleWorker(): Promise<string> {
  // wrangler refuses to bundle while the folder of the static assets is missing.
  mkdirSync(join(projectFolder, readWorkerConfig().assets.directory), { recursive: true })
  const folder = await mkdtemp(join(tmpdir(), 'legbook-bundle-'))
  try {
    await runNode([WRANGLER, 'deploy', '--dry-run', '--outdir', folder], QUIET)
    return await readFile(join(folder, 'index.js'), 'utf8')
  } finally {
    await rm(folder, { recursive: true })
  }
}
