import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { z } from 'zod'
import { type Api, bearer } from '../api'

const URL_OF_TEST = new URL('https://legbook.test/api/alpaca/mcp')

const NAME = { name: 'tests', version: '1.0.0' }

/** A tool as a client lists it. */
export const listedTool = z.looseObject({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  inputSchema: z.looseObject({
    type: z.literal('object'),
    properties: z.record(z.string(), z.looseObject({ description: z.string() })),
    required: z.array(z.string()).default([]),
  }),
  outputSchema: z.looseObject({ type: z.literal('object'), required: z.array(z.string()) }),
  annotations: z.looseObject({
    readOnlyHint: z.boolean(),
    destructiveHint: z.boolean().optional(),
    openWorldHint: z.literal(false),
  }),
})

export type ListedTool = z.output<typeof listedTool>

const toolResult = z.looseObject({
  content: z.tuple([z.looseObject({ type: z.literal('text'), text: z.string() })]),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
})

/** The answer of a tool. */
export type ToolAnswer = z.output<typeof toolResult>

/** What the tests use of a client, whichever package it is from. */
export interface McpClient {
  version: string | undefined
  instructions: string | undefined
  tools: () => Promise<ListedTool[]>
  call: (name: string, args?: Record<string, unknown>) => Promise<ToolAnswer>
  close: () => Promise<void>
}

/** Sends the requests of a client to the app of a test, with a token. */
const sentTo = (api: Api, token: string) => ({
  fetch: (_: string | URL, init?: RequestInit) => api.request('/mcp', init),
  requestInit: { headers: bearer(token) },
})

/** The official client of the first package, which most assistants have. */
export async function firstClient(api: Api, token: string): Promise<McpClient> {
  const client = new FirstClient(NAME, {
    // workerd forbids validators that generate code.
    jsonSchemaValidator: {
      getValidator: <T>(schema: object) => {
        const known = z.fromJSONSchema(JSON.parse(JSON.stringify(schema)))
        return (input: unknown) => {
          const { success, error } = known.safeParse(input)
          return success
            ? { valid: true as const, data: input as T, errorMessage: undefined }
            : { valid: false as const, data: undefined, errorMessage: error.message }
        }
      },
    },
  })
  const transport = new FirstTransport(URL_OF_TEST, sentTo(api, token))
  await client.connect(transport)
  return {
    version: transport.protocolVersion,
    instructions: client.getInstructions(),
    tools: async () => listedTool.array().parse((await client.listTools()).tools),
    call: async (name, args = {}) =>
      toolResult.parse(await client.callTool({ name, arguments: args })),
    close: () => client.close(),
  }
}

/** The official client of today's package, in the mode in which it speaks the newest revision. */
export async function newestClient(
  api: Api,
  token: string,
  mode: 'auto' | 'legacy' | { pin: string },
): Promise<McpClient> {
  const client = new Client(NAME, { versionNegotiation: { mode } })
  await client.connect(new StreamableHTTPClientTransport(URL_OF_TEST, sentTo(api, token)))
  return {
    version: client.getNegotiatedProtocolVersion(),
    instructions: client.getInstructions(),
    tools: async () => listedTool.array().parse((await client.listTools()).tools),
    call: async (name, args = {}) =>
      toolResult.parse(await client.callTool({ name, arguments: args })),
    close: () => client.close(),
  }
}
