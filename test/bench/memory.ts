import { CHUNK } from './chunks'
import { type HeapTask, leastHeap } from './least-heap'
import { table } from './table'

const LEGS = 100_000
const ISOLATE = 128

/**
 * The smallest heap in which 100,000 legs of one underlying are grouped, and the smallest that
 * holds their facts.
 */
export async function memory(): Promise<string> {
  const measured: [string, HeapTask['how']][] = [
    ['facts alone', 'facts alone'],
    ['grouped as a whole, facts included', 'whole'],
    [
      `folded ${CHUNK.toLocaleString('en-US')} at a time, from checkpoint to checkpoint`,
      'in chunks',
    ],
  ]
  const rows: [string, string, string][] = []
  for (const [name, how] of measured) {
    const megabytes = await leastHeap({ legs: LEGS, how })
    rows.push([name, `${megabytes} MB`, megabytes < ISOLATE ? 'yes' : 'no'])
  }
  const head = ['100,000 legs of one underlying', 'least heap', `fits ${ISOLATE} MB`]
  return table('Memory', [head, ...rows])
}
