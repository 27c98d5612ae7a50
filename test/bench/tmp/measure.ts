import { readStats } from '../../../src/db/trades/stats'
import { listTrades } from '../../../src/db/trades/list'
import { benchServer, openBenchWorld } from '../sync/world'

const server = benchServer(String(process.env.TEST_DATABASE_URL))
const median = (xs: number[]) => [...xs].sort((a, b) => a - b)[xs.length >> 1] ?? 0
const time = async (n: number, work: () => Promise<unknown>) => {
  const xs: number[] = []
  for (let i = 0; i < n; i++) {
    const b = performance.now()
    await work()
    xs.push(performance.now() - b)
  }
  return `${Math.min(...xs).toFixed(1)} best ${median(xs).toFixed(1)} median`
}
for (const orders of String(process.env.SIZES).split(',').map(Number)) {
  const world = await openBenchWorld(server, orders)
  const b = performance.now()
  await world.sync()
  console.log(orders, 'sync', ((performance.now() - b) / 1000).toFixed(1))
  await world.client.query('vacuum analyze')
  const { rows } = await world.client.query(`select (select count(*) from alpaca_trades)::int trades, (select count(*) from alpaca_trade_fills)::int fills,
    (select count(*) from alpaca_daily_sums where day < 'infinity')::int days, (select count(*) from alpaca_daily_sums where day = 'infinity')::int groups,
    (select count(*) from alpaca_trades where campaign_id <> trade_id)::int linked`)
  console.log(rows)
  const db = world.db
  console.log('sums', await time(15, () => readStats(db, {}, 'trade')))
  console.log('full', await time(5, () => readStats(db, { since: '1970-01-01T00:00:00Z' }, 'trade')))
  console.log('campaign', await time(5, () => readStats(db, {}, 'campaign')))
  console.log('campaign full', await time(5, () => readStats(db, { since: '1970-01-01T00:00:00Z' }, 'campaign')))
  console.log('underlying', await time(5, () => readStats(db, { underlying: 'SPY' }, 'trade')))
  console.log('since lately', await time(5, () => readStats(db, { since: '2026-08-01T04:00:00Z' }, 'trade')))
  console.log('open trades', await time(9, () => listTrades(db, { status: ['open', 'partial'] }, { limit: 100 })))
  await world.close()
}
await server.databases.close()
