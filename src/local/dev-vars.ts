import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { StartProblem } from './start/problem'

/** The file beside `package.json` with the settings of this machine. */
export const DEV_VARS = '.dev.vars'

/**
 * The names and values of a file like `.dev.vars`; empty when the file does not exist.
 *
 * @throws StartProblem when the file cannot be read.
 */
export function readDevVars(file: string = DEV_VARS): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw new StartProblem(`${file} cannot be read.`)
  }
}
