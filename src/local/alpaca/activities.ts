import type { Micros } from '../../time/micros'
import type { Activity } from './activity'

/**
 * The rows of `/v2/account/activities`, by id. Sorting by id puts a day's fees and option events,
 * stamped midnight, before its fills although they are created later (src/alpaca/README.md 3.3).
 */
export class Activities {
  readonly #rows: Activity[] = []

  add(activity: Activity): void {
    this.#rows.splice(this.#positionAfter(activity.id), 0, activity)
  }

  /** What anybody can see at a moment, ascending by id. */
  visible(at: Micros): Activity[] {
    return this.#rows.filter((row) => row.createdAt <= at)
  }

  all(): readonly Activity[] {
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
