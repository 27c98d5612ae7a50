import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const npmStart = ['npm', 'start', '--silent']

/** What `npm start` runs, without the npm around it. */
export const withoutNpm = [process.execPath, 'src/local/start.mjs']

/** `npm start` as a process of its own. */
export interface Started {
  /** All that it printed until now. */
  output(): string
  /** Resolves when it says that it is ready, or has ended. */
  ready: Promise<void>
  /** Its exit code; rejects when a signal ended it. */
  ended: Promise<number>
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void
}

/** Starts it with these settings and none of the developer's own. */
export function runStart(settings: Record<string, string>, command = npmStart): Started {
  const { PATH, HOME } = process.env
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    cwd: root,
    env: { PATH, HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = new Promise<number>((resolve, reject) => {
    child.on('exit', (code, signal) =>
      code === null ? reject(new Error(`ended by ${signal}:\n${output}`)) : resolve(code),
    )
  })
  const ready = new Promise<void>((resolve) => {
    const hear = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Ready on ')) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', () => resolve())
  })
  // Whoever only asks for `ready` shall not end the test run.
  ended.catch(() => undefined)
  return { output: () => output, ready, ended, signal: (name) => child.kill(name) }
}

/** A port of loopback that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Whether nothing listens on a port of loopback. */
export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
