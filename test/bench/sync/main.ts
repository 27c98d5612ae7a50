import { ingesting } from './ingest'
import { quietTick } from './quiet-tick'
import { runWithServer, serverUrl } from './server'
import { storing } from './storing'
import { type BenchServer, benchServer } from './world'

/** Milliseconds that each call of Alpaca and of the database takes longer, so that round trips show. */
const LATENCIES = (process.env.BENCH_LATENCIES || '0,20').split(',').map(Number)

/** The parts of the sync's bench; BENCH_SYNC names one of them. */
const PARTS = {
  ingest: (server: BenchServer) => ingesting(server, LATENCIES),
  storing: (server: BenchServer) => storing(server, LATENCIES),
  tick: (server: BenchServer) => quietTick(server, LATENCIES),
}

/** How fast the sync is; fails when there is no server to measure it on. */
export async function benchSync(): Promise<void> {
  const url = serverUrl()
  if (url === null) {
    if (!runWithServer('sync')) process.exitCode = 1
    return
  }
  const server = benchServer(url)
  const wanted = process.env.BENCH_SYNC
  try {
    for (const [name, run] of Object.entries(PARTS)) {
      if (!wanted || wanted === name) console.log(await run(server))
    }
  } finally {
    await server.databases.close()
  }
}
