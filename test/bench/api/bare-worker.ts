import { neon, neonConfig } from '@neondatabase/serverless'
import * as z from 'zod'

/** Settings: the address of the database, and the statements of each path. */
const bindings = z.object({
  DATABASE_URL: z.string(),
  ENDPOINT: z.string(),
  STATEMENTS: z.string().transform((text) => statementsByPath.parse(JSON.parse(text))),
})

const statement = z.object({ text: z.string(), params: z.array(z.string().nullable()) })
const statementsByPath = z.record(z.string(), z.array(statement))

let known: z.output<typeof bindings> | undefined

/**
 * The smallest Worker: the statements of a path in one round trip, and the rows as JSON.
 */
export default {
  async fetch(request: Request, env: unknown): Promise<Response> {
    known ??= bindings.parse(env)
    neonConfig.fetchEndpoint = known.ENDPOINT
    const { pathname, search } = new URL(request.url)
    const statements = known.STATEMENTS[`${pathname}${search}`] ?? []
    const sql = neon(known.DATABASE_URL)
    const asked = statements.map(({ text, params }) => sql.query(text, params))
    return Response.json(await sql.transaction(asked))
  },
}
