/** A response of Alpaca that is not 2xx: `{code, message}` (src/alpaca/README.md 4). */
export class StandInError extends Error {
  readonly status: 400 | 401 | 403 | 404 | 422 | 429
  readonly code: number

  constructor(status: 400 | 401 | 403 | 404 | 422 | 429, code: number, message: string) {
    super(message)
    this.name = 'StandInError'
    this.status = status
    this.code = code
  }
}

export const unauthorized = (): StandInError =>
  new StandInError(401, 40110000, 'request is not authorized')
export const forbidden = (): StandInError => new StandInError(403, 40310000, 'forbidden.')
export const notFound = (message: string): StandInError => new StandInError(404, 40410000, message)
export const unprocessable = (message: string): StandInError =>
  new StandInError(422, 42210000, message)
export const tooManyRequests = (): StandInError =>
  new StandInError(429, 42910000, 'too many requests.')
