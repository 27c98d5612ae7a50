/** A response of Alpaca that is not 2xx: `{code, message}` (src/alpaca/README.md 4). */
export class ApiError extends Error {
  readonly status: 400 | 401 | 403 | 404 | 422 | 429
  readonly code: number

  constructor(status: 400 | 401 | 403 | 404 | 422 | 429, code: number, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
  }
}

export const unauthorized = (): ApiError => new ApiError(401, 40110000, 'request is not authorized')
export const forbidden = (): ApiError => new ApiError(403, 40310000, 'forbidden.')
export const notFound = (message: string): ApiError => new ApiError(404, 40410000, message)
export const unprocessable = (message: string): ApiError => new ApiError(422, 42210000, message)
export const tooManyRequests = (): ApiError => new ApiError(429, 42910000, 'too many requests.')
