import { setTimeout as wait } from 'node:timers/promises'
import { table } from '../table'
import { fillOne } from './fills'
import type { LiveWorld } from './world'

const SOCKETS = 19
const EVENTS = 1_000
/** Fills at a time, and milliseconds between them. */
const BURST = 20
const PAUSE = 250

/** A number of events that reach many sockets: nothing is lost, and the order is kept. */
export async function crowd({ broker, follow, legbook }: LiveWorld) {
  const seen = Array.from({ length: SOCKETS }, (): number[] => [])
  const begun = (await legbook.get('/events', { query: { limit: 1 } })).last_seq
  const feeds = seen.map((seqs) => follow(({ seq }) => seqs.push(seq)))
  while (feeds.some(({ seq }) => seq === undefined)) await wait(20)
  const start = performance.now()
  for (let place = 0; (seen[0]?.length ?? 0) < EVENTS; ) {
    for (let i = 0; i < BURST; i++) fillOne(broker, place++)
    await wait(PAUSE)
  }
  const stored = await settled(legbook, begun)
  while (seen.some((seqs) => seqs.length < stored.length)) await wait(20)
  const seconds = (performance.now() - start) / 1000
  const isGood = seen.every((seqs) => seqs.join() === stored.join())
  for (const feed of feeds) feed.close()
  const rows = [
    ['', 'events', 's', 'in order, none lost'],
    [
      `${SOCKETS + 1} sockets`,
      stored.length.toLocaleString('en-US'),
      seconds.toFixed(1),
      isGood ? 'yes' : 'no',
    ],
  ]
  return { text: table(`${EVENTS} events to all sockets of an account`, rows), isGood }
}

/** All events after a place, once no more come for a while: positions follow the last fill. */
async function settled(legbook: LiveWorld['legbook'], after: number): Promise<number[]> {
  const seqs: number[] = []
  for (let quiet = 0; quiet < 5; ) {
    const query = { after: seqs.at(-1) ?? after, limit: 500 }
    const { events } = await legbook.get('/events', { query })
    seqs.push(...events.map(({ seq }) => seq))
    quiet = events.length > 0 ? 0 : quiet + 1
    if (events.length === 0) await wait(1_000)
  }
  return seqs
}
