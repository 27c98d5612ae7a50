import { NeonDbError } from '@neondatabase/serverless'
import { withoutSecrets } from './secrets'

/** Failures that a user can solve, by the error code of Node, TLS or Postgres. */
const KNOWN: Record<string, string> = {
  ENOTFOUND: 'its host was not found',
  EAI_AGAIN: 'its host was not found',
  ECONNREFUSED: 'nothing listens at its host and port',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  ETIMEDOUT: 'it did not answer in time',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its host cannot be reached',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'this machine does not trust its TLS certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'this machine does not trust its TLS certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'this machine does not trust its TLS certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'this machine does not trust its TLS certificate',
  CERT_HAS_EXPIRED: 'its TLS certificate has expired',
  '28000': 'it refused the user',
  '28P01': 'it refused the user or the password',
  '3D000': 'it has no database of that name',
  '53300': 'it has no connection left',
}

/**
 * The reason why a database could not be used, as the end of a sentence. It holds no part of the
 * connection string that a driver may quote.
 *
 * @param url the connection string
 */
export function connectionProblem(error: unknown, url: string): string {
  const [code, message] = rootOf(error)
  const known = KNOWN[code]
  if (known !== undefined) return known
  const said = withoutSecrets(message, { DATABASE_URL: url })
  return /^[\dA-Z]{5}$/.test(code) ? `${said} (SQLSTATE ${code})` : said
}

/** The code and message of the innermost cause. The driver's outer errors quote their input. */
function rootOf(error: unknown): [code: string, message: string] {
  if (!(error instanceof Error)) return ['', 'it failed']
  if (error instanceof NeonDbError && error.sourceError) return rootOf(error.sourceError)
  if (error.cause instanceof Error) return rootOf(error.cause)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (error instanceof NeonDbError && code === '') {
    const [, status] = /HTTP status (\d+)/.exec(error.message) ?? []
    return ['', status ? `its endpoint answered HTTP status ${status}` : 'it did not answer']
  }
  return [code, error.message]
}
