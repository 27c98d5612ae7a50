import { signal } from '@preact/signals'
import { createClient, LegbookError } from '../../client/index.js'
import { signOut, token } from './session'

/** False after a request without any response, until the next response. */
export const isReachable = signal(true)

/** Notes whether the API can be reached, and ends the session when the token is refused. */
async function send(url: string, init: RequestInit): Promise<Response> {
  const sent = token.peek()
  let response: Response
  try {
    response = await fetch(url, init)
  } catch (error) {
    if (!init.signal?.aborted) isReachable.value = false
    throw error
  }
  isReachable.value = true
  if (response.status === 401 && sent !== null && token.peek() === sent) {
    signOut('The token is not valid, or no longer. Sign in with another one.')
  }
  return response
}

export const api = createClient({
  url: location.origin,
  token: () => token.peek() ?? '',
  fetch: send,
})

/** A random key for one write. Not `randomUUID`, which browsers have on secure origins alone. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')

/** An error as a sentence for people, and what to do about it. */
export function explain(error: unknown): { title: string; hint: string; requestId?: string } {
  if (!(error instanceof LegbookError)) {
    return {
      title: 'The API cannot be reached.',
      hint: 'Check the connection. The page tries again by itself.',
    }
  }
  const { code, status, message, requestId, retryAfter } = error
  return {
    title: message,
    hint: hintOf(code, status, retryAfter),
    ...(requestId && { requestId }),
  }
}

function hintOf(code: string, status: number, retryAfter: number | undefined): string {
  if (code === 'override_conflict') {
    return 'An earlier change covers the same orders. Take that change back first, then repeat this one.'
  }
  if (code === 'sync_in_progress') return 'A sync is running. Repeat this when it has ended.'
  if (code === 'idempotency_key_in_use') return 'The same change is still being made.'
  if (status === 403) return 'The token may not do this. Sign in with a token that may.'
  if (status === 404) return 'It may have been merged, split or erased since.'
  if (retryAfter !== undefined) return `Try again in ${retryAfter} s.`
  if (status >= 500) return 'The log of the Worker says more under the id of the request.'
  return ''
}

/** Whether a repetition may succeed: no response, or a state of the server that passes. */
export const isPassing = (error: unknown): boolean =>
  !(error instanceof LegbookError) || error.status === 429 || error.status >= 500
