import { NeonDbError } from '@neondatabase/serverless'
import { ApiError } from './errors'
import { rootCause } from './thrown'

/**
 * The error for a failed statement; null when the database answered and the statement was at fault. The driver gives a
 * SQLSTATE where Postgres spoke; without one, nobody answered.
 */
export function databaseProblem(thrown: unknown): ApiError | null {
  const cause = rootCause(thrown)
  if (!(cause instanceof NeonDbError)) return null
  if (cause.code === '42P01' || cause.code === '42703') {
    return new ApiError('database_unavailable', {
      message: 'The database lacks tables or columns of this version: run npm run db:migrate.',
    })
  }
  const refused = !cause.code || /^(08|28|3D|53|57P)/.test(cause.code)
  return refused ? new ApiError('database_unavailable') : null
}
