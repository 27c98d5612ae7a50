import { neon, neonConfig } from '@neondatabase/serverless'
import { afterAll, beforeAll } from 'vitest'
import { z } from 'zod'
import { serveDatabases } from '../../support/node/serve-databases'
import type { TestDatabases } from '../../support/node/test-databases'

const connection = z.object({ url: z.string(), endpoint: z.string() })

/**
 * A database behind a running endpoint for the tests of one `describe`; read `sql` inside of tests
 * only.
 */
export function connect(databases: () => TestDatabases) {
  let service: Awaited<ReturnType<typeof serveDatabases>>
  let opened: z.infer<typeof connection>

  beforeAll(async () => {
    service = await serveDatabases(databases())
    const response = await fetch(service.address, { method: 'POST' })
    opened = connection.parse(await response.json())
    neonConfig.fetchEndpoint = opened.endpoint
  })
  afterAll(() => service.close())

  return {
    get sql() {
      return neon(opened.url)
    },
    get url() {
      return opened.url
    },
    get endpoint() {
      return opened.endpoint
    },
  }
}
