import type { Context } from 'hono'
import * as z from 'zod'
import type { AppEnv } from '../http/context'
import { ArgumentError, isRequested, requestOf } from './arguments'
import type { Tool } from './tools'

/** A request of a tool to the API. */
export interface SendInit {
  method: string
  headers: Record<string, string>
  body: string | undefined
}

/**
 * Sends a request to the API in the name of the caller of `c`.
 *
 * @param isCounted whether the rate limit counts it beside the request of `c`
 */
export type Send = (
  c: Context<AppEnv>,
  path: string,
  init: SendInit,
  isCounted: boolean,
) => Promise<Response>

/** The client that sent a message, and how its tools reach the API. */
export interface RpcClient {
  c: Context<AppEnv>
  send: (path: string, init: SendInit) => Promise<Response>
}

/** The result of `tools/call`. */
export interface ToolResult {
  content: [{ type: 'text'; text: string }]
  structuredContent?: Record<string, unknown>
  isError?: true
}

/** The result, and whether an earlier call with the same key made it. */
export interface ToolOutcome {
  result: ToolResult
  replayed: boolean
}

const REPLAYED = 'Idempotent-Replayed'

const body = z.record(z.string(), z.unknown())
const failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

/**
 * Calls a tool: sends its request to the API as any client would, so that the same checks, scopes
 * and limits apply. An error is a result too, with what to do, so that the model can correct itself.
 */
export async function callTool(
  { c, send }: RpcClient,
  tool: Tool,
  given: Record<string, unknown>,
): Promise<ToolOutcome> {
  try {
    const { url, body, idempotencyKey } = requestOf(tool, given)
    const withList = tool.onRequest === undefined || isRequested(tool.onRequest.list, given)
    const key = idempotencyKey ?? (tool.write && c.req.header('idempotency-key'))
    const response = await send(url, {
      method: tool.route.method.toUpperCase(),
      headers: key === undefined ? {} : { 'Idempotency-Key': key },
      body,
    })
    const result = await resultOf(response, withList ? undefined : tool.onRequest?.list)
    return { result, replayed: response.headers.has(REPLAYED) }
  } catch (error) {
    if (error instanceof ArgumentError) return { result: failed(error.message), replayed: false }
    throw error
  }
}

/** @param omitted the list that the client did not ask for */
async function resultOf(response: Response, omitted: string | undefined): Promise<ToolResult> {
  const answer = body.parse(await response.json())
  if (!response.ok) return failed(sentenceOf(answer, response))
  if (omitted !== undefined) delete answer[omitted]
  return {
    content: [{ type: 'text', text: JSON.stringify(answer) }],
    structuredContent: answer,
  }
}

const failed = (text: string): ToolResult => ({ content: [{ type: 'text', text }], isError: true })

function sentenceOf(answer: Record<string, unknown>, { status, headers }: Response): string {
  const { error } = failure.parse(answer)
  const seconds = headers.get('Retry-After')
  return [
    `${error.message} (${error.code})`,
    ...(seconds === null ? [] : [`Try again after ${seconds} seconds.`]),
    ...(status >= 500 ? [`The request_id is ${String(answer.request_id)}.`] : []),
  ].join(' ')
}
