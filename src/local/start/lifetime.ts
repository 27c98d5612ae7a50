/** Something that runs until it is closed. */
export interface Part {
  close(): unknown
}

const parts: Part[] = []
let stopping: Promise<void> | undefined

/** Keeps a part to be closed when all of it stops. */
export function keep<T extends Part>(part: T): T {
  parts.push(part)
  return part
}

/** Closes what was kept, the last first; asked twice it is done once. */
export function stop(): Promise<void> {
  stopping ??= (async () => {
    for (const part of parts.splice(0).reverse()) await part.close()
  })()
  return stopping
}

/** Answers to signals alone: miniflare's own handlers would end the process before the database is closed. */
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

/** Stops when the npm that started us is gone: killed, it cannot pass on the signal. */
export function stopWithNpm(): void {
  if (process.env.npm_lifecycle_event !== 'start') return
  const npm = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== npm) process.kill(process.pid, 'SIGTERM')
  }, 1000)
  watch.unref()
}
