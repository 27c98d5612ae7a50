import { inspect } from 'node:util'
import { DEV_VARS, readDevVars } from '../dev-vars'
import { withoutSecrets } from '../secrets'
import { StartProblem } from './problem'

/**
 * The text that a command prints for an error: one line for a problem that the user can solve,
 * otherwise the stack. Secrets are removed.
 */
export function printable(error: unknown, devVars: string = DEV_VARS): string {
  const text = error instanceof StartProblem ? error.message : inspect(error)
  return withoutSecrets(withoutSecrets(text, process.env), secretsOf(devVars))
}

function secretsOf(devVars: string): Record<string, string | undefined> {
  try {
    return readDevVars(devVars)
  } catch {
    return {}
  }
}
