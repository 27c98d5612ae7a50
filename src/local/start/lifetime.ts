/** A part that runs until it is closed. */
export interface Part {
  close(): unknown
}

const parts: Part[] = []
let stopping: Promise<void> | undefined

/** Adds a part that is closed when the process stops. */
export function keep<T extends Part>(part: T): T {
  parts.push(part)
  return part
}

/** Closes all parts once, the last added first. Further calls wait for the first. */
export function stop(): Promise<void> {
  stopping ??= (async () => {
    for (const part of parts.splice(0).reverse()) await part.close()
  })()
  return stopping
}

/**
 * Replaces all signal handlers: miniflare's own would end the process before the database is
 * closed.
 */
export function stopOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal)
    process.on(signal, () => {
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
}

/** Stops when the parent npm process is gone: a killed npm cannot forward the signal. */
export function stopWithNpm(): void {
  if (process.env.npm_lifecycle_event !== 'start') return
  const npm = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== npm) process.kill(process.pid, 'SIGTERM')
  }, 1000)
  watch.unref()
}
