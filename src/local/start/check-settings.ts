import { authenticationProblem } from '../../api/auth/authenticate'
import { readSettings, type Settings } from '../../worker/settings'
import { StartProblem } from './problem'

/**
 * Without DATABASE_URL the embedded database is used. A database outside Neon is reached through an
 * endpoint on this machine.
 */
const STARTED_HERE = {
  DATABASE_URL: 'postgresql://embedded@localhost/embedded',
  NEON_HTTP_ENDPOINT: 'http://127.0.0.1/sql',
}

/**
 * Checks the Worker's settings before any part starts, and returns them.
 *
 * @throws StartProblem naming the setting that is wrong, never its value.
 */
export async function requireGoodSettings(worker: Record<string, string>): Promise<Settings> {
  const result = readSettings({ ...STARTED_HERE, ...worker })
  if ('problem' in result) throw new StartProblem(result.problem.message)
  const problem = await authenticationProblem(result.settings.tokens)
  if (problem !== null) throw new StartProblem(problem)
  return result.settings
}
