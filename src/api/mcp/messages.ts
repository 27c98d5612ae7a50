import * as z from 'zod'
import { unstorableText } from '../http/text'
import { RpcError } from './rpc-error'

/** A request or a notification of a client. */
export interface RpcMessage {
  /** Undefined for a notification. */
  id: RpcId | undefined
  method: string
  params: Record<string, unknown>
  meta: Record<string, unknown>
}

export type RpcId = string | number

/** Messages that one request may hold, for revisions with batches. */
const MOST_MESSAGES = 20

/**
 * Reads the body of a request: one message, or a batch of them. Each is still to be checked.
 *
 * @throws RpcError `parse_error` if it is not JSON in UTF-8, `invalid_request` for a batch without
 * messages or with too many.
 */
export function readMessages(body: ArrayBuffer): { messages: unknown[]; isBatch: boolean } {
  const sent = parse(body)
  if (!Array.isArray(sent)) return { messages: [sent], isBatch: false }
  if (sent.length === 0) throw new RpcError('invalid_request', 'The batch has no message.')
  if (sent.length > MOST_MESSAGES)
    throw new RpcError('invalid_request', `A batch has at most ${MOST_MESSAGES} messages.`)
  return { messages: sent, isBatch: true }
}

function parse(body: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body))
  } catch {
    throw new RpcError('parse_error', 'The body is not JSON in UTF-8.')
  }
}

const idSchema = z.union([z.string().max(1000), z.int()])
const record = z.record(z.string(), z.unknown())

const envelope = z.looseObject({
  jsonrpc: z.literal('2.0'),
  id: idSchema.optional(),
  method: z.string(),
})

/** The id of anything that was sent, so that its error can name it. */
export function idOf(sent: unknown): RpcId | null {
  const { data } = z.looseObject({ id: idSchema }).safeParse(sent)
  return data?.id ?? null
}

/** Whether a message is a response. The server sends no requests, so it can ignore them. */
export function isResponse(sent: unknown): boolean {
  const { data } = z.looseObject({ jsonrpc: z.literal('2.0'), id: idSchema }).safeParse(sent)
  return data !== undefined && !('method' in data) && ('result' in data || 'error' in data)
}

/**
 * Checks a message.
 *
 * @throws RpcError `invalid_request` if it is no message of JSON-RPC, `invalid_params` if its
 * parameters are no object.
 */
export function readMessage(sent: unknown): RpcMessage {
  const { data } = envelope.safeParse(sent)
  if (data === undefined || unstorableText(data) !== null)
    throw new RpcError(
      'invalid_request',
      'A message is {"jsonrpc": "2.0", "id", "method", "params"}; id is text or a whole number.',
    )
  const params = readRecord(data.params, 'params')
  return { id: data.id, method: data.method, params, meta: readRecord(params._meta, '_meta') }
}

/**
 * An object of a message; empty if it is left out.
 *
 * @throws RpcError `invalid_params`
 */
export function readRecord(given: unknown, name: string): Record<string, unknown> {
  if (given === undefined) return {}
  const { data } = record.safeParse(given)
  if (data === undefined) throw new RpcError('invalid_params', `${name} must be an object.`)
  return data
}
