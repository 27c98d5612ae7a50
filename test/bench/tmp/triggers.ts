import { benchServer, openBenchWorld } from '../sync/world'

const server = benchServer(String(process.env.TEST_DATABASE_URL))
const orders = Number(process.env.ORDERS)
const results: Record<string, number[]> = { on: [], off: [], onDb: [], offDb: [], rebuildOn: [], rebuildOff: [] }
for (let round = 0; round < 3; round++) {
  for (const mode of round % 2 ? ['off', 'on'] : ['on', 'off']) {
    const world = await openBenchWorld(server, orders)
    if (mode === 'off')
      for (const t of ['alpaca_trades', 'alpaca_trade_fills', 'alpaca_trade_fees', 'alpaca_trade_dividends'])
        for (const op of ['insert', 'update', 'delete'])
          await world.client.query(`alter table ${t} disable trigger ${t}_add_sums_${op}`)
    const t0 = performance.now()
    await world.sync()
    const t1 = performance.now()
    const { rows } = await world.client.query(`select coalesce(sum(1),0) from alpaca_daily_sums`)
    await world.client.query('vacuum analyze')
    const t2 = performance.now()
    await world.rebuild()
    const t3 = performance.now()
    results[mode]?.push((t1 - t0) / 1000)
    results[mode === 'on' ? 'rebuildOn' : 'rebuildOff']?.push((t3 - t2) / 1000)
    console.log(round, mode, ((t1 - t0) / 1000).toFixed(2), 'rebuild', ((t3 - t2) / 1000).toFixed(2), rows[0])
    await world.close()
  }
}
console.log(results)
await server.databases.close()
