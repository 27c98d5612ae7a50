import * as z from 'zod'
import { field } from '../lists/fields'

const jsonrpc = () => z.literal('2.0').meta({ description: 'Always `2.0`.' })

const int32 = () => z.int32().meta({ format: 'int32' })

const id = z.union([z.string(), int32()])

const rpcResult = z
  .object({
    jsonrpc: jsonrpc(),
    id: id.meta({ description: 'Id of the request.' }),
    result: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Result of the method.', examples: [{ tools: [] }] }),
  })
  .meta({ id: 'McpResult', description: 'The result of a request.' })

export const rpcFailure = z
  .object({
    jsonrpc: jsonrpc(),
    id: id.nullable().meta({ description: 'Id of the request. null if it could not be read.' }),
    error: z
      .object({
        code: z
          .int32()
          .meta({ format: 'int32', description: 'Code of JSON-RPC or MCP, such as -32601.' }),
        message: field.text('What is wrong and what to do.'),
        data: z
          .record(z.string(), z.unknown())
          .optional()
          .meta({
            description: 'Of an unknown protocol version: `supported` and `requested`.',
            examples: [{ supported: ['2025-11-25'], requested: '1999-01-01' }],
          }),
      })
      .meta({ description: 'The error.' }),
  })
  .meta({ id: 'McpError', description: 'A request that is wrong. Errors of tools are results.' })

export const rpcAnswer = z.union([
  rpcResult,
  rpcFailure,
  z.array(z.union([rpcResult, rpcFailure])).meta({
    description: 'Only for a batch, which revisions before 2025-06-18 have.',
  }),
])
