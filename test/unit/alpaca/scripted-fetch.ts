/** What the other end does with one request: an answer, or a connection that breaks. */
export type Step = Response | Error | ((request: SentRequest) => Response | Promise<Response>)

/** A request as it was sent. */
export interface SentRequest {
  url: URL
  headers: Headers
  redirect: string | undefined
  signal: AbortSignal | undefined
}

/**
 * A fetch that answers by script, one step a request, the last one for ever, and remembers what was
 * sent.
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

/** An answer in JSON. */
export function json(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), {
    headers: { 'content-type': 'application/json' },
    ...init,
  })
}
