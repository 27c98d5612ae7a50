import * as z from 'zod'
import { VERSIONS } from './versions'

/** The headers of a request, for the OpenAPI document. The handler checks them. */
export const rpcHeaders = z.object({
  'MCP-Protocol-Version': z
    .string()
    .optional()
    .meta({
      enum: [...VERSIONS],
      description: 'Revision of the protocol. Without it, 2025-03-26.',
    }),
  'Mcp-Method': z
    .string()
    .optional()
    .meta({ maxLength: 1000, description: 'The method of the body. Required since 2026-07-28.' }),
  'Mcp-Name': z.string().optional().meta({
    maxLength: 1000,
    description: 'The name of the tool in the body. Required for tools/call since 2026-07-28.',
  }),
})

const rpcId = z.union([z.string(), z.int32().meta({ format: 'int32' })])

/** A message, for the OpenAPI document. The handler checks messages: JSON-RPC has own errors. */
export const rpcRequest = z
  .object({
    jsonrpc: z.literal('2.0').meta({ description: 'Always `2.0`.' }),
    id: rpcId.optional().meta({
      description: 'Id of the request, repeated in the response. A notification has none.',
    }),
    method: z.string().meta({
      maxLength: 1000,
      description: 'initialize, ping, server/discover, tools/list, tools/call, or a notification.',
    }),
    params: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'Parameters of the method.', examples: [{}] }),
  })
  .meta({ id: 'McpRequest', description: 'A message of JSON-RPC 2.0.' })
