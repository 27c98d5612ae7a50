import type { EventFact, OrderFact } from '../../src/engine/model/facts'
import type { Micros } from '../../src/time/micros'
import { ACCOUNT } from './accounts'
import type { FactReader } from './chunks'
import { Trader } from './trader'

/** Orders of one moment can be read in another order than they were created. */
const SLACK = 50

/** Generates the facts of a random underlying on demand, and forgets earlier ones. */
export class GeneratedReader implements FactReader {
  readonly of = { accountId: ACCOUNT }
  private readonly trader = new Trader(ACCOUNT, 'BIG', 1)

  constructor(private readonly legs: number) {}

  orders(from: Micros, count: number): OrderFact[] {
    this.trader.drop(from)
    const { facts } = this.trader
    const missing = Math.max(0, count + SLACK - facts.orders.length)
    this.trader.trade(Math.min(this.legs, this.trader.placed + missing))
    return facts.orders.slice(0, count)
  }

  events(from: Micros, until: Micros): EventFact[] {
    return this.trader.facts.events.filter(({ at }) => at >= from && at <= until)
  }
}
