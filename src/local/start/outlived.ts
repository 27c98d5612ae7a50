import { type ChildProcess, spawn } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import * as z from 'zod'

const spawned = z.object({ process: z.custom<ChildProcess>((value) => value instanceof Object) })

/** Calls `run` and returns its result with the child processes that it started. */
export async function withChildren<T>(run: () => Promise<T>): Promise<[T, ChildProcess[]]> {
  const children: ChildProcess[] = []
  const note = (message: unknown) => {
    children.push(spawned.parse(message).process)
  }
  subscribe('child_process', note)
  try {
    return [await run(), children]
  } finally {
    unsubscribe('child_process', note)
  }
}

/**
 * Ends the child processes when this process ends, even when it is killed: a shell waits for the
 * end of a pipe that only this process holds open, then ends them.
 * @returns a function that stops the shell.
 */
export function endWithUs(children: readonly ChildProcess[]): () => void {
  const pids = children.flatMap(({ pid }) => (pid === undefined ? [] : [String(pid)]))
  if (pids.length === 0 || process.platform === 'win32') return () => {}
  const shell = spawn('sh', ['-c', 'read _; kill "$@" 2>/dev/null', 'sh', ...pids], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl-C reaches the whole group; the shell must outlive this process.
    detached: true,
  })
  shell.unref()
  return () => {
    shell.kill('SIGKILL')
  }
}
