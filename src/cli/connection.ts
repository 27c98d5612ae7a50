import { readFileSync } from 'node:fs'
import { createClient, type Legbook } from '../client/index.js'
import { UsageError } from './exit-codes.js'

/** Where the Worker is and the token for it. */
export interface Connection {
  legbook: Legbook
  /** For messages: the address without its path. */
  host: string
  token: string
}

interface Given {
  url: string | undefined
  tokenFile: string | undefined
  env: NodeJS.ProcessEnv
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/**
 * Connects to the Worker.
 *
 * @throws UsageError if the address or the token is missing or wrong. Messages have neither.
 */
export function connect({ url: option, tokenFile, env }: Given): Connection {
  const name = option === undefined ? 'LEGBOOK_URL' : '--url'
  const url = readUrl(option ?? env.LEGBOOK_URL, name)
  const token = readToken(tokenFile, env.LEGBOOK_TOKEN)
  return { legbook: createClient({ url: url.href, token }), host: url.host, token }
}

function readUrl(text: string | undefined, name: string): URL {
  if (!text) {
    throw new UsageError(
      'Set LEGBOOK_URL, or give --url: the address of the Worker, such as https://legbook.example.workers.dev.',
    )
  }
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`${name} must be an address that begins with https://.`)
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new UsageError(`${name} must have no user, no password, no query and no fragment.`)
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    throw new UsageError(
      `${name} must begin with https://, because the token would cross the network unencrypted.`,
    )
  }
  return url
}

function readToken(file: string | undefined, fromEnv: string | undefined): string {
  const name = file === undefined ? 'LEGBOOK_TOKEN' : 'The token of --token-file'
  const token = (file === undefined ? fromEnv : readTokenFile(file))?.trim()
  if (!token) {
    throw new UsageError(
      file === undefined
        ? 'Set LEGBOOK_TOKEN, or give --token-file FILE (- reads the standard input).'
        : 'The file of --token-file is empty.',
    )
  }
  if (!/^[!-~]{1,512}$/.test(token)) {
    throw new UsageError(`${name} must be printable ASCII characters without spaces.`)
  }
  return token
}

/** The descriptor of the standard input reads pipes and terminals alike. */
function readTokenFile(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new UsageError(`The file of --token-file cannot be read (${code}).`)
  }
}
