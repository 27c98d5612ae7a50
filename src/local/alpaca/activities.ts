import type { Micros } from '../../time/micros'
import type { PostedActivity } from './activity'

/**
 * The rows of `/v2/account/activities`, sorted by id. Fees and option events are stamped midnight,
 * so they precede the fills of their day although they are created later (src/alpaca/README.md
 * 3.3).
 */
export class Activities {
  readonly #rows: PostedActivity[] = []

  add(activity: PostedActivity): void {
    this.#rows.splice(this.#positionAfter(activity.id), 0, activity)
  }

  remove(id: string): void {
    const index = this.#rows.findIndex((row) => row.id === id)
    if (index >= 0) this.#rows.splice(index, 1)
  }

  /** The rows created up to a moment, ascending by id. */
  visible(at: Micros): PostedActivity[] {
    return this.#rows.filter((row) => row.createdAt <= at)
  }

  all(): readonly PostedActivity[] {
    return this.#rows
  }

  #positionAfter(id: string): number {
    let low = 0
    let high = this.#rows.length
    while (low < high) {
      const middle = (low + high) >> 1
      const row = this.#rows[middle]
      if (row && row.id <= id) low = middle + 1
      else high = middle
    }
    return low
  }
}
