import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { LOT_COLUMNS } from '../../../src/api/lots/columns'
import { LotReader } from '../../../src/db/lots/lots'
import type { BenchWorld } from '../sync/world'
import { table } from '../table'

/** Rows of a page of the file, as `answerCsv` reads them. */
const PAGE = 500
/** Largest growth of the heap while the file is read, in megabytes: an isolate has 128. */
const MOST_MEGABYTES = 32
/** Smallest allowed rate on an idle machine. */
const LEAST_PER_SECOND = 2_000

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Megabytes of what is still in use. */
function usedHeap(): number {
  collect()
  return process.memoryUsage().heapUsed / 2 ** 20
}

/**
 * Reads all rows of /lots.csv as the Worker does, in this process: how many it makes a second, and
 * what stays in memory meanwhile.
 */
export async function lotsFile({ db }: Pick<BenchWorld, 'db'>) {
  const reader = new LotReader(db, {})
  const before = usedHeap()
  let [lots, characters, largest, ms] = [0, 0, 0, 0]
  let after: Awaited<ReturnType<LotReader['page']>>['rows'][number]['key'] | undefined
  for (let page = 0; ; page++) {
    const begun = performance.now()
    const { rows } = await reader.page({ limit: PAGE, after })
    for (const row of rows)
      for (const column of Object.values(LOT_COLUMNS)) characters += String(column(row)).length
    ms += performance.now() - begun
    lots += rows.length
    if (page % 20 === 0 || rows.length < PAGE) largest = Math.max(largest, usedHeap() - before)
    after = rows.at(-1)?.key
    if (rows.length < PAGE) break
  }
  const rate = (lots * 1000) / ms
  const head = ['', 'rows', 'rows/s', 'MB in use', 'characters a row']
  const row = [
    '/lots.csv',
    lots.toLocaleString('en-US'),
    rate.toFixed(0),
    largest.toFixed(1),
    (characters / lots).toFixed(0),
  ]
  return {
    text: table(
      `Closed lots as a file (at least ${LEAST_PER_SECOND} rows a second, at most ${MOST_MEGABYTES} MB in use)`,
      [head, row],
    ),
    isGood: rate >= LEAST_PER_SECOND && largest <= MOST_MEGABYTES,
  }
}
