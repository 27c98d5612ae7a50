import type { Micros } from '../../time/micros'
import type { Booked, Source } from '../book/posting'
import type { Position, Trade } from '../book/view'
import { firstFrom } from '../model/arrays'
import { isOption, type Option } from '../model/instrument'
import type { OrderState } from '../timeline/orders'

/** A part of an option leg that an order closed. */
export interface ClosedOption extends Booked {
  readonly source: Source & { readonly order: OrderState }
  readonly trade: Trade
  readonly instrument: Option
}

/** Whether a part that an order closed of a known opening is of an option. */
export const isClosedOption = (part: Booked): part is ClosedOption =>
  part.trade !== null && isOption(part.instrument)

/** What orders closed of the options of one type and side. */
export class ClosedList {
  /** In the order of execution, and the moment of each. */
  readonly parts: ClosedOption[] = []
  readonly moments: Micros[] = []
  /** The first expiry of them; empty if there are none. */
  soonest = ''
  private next = 0

  add(part: ClosedOption): void {
    const { expiry } = part.instrument
    if (this.soonest === '' || expiry < this.soonest) this.soonest = expiry
    this.parts.push(part)
    this.moments.push(part.source.at)
  }

  /** How many were executed before a moment. Moments come mostly in order. */
  countBefore(at: Micros): number {
    this.next = firstFrom(this.moments, at, this.next)
    return this.next
  }
}

/** What orders closed of options, by type and side. */
export class ClosedOptions {
  private readonly lists: (ClosedList | undefined)[] = [undefined, undefined, undefined, undefined]

  /** @param parts later in time than those before. Only options are taken. */
  add(parts: readonly Booked[]): void {
    for (const part of parts) if (isClosedOption(part)) this.listOf(part.position).add(part)
  }

  /** What was closed of the type and side of a position, if anything was. */
  like(position: Position): ClosedList | undefined {
    return this.lists[numberOf(position)]
  }

  private listOf(position: Position): ClosedList {
    const number = numberOf(position)
    const known = this.lists[number]
    if (known) return known
    const list = new ClosedList()
    this.lists[number] = list
    return list
  }
}

/** A number for the option type and the side of a position. */
const numberOf = ({ instrument, sign }: Position): number =>
  (instrument.kind === 'call' ? 2 : 0) + (sign > 0 ? 1 : 0)
