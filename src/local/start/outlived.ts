import { type ChildProcess, spawn } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import * as z from 'zod'

const spawned = z.object({ process: z.custom<ChildProcess>((value) => value instanceof Object) })

/** Runs something and answers with the processes that it started, besides what it resolves to. */
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
 * Makes sure that no child outlives this process, not even when it is killed: a shell waits for the end of a pipe
 * that only this process holds open, then ends them.
 * @returns what calls the shell off.
 */
export function endWithUs(children: readonly ChildProcess[]): () => void {
  const pids = children.flatMap(({ pid }) => (pid === undefined ? [] : [String(pid)]))
  if (pids.length === 0 || process.platform === 'win32') return () => {}
  const shell = spawn('sh', ['-c', 'read _; kill "$@" 2>/dev/null', 'sh', ...pids], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl-C goes to the whole group; the shell has to see us end first.
    detached: true,
  })
  shell.unref()
  return () => {
    shell.kill('SIGKILL')
  }
}
