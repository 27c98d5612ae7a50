import type { Micros } from '../../time/micros'
import type { LoneDelivery, Place, PositionEvent, Settlement } from '../events/position-events'
import { type Decimal, ZERO } from '../model/decimal'
import type { DeliveryEvent } from '../model/facts'
import type { Sign } from '../model/instrument'
import { known } from '../model/invariant'
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
  /** In the order in which they are due. */
  private waiting: Waiting[] = []
  private readonly changes = new Map<Delivering, ReadonlyMap<string, Decimal>>()

  /** @param events all that are to come. */
  constructor(
    private readonly ahead: Ahead,
    events: readonly PositionEvent[],
  ) {
    for (const event of events) {
      if ((event.type !== 'delivery' && event.type !== 'settlement') || !event.place) continue
      const changes = changesOf(event)
      this.changes.set(event, changes)
      ahead.expect(event, changes, event.place.due)
    }
  }

  /** Adds one of the events that were to come. */
  add(event: Delivering, place: Place): void {
    const changes = known(this.changes.get(event), 'an event that was to come', String(place.due))
    this.waiting.push({ ...place, event, changes })
    this.waiting.sort((a, b) => a.due - b.due)
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0
  }

  /** Takes an event out. */
  remove(one: Waiting): void {
    this.waiting = this.waiting.filter((other) => other !== one)
    this.ahead.forget(one.event, one.changes)
  }

  /** Makes an event that was taken out wait longer. */
  postpone(one: Waiting, due: Micros): void {
    this.ahead.expect(one.event, one.changes, due)
    this.waiting.push({ ...one, due })
    this.waiting.sort((a, b) => a.due - b.due)
  }

  /** When the first event is due; infinite if none waits. */
  get firstDue(): Micros {
    return this.waiting[0]?.due ?? Number.POSITIVE_INFINITY
  }

  /** Takes out the event that is due first. */
  takeFirst(): Waiting {
    const one = known(this.waiting[0], 'an event that is due', 'of a day')
    this.remove(one)
    return one
  }

  /** The events that would bring shares of one side of a symbol. */
  bringing(symbol: string, sign: Sign): readonly Waiting[] {
    return this.waiting.filter(({ changes }) => {
      const change = changes.get(symbol)
      return change !== undefined && !change.isZero && change.s === sign
    })
  }

  /** Whether the option of an event that waits closes what a change would net. */
  closesWhatNets(symbol: string, change: Decimal): boolean {
    return this.waiting.some(
      ({ event }) =>
        event.type === 'settlement' &&
        event.options.some(
          ({ option: { instrument, quantity } }) =>
            instrument.symbol === symbol && quantity.s === change.s,
        ),
    )
  }

  /**
   * The first opening that the shares of an event that was taken out would stand against if it took
   * effect at a moment.
   *
   * @param held the running position at that moment.
   * @param followingWith how much of a symbol transfers and actions would change after a change.
   */
  standsAgainst(
    { changes, until }: Waiting,
    at: Micros,
    held: Holdings,
    followingWith: (symbol: string, change: Decimal) => Decimal,
  ): Micros | null {
    let first: Micros | null = null
    for (const [symbol, change] of changes) {
      const left = change.plus(followingWith(symbol, change))
      const opened = this.ahead.firstAgainst(symbol, left, { at, until, held })
      if (opened !== null) first = Math.min(first ?? opened, opened)
    }
    return first
  }
}
