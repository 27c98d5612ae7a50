import { NeonDbError } from '@neondatabase/serverless'
import { withinSignal } from '../../alpaca/within-signal'
import { withinTime } from '../../alpaca/within-time'

// Neon wakes a sleeping database within seconds; the largest write of a sync takes seconds too.
const TIMEOUT_MS = 60_000

/** The part of a response that Neon's driver reads. */
type Answer = Pick<Response, 'ok' | 'status' | 'json' | 'text'>

/**
 * The `fetch` of Neon's driver, with a limit of one minute, because the driver sets none. A body
 * that hangs, is cut off or is not JSON throws a `NeonDbError` without a SQLSTATE, as a missing
 * answer does. Redirects are not followed: the connection string is in a header, and the target
 * would get it.
 */
export async function neonFetch(input: string | URL, init?: RequestInit): Promise<Answer> {
  return await withinTime(TIMEOUT_MS, async (signal) => {
    const answer = await withinSignal(signal, fetch(input, { ...init, redirect: 'manual', signal }))
    const text = await whole(withinSignal(signal, answer.text()))
    if (!answer.ok) return refusalOf(answer.status, text)
    return {
      ok: true,
      status: answer.status,
      json: () => whole(Promise.resolve(text).then(JSON.parse)),
      text: async () => text,
    }
  })
}

async function whole<T>(body: Promise<T>): Promise<T> {
  try {
    return await body
  } catch {
    throw new NeonDbError('the answer of the database was cut off')
  }
}

/**
 * An error in the form that the driver reads. The driver reads an error's fields only from JSON
 * answers of status 400. Neon's proxy sends the same JSON with status 500 and others, and gateways
 * before it send text with any status.
 */
function refusalOf(status: number, text: string): Answer {
  const fields = fieldsOf(text) ?? { message: `Server error (HTTP status ${status}): ${text}` }
  return Response.json(fields, { status: 400 })
}

/** The fields of an error that a body holds; null when it holds none. */
function fieldsOf(text: string): object | null {
  try {
    const body: unknown = JSON.parse(text)
    const isError = typeof body === 'object' && body !== null && 'message' in body
    return isError && typeof body.message === 'string' ? body : null
  } catch {
    return null
  }
}
