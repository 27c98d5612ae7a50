import { AlpacaError, type AlpacaErrorKind } from './error'
import { readErrorBody } from './error-body'

/** The target of a request. Messages contain its path, never its query. */
interface Target {
  path: string
}

/**
 * No response: the connection broke or the time was up. The cause can contain addresses, so it is
 * not kept.
 */
export function noAnswer({ path }: Target, timedOut: boolean): AlpacaError {
  const what = timedOut ? 'did not answer in time' : 'could not be reached'
  return new AlpacaError('unavailable', `Alpaca ${what} (GET ${path})`)
}

/** A response whose status is no success. Alpaca's message is kept, with the secrets removed. */
export function responseError(
  { path }: Target,
  answer: Response,
  body: string,
  secrets: readonly string[],
): AlpacaError {
  const { code, message } = readErrorBody(hide(body, secrets))
  const said = message === null ? '' : `: ${message}`
  const text = `Alpaca answered ${answer.status} to GET ${path}${said}`
  return new AlpacaError(kindOf(answer.status), text, { ...factsOf(answer), code })
}

/** A success whose body is HTML, broken JSON, or JSON of another shape. */
export function brokenAnswer({ path }: Target, answer: Response, body: unknown): AlpacaError {
  const what = body === undefined ? 'something that is not JSON' : 'JSON of an unexpected shape'
  return new AlpacaError('malformed', `Alpaca answered ${what} to GET ${path}`, factsOf(answer))
}

function factsOf(answer: Response): { status: number; requestId: string | null } {
  return { status: answer.status, requestId: answer.headers.get('X-Request-ID') }
}

function kindOf(status: number): AlpacaErrorKind {
  switch (status) {
    case 401:
      return 'unauthorized'
    case 403:
      return 'forbidden'
    case 404:
      return 'not_found'
    case 429:
      return 'rate_limited'
    default:
      return status >= 500 ? 'unavailable' : 'rejected'
  }
}

function hide(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, '[…]'), text)
}
