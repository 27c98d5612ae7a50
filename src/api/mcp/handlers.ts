import type { Context } from 'hono'
import type { AppEnv } from '../http/context'
import { readBody } from '../http/read-body'
import { idempotencyKeyOf } from '../middleware/idempotent'
import type { RpcClient, Send } from './call'
import { idOf, isResponse, type RpcId, readMessage, readMessages } from './messages'
import { answerMethod } from './methods'
import { RpcError } from './rpc-error'
import { BATCHED, checkStateless, STATELESS_VERSION, versionOf } from './versions'

/** The response to one message. Notifications have none. */
interface Reply {
  status: RpcError['status']
  body: Record<string, unknown>
  replayed?: boolean | undefined
}

/**
 * Answers a POST of the Streamable HTTP transport, without a session: each message is answered
 * alone, with one JSON object.
 *
 * @param send sends a tool's request to the API
 */
export const answerRpc =
  (send: Send) =>
  async (c: Context<AppEnv>): Promise<Response> => {
    idempotencyKeyOf(c)
    try {
      const { messages, isBatch } = readMessages(await readBody(c))
      // Each call of a batch counts by itself beside the batch.
      const client: RpcClient = { c, send: (path, init) => send(c, path, init, isBatch) }
      return isBatch ? await answerBatch(client, messages) : await answerOne(client, messages[0])
    } catch (error) {
      if (!(error instanceof RpcError)) throw error
      const { status, body } = replyWith(null, error)
      return c.json(body, status)
    }
  }

async function answerOne(client: RpcClient, sent: unknown): Promise<Response> {
  const { c } = client
  const reply = await replyTo(client, sent)
  if (reply === null) return c.body(null, 202)
  return c.json(reply.body, reply.status, reply.replayed ? { 'Idempotent-Replayed': 'true' } : {})
}

/** @throws RpcError `invalid_request` if the client's revision has no batches. */
async function answerBatch(client: RpcClient, messages: readonly unknown[]): Promise<Response> {
  const { c } = client
  const version = versionOf({ meta: {} }, (name) => c.req.header(name))
  if (!BATCHED.includes(version))
    throw new RpcError('invalid_request', `Send one message: ${version} has no batches.`)
  const replies: Reply['body'][] = []
  // One after the other: an edit can be what the next message asks for.
  for (const sent of messages) {
    const reply = await replyTo(client, sent)
    if (reply !== null) replies.push(reply.body)
  }
  return replies.length === 0 ? c.body(null, 202) : c.json(replies, 200)
}

/** The response to a message; null for a notification, and for a response, which is ignored. */
async function replyTo(client: RpcClient, sent: unknown): Promise<Reply | null> {
  const id = idOf(sent)
  try {
    if (isResponse(sent)) return null
    const message = readMessage(sent)
    const header = (name: string) => client.c.req.header(name)
    const version = versionOf(message, header)
    if (message.id === undefined) return null
    if (version === STATELESS_VERSION) checkStateless(message, header)
    const { result, replayed } = await answerMethod(client, message, version)
    return { status: 200, body: { jsonrpc: '2.0', id, result }, replayed }
  } catch (error) {
    if (error instanceof RpcError) return replyWith(id, error)
    throw error
  }
}

const replyWith = (id: RpcId | null, { status, code, message, data }: RpcError): Reply => ({
  status,
  body: { jsonrpc: '2.0', id, error: { code, message, ...(data && { data }) } },
})
