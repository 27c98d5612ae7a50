import { decimal } from '../../src/engine/model/decimal'
import { type BookLeg, recogniseStructure } from '../../src/engine/strategies/recognise'
import { Random } from '../../src/local/alpaca/random'
import { timed } from './stopwatch'
import { table } from './table'

const BOOKS = 500

function bookOf(legs: number, random: Random): BookLeg[] {
  return Array.from({ length: legs }, (_, i) => ({
    kind: random.chance(0.5) ? 'call' : 'put',
    quantity: decimal((random.chance(0.5) ? 1 : -1) * random.whole(1, 3)),
    strike: decimal(100 + i * 5),
    expiry: random.chance(0.9) ? '2026-12-18' : '2027-01-15',
  }))
}

/** Microseconds per book of so many different legs. */
export function recogniser(): string {
  const random = new Random(1)
  const rows = [2, 4, 8, 14].map((legs) => {
    const books = Array.from({ length: BOOKS }, () => bookOf(legs, random))
    let named = 0
    const { best, median } = timed(40, () => {
      named = 0
      for (const book of books) if (recogniseStructure(book).strategy !== 'options') named++
    })
    const micros = (took: number) => ((took / BOOKS) * 1000).toFixed(2)
    return [`${legs} legs`, `${named} of ${BOOKS}`, micros(best), micros(median)]
  })
  return table('Recognising', [['random book', 'named', 'µs best', 'µs median'], ...rows])
}
