/**
 * Waits for a promise until the signal fires, then throws the signal's reason. A body can stall
 * after its headers.
 */
export async function withinSignal<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  signal.throwIfAborted()
  let onAbort = () => {}
  const aborted = new Promise<never>((_, refuse) => {
    onAbort = () => refuse(signal.reason)
    signal.addEventListener('abort', onAbort)
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
