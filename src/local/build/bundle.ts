import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder, readWorkerConfig } from '../start/project'

/** Set for the wrangler that bundles here: its own [build] command has nothing left to do. */
export const BUNDLING = 'LEGBOOK_BUNDLING'

/**
 * Bundles the Worker as `wrangler deploy` does: wrangler itself does it, without uploading. Nothing is sent anywhere.
 * @throws Error with what wrangler said when it fails.
 */
export async function bundleWorker(): Promise<string> {
  // wrangler refuses to bundle while the folder of the static assets is missing.
  mkdirSync(join(projectFolder, readWorkerConfig().assets.directory), { recursive: true })
  const folder = await mkdtemp(join(tmpdir(), 'legbook-bundle-'))
  try {
    await wrangler(['deploy', '--dry-run', '--outdir', folder])
    return await readFile(join(folder, 'index.js'), 'utf8')
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function wrangler(args: string[]): Promise<void> {
  const { PATH, HOME } = process.env
  const command = join(projectFolder, 'node_modules', 'wrangler', 'bin', 'wrangler.js')
  const child = spawn(process.execPath, [command, ...args], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH,
      HOME,
      [BUNDLING]: '1',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_SEND_ERROR_REPORTS: 'false',
      // The banner asks the package registry for a newer version.
      WRANGLER_HIDE_BANNER: 'true',
    },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`wrangler could not bundle the Worker:\n${said}`)
}
