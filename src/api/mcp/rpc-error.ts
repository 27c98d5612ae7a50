import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** The errors of JSON-RPC 2.0 and of MCP that this server answers with, and their HTTP status. */
const RPC_ERRORS = {
  parse_error: { code: -32700, status: 400 },
  invalid_request: { code: -32600, status: 400 },
  method_not_found: { code: -32601, status: 200 },
  invalid_params: { code: -32602, status: 200 },
  internal_error: { code: -32603, status: 200 },
  header_mismatch: { code: -32020, status: 400 },
  unsupported_version: { code: -32022, status: 400 },
} as const satisfies Record<string, { code: number; status: ContentfulStatusCode }>

/** An error of the protocol: the request itself is wrong. Tools answer their own errors. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: number
  readonly status: ContentfulStatusCode
  readonly data: Record<string, unknown> | undefined

  constructor(
    kind: keyof typeof RPC_ERRORS,
    message: string,
    { status, data }: { status?: 400 | 404; data?: Record<string, unknown> } = {},
  ) {
    super(message)
    this.code = RPC_ERRORS[kind].code
    this.status = status ?? RPC_ERRORS[kind].status
    this.data = data
  }
}
