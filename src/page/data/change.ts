import { useRef, useState } from 'preact/hooks'
import { isPassing, newKey } from './api'
import { revision } from './load'

/** A write as a form uses it. */
export interface Change<Input> {
  /** Sends it; true when it succeeded. */
  send: (input: Input) => Promise<boolean>
  isSending: boolean
  error: unknown
  clear: () => void
}

/**
 * A write that happens once. A repetition after a lost answer has the Idempotency-Key of the first
 * attempt, as long as the input is the same.
 *
 * @param write sends the request with a key and handles its answer
 */
export function useChange<Input>(
  write: (input: Input, idempotencyKey: string) => Promise<void>,
): Change<Input> {
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(undefined)
  const attempt = useRef<{ input: string; key: string } | null>(null)

  async function send(input: Input): Promise<boolean> {
    const text = JSON.stringify(input)
    if (attempt.current?.input !== text) attempt.current = { input: text, key: newKey() }
    setSending(true)
    setError(undefined)
    try {
      await write(input, attempt.current.key)
      attempt.current = null
      revision.value += 1
      return true
    } catch (failure) {
      if (!isPassing(failure)) attempt.current = null
      setError(failure)
      return false
    } finally {
      setSending(false)
    }
  }

  return { send, isSending, error, clear: () => setError(undefined) }
}
