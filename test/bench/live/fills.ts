import type { Event } from '../../../src/client'
import type { Broker } from '../../../src/local/alpaca/broker'
import { rfc3339 } from '../../../src/time/micros'
import { table } from '../table'
import type { LiveWorld } from './world'

const FILLS = 200
/** Milliseconds within which half of the fills arrive, without added delay. */
const MOST_MEDIAN = 500

/** Milliseconds from frames to events, sorted. */
export interface Latency {
  p50: number
  p99: number
}

/** Fills an order that is placed at the same moment. */
export function fillOne(broker: Broker, place: number): string {
  const at = rfc3339(Math.max(Date.now() * 1000, Date.parse(broker.clock) * 1000 + 1000))
  const symbol = `U${String.fromCharCode(65 + (place % 40) / 26, 65 + ((place % 40) % 26))}`
  const order = broker.submit({ at, submittedAt: at, symbol, side: 'buy', qty: '1' })
  broker.fill(order.id, { at, price: '7.31' })
  return order.id
}

/**
 * Fills one order after the other, each after the run for the one before has ended, and measures
 * from the frame of the fill to the event of its regrouped trade on the client's socket.
 */
export async function fills({ broker, follow }: LiveWorld): Promise<Latency> {
  const listeners = new Set<(event: Event) => void>()
  const feed = follow((event) => {
    for (const listener of listeners) listener(event)
  })
  /** Resolves with the time of the first event that fits. */
  const when = (isWanted: (event: Event) => boolean) =>
    new Promise<number>((resolve) => {
      const listener = (event: Event) => {
        if (!isWanted(event)) return
        listeners.delete(listener)
        resolve(performance.now())
      }
      listeners.add(listener)
    })
  const times: number[] = []
  // Some fills warm up.
  for (let i = -10; i < FILLS; i++) {
    const trade = when(({ type }) => type.startsWith('trade.'))
    const ended = when(({ type, data }) => type === 'sync.finished' && data.scope === 'targeted')
    const begun = performance.now()
    fillOne(broker, i + 10)
    const took = (await trade) - begun
    if (i >= 0) times.push(took)
    await ended
  }
  feed.close()
  const sorted = times.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}

/** Largest factor of the time for a hundred times as many orders. */
const FLAT = 1.5

/** One measured size: the latencies by milliseconds added to each call. */
export interface Size {
  orders: number
  latencies: Map<number, Latency>
}

/** The table of all sizes, and whether they are fast and flat. */
export function fillTable(sizes: readonly Size[]): { text: string; isGood: boolean } {
  const [small, large] = sizes
  const rows: string[][] = []
  let isGood = true
  for (const added of small?.latencies.keys() ?? []) {
    for (const { orders, latencies } of sizes) {
      const { p50 = Number.NaN, p99 = Number.NaN } = latencies.get(added) ?? {}
      if (added === 0 && !(p50 <= MOST_MEDIAN)) isGood = false
      const name = `${orders.toLocaleString('en-US')} orders, ${added} ms a call`
      rows.push([name, p50.toFixed(0), p99.toFixed(0)])
    }
    if (!small || !large) continue
    const [one, other] = [small, large].map(({ latencies }) => latencies.get(added)?.p50 ?? 0)
    const factor = (other ?? 0) / (one ?? 1)
    if (factor > FLAT) isGood = false
    rows.push([`  larger / smaller (at most ${FLAT})`, factor.toFixed(2), ''])
  }
  const title = `From Alpaca's frame to the regrouped trade on a client's socket, ${FILLS} fills (p50 at most ${MOST_MEDIAN} ms at 0 ms)`
  return { text: table(title, [['', 'ms p50', 'ms p99'], ...rows]), isGood }
}
