import { neonConfig } from '@neondatabase/serverless'
import { neonFetch } from '../../../src/db/connection/neon-fetch'
import { benchServer, openBenchWorld } from '../sync/world'
const server = benchServer(String(process.env.TEST_DATABASE_URL))
for (const mode of ['on', 'off', 'on', 'off']) {
  const world = await openBenchWorld(server, Number(process.env.ORDERS))
  if (mode === 'off')
    for (const t of ['alpaca_trades', 'alpaca_trade_fills', 'alpaca_trade_fees', 'alpaca_trade_dividends'])
      for (const op of ['insert', 'update', 'delete'])
        await world.client.query(`alter table ${t} disable trigger ${t}_add_sums_${op}`)
  const by = new Map<string, [number, number]>()
  neonConfig.fetchFunction = async (input: string, init?: RequestInit) => {
    const b = performance.now()
    const answer = await neonFetch(input, init)
    const json = await answer.json()
    const d = performance.now() - b
    const body = String(init?.body)
    const key = (body.match(/insert into \\?"?(\w+)/g) ?? body.match(/from \\?"?(\w+)/g) ?? ['?']).slice(0, 4).join(' ').replaceAll('insert into ', '+').replaceAll('\\"', '')
    const [n, t] = by.get(key) ?? [0, 0]
    by.set(key, [n + 1, t + d])
    return { ...answer, json: async () => json }
  }
  const t0 = performance.now()
  await world.sync()
  console.log(mode, 'sync', ((performance.now() - t0) / 1000).toFixed(2))
  neonConfig.fetchFunction = neonFetch
  for (const [k, [n, t]] of [...by].sort((a, b) => b[1][1] - a[1][1]).slice(0, 6)) console.log('   ', n, t.toFixed(0), k)
  await world.close()
}
await server.databases.close()
