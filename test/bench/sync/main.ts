import { ingesting } from './ingest'
import { quietTick } from './quiet-tick'
import { rebuilding } from './rebuild'
import { LATENCIES, withServer } from './server'
import { storing } from './storing'
import type { BenchServer } from './world'

/** The parts of the sync's bench; BENCH_SYNC names one of them. */
const PARTS = {
  ingest: (server: BenchServer) => ingesting(server, LATENCIES),
  storing: (server: BenchServer) => storing(server, LATENCIES),
  rebuild: (server: BenchServer) => rebuilding(server),
  tick: (server: BenchServer) => quietTick(server, LATENCIES),
}

/** Measures the speed of the sync. Fails without a Postgres server. */
export const benchSync = (): Promise<void> =>
  withServer('sync', async (server) => {
    const wanted = process.env.BENCH_SYNC
    for (const [name, run] of Object.entries(PARTS)) {
      if (!wanted || wanted === name) console.log(await run(server))
    }
  })
