import { NeonDbError } from '@neondatabase/serverless'
import { withinSignal } from '../../alpaca/within-signal'

// Neon wakes a sleeping database within seconds; the largest write of a sync takes seconds too.
const TIMEOUT_MS = 60_000

/** The part of an answer that Neon's driver reads. */
type Answer = Pick<Response, 'ok' | 'status' | 'json' | 'text'>

/**
 * The `fetch` of Neon's driver, which sets no limit of its own: a call that hangs ends after a minute. A body that hangs, is
 * cut off or is no JSON fails like a missing answer, with a `NeonDbError` without a SQLSTATE. A redirect is not followed: its
 * target would get the connection string, which is in a header.
 */
export async function neonFetch(input: string | URL, init?: RequestInit): Promise<Answer> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const answer = await withinSignal(signal, fetch(input, { ...init, redirect: 'manual', signal }))
  if (!answer.ok) return refusalOf(answer.status, await whole(withinSignal(signal, answer.text())))
  return {
    ok: true,
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

/**
 * An error as the driver reads it. The driver takes the fields of an error from answers of status 400 alone, which must
 * be JSON. Neon's proxy sends the same JSON with 500 and others, and gateways in front of it send text with any status.
 */
function refusalOf(status: number, text: string): Answer {
  const fields = fieldsOf(text) ?? { message: `Server error (HTTP status ${status}): ${text}` }
  return Response.json(fields, { status: 400 })
}

/** The fields of an error, when a body is one; null otherwise. */
function fieldsOf(text: string): object | null {
  try {
    const body: unknown = JSON.parse(text)
    const isError = typeof body === 'object' && body !== null && 'message' in body
    return isError && typeof body.message === 'string' ? body : null
  } catch {
    return null
  }
}
