import { signal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { isPassing } from './api'
import { token } from './session'

/** What a view shows of an answer: data of the last success, and the error of the last request. */
export interface Loaded<T> {
  data: T | undefined
  error: unknown
  /** Whether a request is under way. */
  isLoading: boolean
  reload: () => void
}

/** Raised when the account changed: everything on the screen is read again. */
export const revision = signal(0)

const MOST_KEPT = 60
const RETRY_MS = 5000

/** Last answers by key, so that the back button shows them at once. */
const kept = new Map<string, unknown>()

let keptFor = token.peek()

function keep(key: string, data: unknown): void {
  kept.delete(key)
  kept.set(key, data)
  const [oldest] = kept.keys()
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
}

/** Answers of another token must never be shown. */
function ofThisToken(): Map<string, unknown> {
  if (keptFor !== token.peek()) {
    kept.clear()
    keptFor = token.peek()
  }
  return kept
}

/**
 * Loads an answer when the key changes, when the account changes, and again after a failure that
 * may pass. The data of the same key stays on the screen meanwhile.
 *
 * @param key names the answer; null loads nothing
 */
export function useLoad<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  const [, render] = useState(0)
  const [attempt, setAttempt] = useState(0)
  const state = useRef<{ key: string | null; error: unknown; isLoading: boolean }>({
    key: null,
    error: undefined,
    isLoading: false,
  })
  const loader = useRef(load)
  loader.current = load
  const seen = revision.value

  if (state.current.key !== key) {
    state.current = { key, error: undefined, isLoading: key !== null }
  }

  useEffect(() => {
    if (key === null) return
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    state.current.isLoading = true
    loader.current(abort.signal).then(
      (data) => {
        if (abort.signal.aborted) return
        ofThisToken()
        keep(key, data)
        state.current = { key, error: undefined, isLoading: false }
        render((n) => n + 1)
      },
      (error: unknown) => {
        if (abort.signal.aborted) return
        state.current = { key, error, isLoading: false }
        render((n) => n + 1)
        if (isPassing(error)) timer = setTimeout(() => setAttempt((n) => n + 1), RETRY_MS)
      },
    )
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [key, seen, attempt])

  return {
    data: key === null ? undefined : (ofThisToken().get(key) as T | undefined),
    error: state.current.error,
    isLoading: state.current.isLoading,
    reload: () => setAttempt((n) => n + 1),
  }
}
