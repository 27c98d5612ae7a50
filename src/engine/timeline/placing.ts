import type { Micros } from '../../time/micros'
import type { LoneDelivery, Place, Settlement } from '../events/position-events'
import { type Decimal, ZERO } from '../model/decimal'
import type { DeliveryEvent } from '../model/facts'
import type { Sign } from '../model/instrument'
import type { Ahead } from './ahead'
import type { Holdings } from './holdings'

/** An event that delivers shares. */
export type Delivering = Settlement | LoneDelivery

/** An event that waits for its place, and when it takes effect as far as is known. */
export interface Waiting extends Place {
  readonly event: Delivering
  /** The net change of the position in each symbol that it delivers. */
  readonly changes: ReadonlyMap<string, Decimal>
}

const deliveriesOf = (event: Delivering): readonly DeliveryEvent[] =>
  event.type === 'delivery'
    ? [event.delivery]
    : event.options.flatMap(({ deliveries }) => deliveries)

function changesOf(event: Delivering): Map<string, Decimal> {
  const changes = new Map<string, Decimal>()
  for (const { instrument, quantity } of deliveriesOf(event))
    changes.set(instrument.symbol, (changes.get(instrument.symbol) ?? ZERO).plus(quantity))
  return changes
}

/**
 * Events that wait for their place among the share orders around them. The broker processes an
 * exercise or assignment at a moment that its row does not name, and it never holds long and short
 * shares of one symbol. So an event takes effect when it is due, unless orders say otherwise:
 * before the first close that would lack its shares, and after an opening of the opposite side that
 * it would stand against.
 */
export class Placing {
  private waiting: Waiting[] = []

  constructor(private readonly ahead: Ahead) {}

  add(event: Delivering, place: Place): void {
    this.waiting.push({ ...place, event, changes: changesOf(event) })
    this.waiting.sort((a, b) => a.due - b.due)
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0
  }

  remove(one: Waiting): void {
    this.waiting = this.waiting.filter((other) => other !== one)
  }

  /** Makes an event wait longer. */
  postpone(one: Waiting, due: Micros): void {
    this.remove(one)
    this.waiting.push({ ...one, due })
    this.waiting.sort((a, b) => a.due - b.due)
  }

  /** The first event that is due before a moment. */
  dueBefore(at: Micros): Waiting | undefined {
    const [first] = this.waiting
    return first && first.due < at ? first : undefined
  }

  /** The events that would bring shares of one side of a symbol. */
  bringing(symbol: string, sign: Sign): readonly Waiting[] {
    return this.waiting.filter(({ changes }) => {
      const change = changes.get(symbol)
      return change !== undefined && !change.isZero && change.s === sign
    })
  }

  /**
   * The first opening that the shares of an event would stand against if it took effect at a
   * moment.
   *
   * @param held the running position at that moment.
   */
  standsAgainst({ changes, until }: Waiting, at: Micros, held: Holdings): Micros | null {
    let first: Micros | null = null
    for (const [symbol, change] of changes) {
      const opened = this.ahead.firstAgainst(symbol, change, { at, until, held })
      if (opened !== null) first = Math.min(first ?? opened, opened)
    }
    return first
  }
}
