import { createServer } from 'node:net'
import { StartProblem } from './problem'

/**
 * Checks that this process can listen on a port of loopback.
 * @throws {StartProblem} when the port is in use, or the user may not listen on it.
 */
export async function requireFreePort(port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', () => reject(new StartProblem(`PORT ${port} is in use or not allowed.`)))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()))
  })
}
