import { neonConfig } from '@neondatabase/serverless'
import type { World } from './support'

/** Calls that leave this Worker, as Cloudflare would count them. */
export interface Calls {
  alpaca: number
  database: number
}

/** Counts the calls of Alpaca and of the database that are made while some work goes on. */
export async function countCalls(ctx: World['ctx'], work: () => Promise<unknown>): Promise<Calls> {
  const calls = { alpaca: 0, database: 0 }
  const { fetch } = ctx
  const { fetchFunction } = neonConfig
  ctx.fetch = (input, init) => {
    calls.alpaca += 1
    return fetch(input, init)
  }
  neonConfig.fetchFunction = (input: string, init: RequestInit) => {
    calls.database += 1
    return fetchFunction(input, init)
  }
  try {
    await work()
  } finally {
    ctx.fetch = fetch
    neonConfig.fetchFunction = fetchFunction
  }
  return calls
}
