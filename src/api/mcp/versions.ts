import type { RpcMessage } from './messages'
import { RpcError } from './rpc-error'

/** The revision without a handshake: each request names its version. */
export const STATELESS_VERSION = '2026-07-28'

/** The revisions that begin with `initialize`, newest first. */
export const SESSION_VERSIONS = [
  '2025-11-25',
  '2025-06-18',
  '2025-03-26',
  '2024-11-05',
  '2024-10-07',
] as const

/** All revisions that this server speaks, newest first. */
export const VERSIONS: readonly string[] = [STATELESS_VERSION, ...SESSION_VERSIONS]

/** The revision of a client that names none (2025-11-25, Transports, Protocol Version Header). */
const UNNAMED = '2025-03-26'

/** The revisions whose requests can be a list of messages; 2025-06-18 removed that. */
export const BATCHED: readonly string[] = ['2025-03-26', '2024-11-05', '2024-10-07']

/** The headers of the protocol, which pages may send. */
export const MCP_HEADERS = ['MCP-Protocol-Version', 'Mcp-Method', 'Mcp-Name']

const META = 'io.modelcontextprotocol/'

/** The key of `_meta` under which results name the server. */
export const SERVER_INFO = `${META}serverInfo`

/** Headers of a request, by name. */
export type HeaderOf = (name: string) => string | undefined

/**
 * The revision of a message, from its `_meta` or its header.
 *
 * @throws RpcError if the server does not speak it, or if header and body differ.
 */
export function versionOf({ meta }: Pick<RpcMessage, 'meta'>, header: HeaderOf): string {
  const named = header('mcp-protocol-version')
  const inBody = meta[`${META}protocolVersion`]
  if (inBody !== undefined && typeof inBody !== 'string')
    throw new RpcError('invalid_params', `_meta ${META}protocolVersion must be text.`)
  const version = inBody ?? named ?? UNNAMED
  if (!VERSIONS.includes(version)) throw unsupported(version)
  if (inBody !== undefined && named !== undefined && named !== inBody)
    throw mismatch('MCP-Protocol-Version', named, inBody)
  return version
}

/** The error of a revision that the server does not speak, with those that it does. */
function unsupported(requested: string): RpcError {
  return new RpcError(
    'unsupported_version',
    `This server does not speak this protocol version; use one of ${VERSIONS.join(', ')}.`,
    { data: { supported: VERSIONS, requested: requested.slice(0, 100).toWellFormed() } },
  )
}

/**
 * Checks what 2026-07-28 requires of a request: its `_meta`, and headers that repeat the body.
 *
 * @throws RpcError
 */
export function checkStateless({ method, params, meta }: RpcMessage, header: HeaderOf): void {
  requireHeader(header, 'MCP-Protocol-Version', STATELESS_VERSION)
  if (meta[`${META}protocolVersion`] === undefined)
    throw new RpcError('invalid_params', `params._meta must have ${META}protocolVersion.`, {
      status: 400,
    })
  const capabilities = meta[`${META}clientCapabilities`]
  if (typeof capabilities !== 'object' || capabilities === null)
    throw new RpcError('invalid_params', `params._meta must have ${META}clientCapabilities.`, {
      status: 400,
    })
  requireHeader(header, 'Mcp-Method', method)
  if (method === 'tools/call' && typeof params.name === 'string')
    requireHeader(header, 'Mcp-Name', params.name)
}

function requireHeader(header: HeaderOf, name: string, inBody: string): void {
  const sent = header(name.toLowerCase())
  if (sent === undefined) throw new RpcError('header_mismatch', `The header ${name} is missing.`)
  if (decoded(sent) !== inBody) throw mismatch(name, sent, inBody)
}

/** Clients encode a name that no header can hold as `=?base64?…?=`. */
function decoded(value: string): string | null {
  const encoded = /^=\?base64\?(.*)\?=$/.exec(value)?.[1]
  if (encoded === undefined) return value
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return null
  }
}

function mismatch(name: string, sent: string, inBody: string): RpcError {
  const shown = (text: string) => JSON.stringify(text.slice(0, 100).toWellFormed())
  return new RpcError(
    'header_mismatch',
    `The header ${name} is ${shown(sent)}, but the body says ${shown(inBody)}.`,
  )
}
