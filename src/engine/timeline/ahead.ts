import type { Micros } from '../../time/micros'
import { type Decimal, least, ZERO } from '../model/decimal'
import type { Holdings } from './holdings'
import type { Execution } from './orders'

/** How much of an execution closes: by its intent, else by the running position. */
export function closingPart({ order, quantity, intent }: Execution, held: Holdings): Decimal {
  const { instrument } = order.fact
  if (intent !== null) return intent === 'close' ? quantity : ZERO
  const net = held.net(instrument.symbol)
  return net.s !== order.sign && !net.isZero ? least(quantity, net.abs()) : ZERO
}

/** Applies an execution to a running position. */
function execute(execution: Execution, held: Holdings): void {
  const { order, quantity } = execution
  const { symbol } = order.fact.instrument
  const closed = closingPart(execution, held)
  held.close(symbol, closed.times(order.sign))
  const opened = quantity.minus(closed)
  if (opened.gt(0)) held.open(symbol, opened.times(order.sign))
}

/** An execution to come, and the position before it. */
export interface Coming {
  readonly execution: Execution
  readonly held: Holdings
}

/** The executions of each symbol that are still to come. */
export class Ahead {
  private readonly bySymbol = new Map<string, readonly Execution[]>()

  /** @param executions of the symbols that are looked at, in the order of time. */
  constructor(private readonly executions: readonly Execution[]) {}

  /**
   * The executions of a symbol after a moment, each with the position before it.
   *
   * @param held the position at that moment. It is changed.
   * @returns the position after the last of them.
   */
  *after(symbol: string, at: Micros, until: Micros, held: Holdings): Generator<Coming, Holdings> {
    for (const execution of this.of(symbol)) {
      if (execution.at <= at) continue
      if (execution.at > until) break
      yield { execution, held }
      execute(execution, held)
    }
    return held
  }

  /**
   * When a symbol is opened first on the side that a change of its position stands against. The
   * broker never holds both sides. An opening that what is held already stands against says
   * nothing about the change.
   *
   * @param held the position at the moment, before the change.
   */
  firstAgainst(
    symbol: string,
    change: Decimal,
    { at, until, held }: { at: Micros; until: Micros; held: Holdings },
  ): Micros | null {
    if (change.isZero) return null
    const [without, after] = [held.copyOf(symbol), held.copyOf(symbol)]
    after.change(symbol, change)
    for (const { execution } of this.after(symbol, at, until, after)) {
      const isAgainst = (of: Holdings) => of.on(symbol, change.s).gt(0)
      const isOpposite = execution.order.sign !== change.s
      if (execution.intent === 'open' && isOpposite && isAgainst(after) && !isAgainst(without))
        return execution.at
      execute(execution, without)
    }
    return null
  }

  private of(symbol: string): readonly Execution[] {
    const known = this.bySymbol.get(symbol)
    if (known) return known
    const own = this.executions.filter(({ order }) => order.fact.instrument.symbol === symbol)
    this.bySymbol.set(symbol, own)
    return own
  }
}
