import { createClient, type Event, type Legbook, type LiveFeed } from '../../../src/client'
import type { Broker } from '../../../src/local/alpaca/broker'
import { createStandIn } from '../../../src/local/alpaca/stand-in'
import { serveStandIn } from '../../../src/local/start/serve-stand-in'
import { busyAccount } from '../../support/busy-account'
import { type BenchWorker, startOurs } from '../api/workers'
import { late, type Meter } from '../sync/metered-database'
import { type BenchServer, CREDENTIALS, openBenchWorld } from '../sync/world'

/**
 * An account of so many stored orders, the Worker that follows it, and the stand-in that it reads.
 */
export interface LiveWorld {
  broker: Broker
  meter: Meter
  worker: BenchWorker
  legbook: Legbook
  /** Opens a feed that passes its events to a function. */
  follow(onEvent: (event: Event) => void): LiveFeed
  close(): Promise<void>
}

/** Opens a world whose Worker listens to the stand-in, after its first run has ended. */
export async function openLiveWorld(server: BenchServer, orders: number): Promise<LiveWorld> {
  const broker = busyAccount(orders)
  const { keyId, secretKey, label } = CREDENTIALS
  const database = await openBenchWorld(server, orders, broker)
  await database.sync()
  await database.client.query('vacuum analyze')
  const { meter } = database
  const standIn = createStandIn({
    requestsPerMinute: 1_000_000_000,
    accounts: [{ keyId, secretKey, account: broker }],
  })
  const alpaca = await serveStandIn({
    stream: standIn.stream,
    fetch: async (request) => {
      await late(meter)
      return standIn.fetch(request)
    },
  })
  const account = { label, key_id: keyId, secret_key: secretKey, base_url: alpaca.url }
  const worker = await startOurs(database.address, {
    ALPACA_ACCOUNTS: JSON.stringify([account]),
    LIVE: 'always',
  })
  const legbook = createClient({ url: worker.url, token: worker.token })
  const feeds: LiveFeed[] = []
  const follow = (onEvent: (event: Event) => void) => {
    const feed = legbook.live({ onEvent })
    feeds.push(feed)
    return feed
  }
  await firstRun(legbook, follow)
  return {
    broker,
    meter,
    worker,
    legbook,
    follow,
    async close() {
      for (const feed of feeds) feed.close()
      await worker.close()
      await alpaca.close()
      await database.close()
    },
  }
}

/** Waits until the Worker listens to the stream and has read everything once. */
async function firstRun(legbook: Legbook, follow: LiveWorld['follow']): Promise<void> {
  const begun = new Date().toISOString()
  follow(() => {})
  for (;;) {
    const { accounts } = await legbook.get('/sync')
    const [account] = accounts
    const isRead = (account?.last_success_at ?? '') > begun && !account?.running
    if (account?.live === 'live' && isRead) return
    await new Promise((done) => setTimeout(done, 100))
  }
}
