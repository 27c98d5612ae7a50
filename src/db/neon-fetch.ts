import { NeonDbError } from '@neondatabase/serverless'
import { withinSignal } from '../alpaca/within-signal'

// Neon wakes a sleeping database within seconds; the largest write of a sync takes seconds too.
const TIMEOUT_MS = 60_000

/** The part of an answer that Neon's driver reads. */
type Answer = Pick<Response, 'ok' | 'status' | 'json' | 'text'>

/**
 * The `fetch` of Neon's driver, which sets no limit of its own: a call that hangs ends after a minute. A body that hangs or is
 * cut off fails like a missing answer, with a `NeonDbError` without a SQLSTATE. A redirect is not followed: its target would
 * get the connection string, which is in a header.
 */
export async function neonFetch(input: string | URL, init?: RequestInit): Promise<Answer> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const answer = await withinSignal(signal, fetch(input, { ...init, redirect: 'manual', signal }))
  return {
    ok: answer.ok,
    status: answer.status,
    json: () => whole(withinSignal(signal, answer.json())),
    text: () => whole(withinSignal(signal, answer.text())),
  }
}

async function whole<T>(body: Promise<T>): Promise<T> {
  try {
    return await body
  } catch {
    throw new NeonDbError('the answer of the database was cut off')
  }
}
