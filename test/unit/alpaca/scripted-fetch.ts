/** One step of a script: a response, or a connection that breaks. */
export type Step = Response | Error | ((request: SentRequest) => Response | Promise<Response>)

/** A request as it was sent. */
export interface SentRequest {
  url: URL
  headers: Headers
  redirect: string | undefined
  signal: AbortSignal | undefined
}

/**
 * A fetch that follows a script, one step per request. It repeats the last step, and keeps the
 * requests.
 */
export function scriptedFetch(...steps: Step[]): { fetch: typeof fetch; sent: SentRequest[] } {
  const sent: SentRequest[] = []
  const answer = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const request = {
      url: new URL(String(input)),
      headers: new Headers(init.headers),
      redirect: init.redirect,
      signal: init.signal ?? undefined,
    }
    const step = steps[Math.min(sent.length, steps.length - 1)]
    sent.push(request)
    if (step === undefined || step instanceof Error) throw step ?? new Error('no step left')
    return step instanceof Response ? step.clone() : step(request)
  }
  return { fetch: answer, sent }
}

/** A JSON response. */
export function json(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), {
    headers: { 'content-type': 'application/json' },
    ...init,
  })
}
