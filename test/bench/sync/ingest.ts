import { table } from '../table'
import { allRequests } from './metered-database'
import { type BenchServer, openBenchWorld } from './world'

const ORDERS = 25_000
/** The promised limits for that many orders. */
const MOST_ORDER_REQUESTS = 60
const MOST_ROUND_TRIPS_A_PAGE = 2

/**
 * The first sync of an account of 25,000 orders and their fills, from the first request to the last
 * trade.
 */
async function ingest(server: BenchServer, latency: number): Promise<(string | number)[]> {
  const world = await openBenchWorld(server, ORDERS)
  try {
    const { meter } = world
    meter.latency = latency
    meter.reset()
    const begun = performance.now()
    await world.sync()
    const seconds = (performance.now() - begun) / 1000
    const { rows } = await world.client.query<{ legs: number; trades: number }>(
      'select (select count(*) from alpaca_orders)::int as legs, (select count(*) from alpaca_trades)::int as trades',
    )
    const { legs = 0, trades = 0 } = rows[0] ?? {}
    const pages =
      (meter.requests.get('/v2/orders') ?? 0) + (meter.requests.get('/v2/account/activities') ?? 0)
    return [
      `${latency} ms a call`,
      legs,
      trades,
      seconds.toFixed(1),
      Math.round(ORDERS / seconds),
      Math.round(ORDERS / (seconds - meter.answering / 1000)),
      meter.requests.get('/v2/orders') ?? 0,
      allRequests(meter),
      meter.roundTrips,
      meter.roundTrips / pages,
    ]
  } finally {
    await world.close()
  }
}

/** Orders stored per second over the whole sync, and its calls. */
export async function ingesting(
  server: BenchServer,
  latencies: readonly number[],
): Promise<string> {
  const rows: (string | number)[][] = []
  for (const latency of latencies) rows.push(await ingest(server, latency))
  return table(
    `First sync of ${ORDERS.toLocaleString('en-US')} orders and their fills (at most ${MOST_ORDER_REQUESTS} order requests, ${MOST_ROUND_TRIPS_A_PAGE} round trips a page)`,
    [
      [
        ...['', 'legs', 'trades', 's', 'orders/s', 'without stand-in', 'order requests'],
        ...['all requests', 'SQL round trips', 'a page'],
      ],
      ...rows,
    ],
  )
}
