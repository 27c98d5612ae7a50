/**
 * Does work with a signal that fires after some time. Unlike the timer of `AbortSignal.timeout`,
 * this one ends with the work: a Durable Object cannot hibernate while a timer is pending.
 */
export async function withinTime<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const reason = new DOMException('The operation took too long.', 'TimeoutError')
  const timer = setTimeout(() => controller.abort(reason), milliseconds)
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
  }
}
