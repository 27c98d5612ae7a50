import { ApiError } from '../http/errors'
import type { Checks } from './schemas'

/** A deep health check that found something wrong: 503 with what was checked. */
export class Unhealthy extends ApiError {
  constructor(
    readonly checks: Checks,
    problems: readonly string[],
  ) {
    super('unhealthy', { message: problems.join(' ') })
  }
}
