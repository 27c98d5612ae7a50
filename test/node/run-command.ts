import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/** Writes the host of each request by fetch to the output, so that a test sees where it went. */
const RECORDER = `data:text/javascript,${encodeURIComponent(`
  const real = globalThis.fetch
  globalThis.fetch = (input, init) => {
    console.log('FETCH ' + new URL(input instanceof Request ? input.url : String(input)).host)
    return real(input, init)
  }`)}`

/** How a command ended. */
export interface Ended {
  code: number | null
  /** All that it printed, with a line `FETCH host` for each request by fetch. */
  output: string
}

/**
 * Runs a script of the project with these settings and none of the developer's own.
 *
 * @param folder where it runs and looks for `.dev.vars`
 */
export function runScript(
  script: string,
  settings: Record<string, string>,
  folder: string,
): Promise<Ended> {
  const { PATH, HOME } = process.env
  const child = spawn(
    process.execPath,
    ['--import', tsx, '--import', RECORDER, `${root}${script}`],
    { cwd: folder, env: { PATH, HOME, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  const hear = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })))
}
