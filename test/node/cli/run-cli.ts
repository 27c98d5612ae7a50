import { execFileSync, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The built command line. */
export const CLI = `${root}dist/cli/main.js`

/** Builds the command line, as `npm ci` and `npm pack` do. */
export const buildCli = (): void => {
  execFileSync('npm', ['run', '-s', 'build:client'], { cwd: root })
}

/** How a call ended. */
export interface Ended {
  code: number | null
  out: string
  err: string
}

/** Runs the built command line with these settings and none of the developer's own. */
export function runCli(
  args: readonly string[],
  settings: Record<string, string>,
  input = '',
): Promise<Ended> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [CLI, ...args], { env: { PATH, HOME, ...settings } })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  child.stdin.end(input)
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })))
}
