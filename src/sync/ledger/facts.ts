import { actionTerms } from '../../alpaca/action'
import { endsOption, meaningOf } from '../../alpaca/activity-types'
import { readDeliverables } from '../../alpaca/contract'
import { parseOccSymbol } from '../../alpaca/occ'
import { isTerminal, ORDER_STATUSES, type OrderStatus } from '../../alpaca/order-status'
import type {
  ActivityFactRow,
  ContractFactRow,
  OrderFactRow,
  OverrideFactRow,
} from '../../db/ledger/facts'
import { shareCash } from '../../engine/events/cash-settlement'
import { type Decimal, decimal, ZERO } from '../../engine/model/decimal'
import type {
  AdjustmentEvent,
  EventFact,
  FillFact,
  LedgerFacts,
  OrderFact,
  OverrideFact,
} from '../../engine/model/facts'
import {
  type AdjustedDeliverable,
  HUNDRED,
  type Instrument,
  instrumentOf,
  isOption,
  ONE,
} from '../../engine/model/instrument'
import { known } from '../../engine/model/invariant'
import { eachExecutionOnce } from '../../engine/timeline/fills'
import type { Micros } from '../../time/micros'
import { endOfNewYorkDay, newYorkTime } from '../../time/new-york'
import { quantityOfAll, withoutBusts } from './busts'

/** The stored rows of one fold. */
export interface FactRows {
  orders: OrderFactRow[]
  activities: ActivityFactRow[]
  overrides: OverrideFactRow[]
}

/** What rows are read with. */
interface Reading {
  accountId: string
  /** From when on events are facts, in microseconds; fills follow their orders. */
  from: number
  contracts: readonly ContractFactRow[]
}

const isStatus = (word: string): word is OrderStatus =>
  (ORDER_STATUSES as readonly string[]).includes(word)

/** The names of an instrument. */
type Named = Pick<ActivityFactRow, 'symbol' | 'underlying'>

function deliverableOf({ deliverables, underlying }: ContractFactRow): AdjustedDeliverable {
  const read = readDeliverables(deliverables, underlying)
  if (read === null || read === 'other') return read
  return { shares: decimal(read.shares), cash: decimal(read.cash) }
}

/** Reads instruments from symbols, each once. */
class Instruments {
  private readonly known = new Map<string, Instrument>()
  private readonly contracts: Map<string, ContractFactRow>

  constructor(contracts: readonly ContractFactRow[]) {
    this.contracts = new Map(contracts.map((contract) => [contract.symbol, contract]))
  }

  of({ symbol, underlying }: Named, assetClass: string | null): Instrument {
    // A coin is one position, however its pairs are spelled and whatever they are quoted in.
    if (underlying.includes('/')) return this.coin(underlying)
    const known = this.known.get(symbol)
    if (known) return known
    const instrument = this.read(symbol, assetClass, underlying)
    this.known.set(symbol, instrument)
    return instrument
  }

  private read(symbol: string, assetClass: string | null, underlying: string): Instrument {
    const occ = assetClass === null || assetClass === 'us_option' ? parseOccSymbol(symbol) : null
    if (occ) {
      const contract = this.contracts.get(symbol)
      return instrumentOf(
        symbol,
        occ.optionType,
        decimal(occ.strikePrice),
        occ.expiryDate,
        contract ? decimal(contract.multiplier) : HUNDRED,
        underlying,
        contract ? deliverableOf(contract) : null,
      )
    }
    return instrumentOf(symbol, 'stock', null, null, ONE, underlying)
  }

  /** A coin by its underlying, `COIN/USD`. */
  coin(underlying: string): Instrument {
    const known = this.known.get(underlying)
    if (known) return known
    const coin = instrumentOf(underlying, 'crypto', null, null, ONE, underlying)
    this.known.set(underlying, coin)
    return coin
  }

  /** The field of an order on a pair that is quoted in another coin. */
  payment({ paid_with: paidWith }: { paid_with: string | null }): Pick<OrderFact, 'paidWith'> {
    return paidWith === null ? {} : { paidWith: this.coin(paidWith) }
  }
}

function intentOf({ position_intent: intent }: OrderFactRow): OrderFact['intent'] {
  if (intent?.endsWith('_to_open')) return 'open'
  return intent?.endsWith('_to_close') ? 'close' : null
}

function orderFact(
  order: OrderFactRow,
  rows: readonly ActivityFactRow[],
  instruments: Instruments,
): OrderFact {
  const { fills, busted: known, vanished } = withoutBusts(rows)
  // The order decides about fills that Alpaca no longer lists: what it still counts was executed.
  const isTakenBack = quantityOfAll(fills).gte(decimal(order.filled_qty))
  const busted = isTakenBack ? known.plus(vanished) : known
  return {
    id: order.id,
    parentId: order.mleg_parent,
    exitOf: order.primary_order,
    createdAt: order.created_at,
    instrument: instruments.of(order, order.asset_class),
    side: order.side,
    intent: intentOf(order),
    quantity: decimal(order.qty ?? order.filled_qty),
    filledQuantity: decimal(order.filled_qty),
    filledPrice: order.filled_avg_price === null ? null : decimal(order.filled_avg_price),
    filledAt: order.filled_at,
    working: !(isStatus(order.status) && isTerminal(order.status)),
    replacedBy: order.replaced_by,
    ...instruments.payment(order),
    fills: fills.map(fillFact),
    ...(busted.isZero ? {} : { busted }),
  }
}

/** An order that is known by its fills alone: Alpaca no longer lists it. */
function orderOfFills(
  id: string,
  rows: readonly ActivityFactRow[],
  instruments: Instruments,
): OrderFact | null {
  const { fills } = withoutBusts(rows)
  const [first] = fills
  if (!first) return null
  const facts = fills.map(fillFact)
  return {
    id,
    parentId: null,
    exitOf: null,
    createdAt: Math.min(...fills.map((fill) => fill.at)),
    instrument: instruments.of(first, null),
    side: first.side === 'buy' ? 'buy' : 'sell',
    intent: null,
    quantity: fills.reduce((sum, fill) => sum.plus(fill.qty), ZERO),
    filledQuantity: eachExecutionOnce(facts).reduce((sum, fill) => sum.plus(fill.quantity), ZERO),
    filledPrice: null,
    filledAt: first.at,
    working: false,
    replacedBy: null,
    ...instruments.payment(first),
    fills: facts,
  }
}

function fillFact(row: ActivityFactRow): FillFact {
  return {
    id: row.execution_id ?? row.id,
    activityId: row.id,
    at: row.at,
    price: decimal(known(row.price, 'the price of a fill', row.id)),
    quantity: decimal(row.qty),
    // A fill says `sell_short` of a sale that opens (src/alpaca/README.md 3.2).
    ...(row.side === 'sell_short' ? { opensShort: true as const } : {}),
    cumulative: row.cum_qty === null ? null : decimal(row.cum_qty),
  }
}

/** The price of each share: from the money that moved if that is known, as the account shows it. */
function deliveryPrice(row: ActivityFactRow): Decimal {
  const [price, net] = [row.price, row.net_amount].map((text) =>
    text === null ? null : decimal(text),
  )
  const quantity = decimal(row.qty)
  if (!net || net.eq(0)) return known(price, 'the price of a delivery', row.id)
  return price?.times(quantity).plus(net).eq(0) ? price : net.div(quantity).abs()
}

/** The moment at which options of an expiry are over, in microseconds. */
const endOfExpiry = (expiry: string): Micros => endOfNewYorkDay(newYorkTime(expiry))

/** Cash that settles an option: its own net amount, and its share of the cash of its group. */
function cashOf(row: ActivityFactRow, instruments: Instruments): Decimal {
  const { id, underlying, net_amount: net, settlement } = row
  const own = net === null ? ZERO : decimal(net)
  if (settlement === null) return own
  const options = settlement.options.flatMap(({ id, symbol, qty }) => {
    const instrument = instruments.of({ symbol, underlying }, 'us_option')
    return isOption(instrument) ? [{ id, instrument, quantity: decimal(qty) }] : []
  })
  return own.plus(shareCash(decimal(settlement.cash), options, settlement.delivers).get(id) ?? ZERO)
}

/** A row of a corporate action. The amounts of contracts are values that no cash moves. */
function actionFact(
  row: ActivityFactRow,
  base: Pick<AdjustmentEvent, 'id' | 'quantity' | 'at' | 'date' | 'groupId' | 'instrument'>,
): AdjustmentEvent | null {
  const terms = actionTerms({
    activityType: row.activity_type,
    activitySubType: row.activity_sub_type,
    description: row.description,
    price: row.price,
  })
  const cash = isOption(base.instrument)
    ? ZERO
    : decimal(row.net_amount ?? '0').plus(row.exercise_cost ?? '0')
  if (!terms || (base.quantity.isZero && cash.isZero)) return null
  const price = row.price === null ? null : decimal(row.price)
  return { ...base, ...terms, type: 'adjustment', price, cash }
}

function eventFact(row: ActivityFactRow, instruments: Instruments): EventFact | null {
  const meaning = meaningOf(row.activity_type, row.activity_sub_type)
  const quantity = meaning.namesHolding ? ZERO : decimal(row.qty)
  if (quantity.eq(0) && meaning.position !== 'adjustment') return null
  const date = known(row.date, 'the date of an activity', row.id)
  const base = { id: row.id, quantity, at: row.at, date, groupId: row.group_id }
  const { position } = meaning
  const instrument = instruments.of(row, endsOption(meaning) ? 'us_option' : null)
  switch (position) {
    case 'expiration':
    case 'assignment':
    case 'exercise': {
      const early = instrument.expiry !== null && row.at < endOfExpiry(instrument.expiry)
      return { ...base, instrument, type: position, early, cash: cashOf(row, instruments) }
    }
    case 'delivery':
      return { ...base, instrument, type: 'delivery', price: deliveryPrice(row) }
    case 'adjustment':
      return actionFact(row, { ...base, instrument })
    case 'coin_fee':
      return { ...base, instrument: instruments.coin(row.underlying), type: 'coin_fee' }
    case 'transfer': {
      const price = row.price === null ? null : decimal(row.price)
      return { ...base, instrument, type: 'transfer', price }
    }
    default:
      return null
  }
}

const overrideFact = ({ underlying: _, ...override }: OverrideFactRow): OverrideFact => override

/**
 * The order that each fill belongs to. A fill of a multi-leg order can name the parent: then it is
 * of the leg with its symbol (src/alpaca/README.md 3.2).
 */
function fillsByOrder({ orders, activities }: FactRows): Map<string, ActivityFactRow[]> {
  const ids = new Set(orders.map(({ id }) => id))
  const keyOf = (parent: string, symbol: string) => `${parent} ${symbol}`
  const legs = new Map(
    orders.flatMap(({ id, mleg_parent: parent, symbol }) =>
      parent === null ? [] : [[keyOf(parent, symbol), id] as const],
    ),
  )
  return Map.groupBy(
    activities.filter(
      (row) =>
        meaningOf(row.activity_type, row.activity_sub_type).position === 'fill' &&
        row.order_id !== null,
    ),
    (row) => {
      const named = known(row.order_id, 'the order of a fill', row.id)
      return ids.has(named) ? named : (legs.get(keyOf(named, row.symbol)) ?? named)
    },
  )
}

/** Turns stored rows into the engine's facts. */
export function factsOf(rows: FactRows, { accountId, from, contracts }: Reading): LedgerFacts {
  const instruments = new Instruments(contracts)
  const ids = new Set(rows.orders.map((order) => order.id))
  const fills = fillsByOrder(rows)
  const unknown = [...fills].filter(([id, [first]]) => {
    return !ids.has(id) && first?.knows_order === false && first.at >= from
  })
  const orphans = unknown.flatMap(([id, rows]) => orderOfFills(id, rows, instruments) ?? [])
  const orders = rows.orders.map((order) =>
    orderFact(order, fills.get(order.id) ?? [], instruments),
  )
  const events = rows.activities.filter(
    (row) =>
      meaningOf(row.activity_type, row.activity_sub_type).position !== 'fill' && row.at >= from,
  )
  return {
    accountId,
    orders: [...orders, ...orphans],
    events: events.flatMap((row) => eventFact(row, instruments) ?? []),
    overrides: rows.overrides.map(overrideFact),
  }
}
