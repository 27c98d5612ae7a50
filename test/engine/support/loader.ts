import type { Checkpoint } from '../../../src/engine/book/checkpoint'
import { type Grouping, groupOrders } from '../../../src/engine/group'
import type { LedgerFacts } from '../../../src/engine/model/facts'
import type { FillRow } from '../../../src/engine/output/fill-rows'
import type { OrderTrade } from '../../../src/engine/output/order-trades'
import type { TradeRow } from '../../../src/engine/output/trade-row'
import { begunTrades } from '../../../src/sync/ledger/parts'
import { type Micros, momentText } from '../../../src/time/micros'

/**
 * Trades, fills and orders of a grouping in an order of their own, as text: what must not differ.
 */
export function textOf({
  trades,
  fills,
  orders,
}: Pick<Grouping, 'trades' | 'fills' | 'orders'>): string {
  const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort()
  return [...lines(trades), ...lines(fills), ...lines(orders)].join('\n')
}

/**
 * What is loaded to go on from a checkpoint: orders created at or after it with all their fills,
 * and later events.
 */
export function factsFrom(facts: LedgerFacts, { at }: Checkpoint): LedgerFacts {
  return {
    ...facts,
    orders: facts.orders.filter((order) => order.createdAt >= at),
    events: facts.events.filter((event) => event.at >= at),
  }
}

/** The facts before the last checkpoint of a grouping. */
export function factsBefore(facts: LedgerFacts, { checkpoints }: Grouping): LedgerFacts {
  const end = checkpoints.at(-1)
  const at = end?.at ?? Number.NEGATIVE_INFINITY
  const ahead = new Set(end?.consumed.map(({ id }) => id))
  return {
    ...facts,
    orders: facts.orders.filter((order) => order.createdAt < at),
    events: facts.events.filter((event) => event.at < at || ahead.has(event.id)),
  }
}

/** Keeps what groupings come to, and goes on from the last checkpoint before what changed. */
export class Kept {
  trades = new Map<string, TradeRow>()
  fills: FillRow[] = []
  orders = new Map<string, OrderTrade>()
  checkpoints: Checkpoint[] = []
  /** How often a checkpoint was gone on from. */
  resumed = 0

  constructor(private readonly windowSeconds: number) {}

  /** @param since the earliest moment that changed. */
  update(facts: LedgerFacts, since: Micros): void {
    this.checkpoints = this.checkpoints.filter(({ at }) => at <= since)
    const from = this.checkpoints.at(-1)
    const options = { windowSeconds: this.windowSeconds, checkpointEvery: 4 }
    const found = from
      ? groupOrders(factsFrom(facts, from), { ...options, from })
      : groupOrders(facts, options)
    if (from) this.resumed++
    this.forgetFrom(from ? momentText(from.at) : '')
    for (const trade of found.trades) this.trades.set(trade.tradeId, trade)
    for (const order of found.orders) this.orders.set(order.orderId, order)
    if (from) this.renumber(facts, from, found)
    this.fills.push(...found.fills)
    this.checkpoints.push(...found.checkpoints)
  }

  get all() {
    const { trades, fills, orders } = this
    return { trades: [...trades.values()], fills, orders: [...orders.values()] }
  }

  /** Gives the orders from before a checkpoint what trades of overrides have become since. */
  private renumber({ accountId, orders }: LedgerFacts, from: Checkpoint, found: Grouping): void {
    const begun = begunTrades(from, found, accountId)
    for (const { id, createdAt, instrument } of begun.length > 0 ? orders : []) {
      const order = createdAt < from.at ? this.orders.get(id) : undefined
      const trade = begun.find(({ tradeId }) => tradeId === order?.tradeId)
      if (!order || !trade) continue
      const legNumber = trade.legNumbers[instrument.symbol] ?? order.legNumber
      this.orders.set(id, { ...order, strategyType: trade.strategyType, legNumber })
    }
  }

  private forgetFrom(time: string): void {
    for (const [id, trade] of this.trades) if (trade.openedAt >= time) this.trades.delete(id)
    this.fills = this.fills.filter((fill) => fill.executedAt < time)
  }
}
