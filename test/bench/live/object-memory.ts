import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { table } from '../table'
import type { LiveWorld } from './world'

const FRAMES = 5_000
/** Orders placed and canceled at a time: two frames each. */
const BURST = 50
const PAUSE = 250
/** Megabytes by which the process may grow: an isolate has 128. */
const MOST_GROWTH = 64

/**
 * The memory of workerd, which runs the object of one account, before and after so many frames.
 * Only Linux tells it.
 */
export async function objectMemory({ broker, legbook }: LiveWorld) {
  const before = workerdMegabytes()
  const start = performance.now()
  let frames = 0
  const stop = broker.onTradeUpdate(() => {
    frames += 1
  })
  while (frames < FRAMES) {
    for (let i = 0; i < BURST; i++) {
      const { clock: at } = broker
      const { id } = broker.submit({ at, symbol: 'UAA', side: 'buy', qty: '1', limitPrice: '1' })
      broker.cancel(id, at)
    }
    await wait(PAUSE)
  }
  stop()
  await quiet(legbook)
  const seconds = (performance.now() - start) / 1000
  const after = workerdMegabytes()
  const growth = after - before
  const rows = [
    ['', 'MB before', 'MB after', 'growth', 's'],
    [
      `${frames.toLocaleString('en-US')} frames`,
      before.toFixed(0),
      after.toFixed(0),
      growth.toFixed(0),
      seconds.toFixed(0),
    ],
  ]
  const title = `Resident memory of workerd (may grow by ${MOST_GROWTH} MB)`
  return { text: table(title, rows), isGood: !(growth > MOST_GROWTH) }
}

/** Waits until no run is under way and no event has come for a while. */
async function quiet(legbook: LiveWorld['legbook']): Promise<void> {
  for (let last = -1, rounds = 0; rounds < 5; ) {
    const { last_seq } = await legbook.get('/events', { query: { limit: 1 } })
    rounds = last_seq === last ? rounds + 1 : 0
    last = last_seq
    await wait(1_000)
  }
}

/** Resident megabytes of this process's workerd; NaN where /proc does not tell. */
function workerdMegabytes(): number {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    const own = pids.map(statusOf).filter((text) => text.includes(`\nPPid:\t${process.pid}\n`))
    const workerd = own.find((text) => text.startsWith('Name:\tworkerd\n')) ?? ''
    return Number(/VmRSS:\s+(\d+) kB/.exec(workerd)?.[1]) / 1024
  } catch {
    return Number.NaN
  }
}

function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    // The process has ended meanwhile.
    return ''
  }
}
