import { createServer } from 'node:net'
import { StartProblem } from './problem'

/**
 * Makes sure that a port of loopback can be listened on.
 * @throws {StartProblem} when it is taken, or not for this user.
 */
export async function requireFreePort(port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', () => reject(new StartProblem(`PORT ${port} is in use or not allowed.`)))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()))
  })
}
