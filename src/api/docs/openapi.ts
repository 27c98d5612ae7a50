import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from '../context'

const DESCRIPTION = `Order history and trade ledger of Alpaca accounts.

Success is \`{"status":"success", ...}\`; an error has its HTTP status and
\`{"status":"error","error":{"code","message","param"?},"request_id"}\`. Numbers are JSON numbers, times RFC 3339 in UTC,
dates YYYY-MM-DD, rows named as the columns of the tables. A list has \`next_cursor\`, null at its end.`

/** The contract, generated from the schemas that check the requests. */
export function openApiDocument(app: OpenAPIHono<AppEnv>) {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'legbook', version: '1.0.0', description: DESCRIPTION },
    security: [{ bearer: [] }],
  })
}

/** Names the way in: one of two bearer tokens. */
export function registerSecurity(app: OpenAPIHono<AppEnv>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'API_TOKEN may do everything, READ_TOKEN only GET.',
  })
}
