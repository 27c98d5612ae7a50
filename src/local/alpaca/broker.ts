import { type Micros, micros, rfc3339 } from '../../time/micros'
import { accountPayload } from './account-payload'
import type { Activity, Execution } from './activity'
import { type Books, type BrokerOptions, moveClock, openBooks } from './books'
import { type CashRequest, chargeCoinFee, moveCash, payDividend } from './cash-events'
import type { ContractAdjustment, Contracts } from './contracts'
import {
  type AdjustRequest,
  adjustOption,
  type RenameRequest,
  renameShares,
  splitShares,
  transferIn,
} from './corporate-actions'
import { decimal, plain, ZERO } from './decimal'
import { chargeDailyFees } from './fees'
import { type FillRequest, fillOrder, fillSpread, type SpreadFillRequest } from './fills'
import { endOrder, expireDue, replaceOrder } from './lifecycle'
import { Marks, type PriceSource } from './marks'
import { assignOption, type EventRequest, exerciseOption, expireOption } from './option-events'
import { type Order, touch } from './order'
import type { MultilegRequest, OrderRequest, ReplaceRequest } from './order-request'
import type { Orders } from './orders'
import { placeMultileg, placeOrder } from './placing'
import { positionPayload, valuePositions } from './position-payload'

/**
 * A paper account that does what a script tells it, and whose positions, cash and activities
 * follow. Every method that changes it takes its moment (RFC 3339, up to microseconds); moments
 * never go backwards. Quantities and prices are plain decimal strings. Orders are named by their
 * id.
 *
 * @example
 * const broker = new Broker({ deposit: '10000' })
 * const symbol = 'SPY261130P00721000'
 * const put = broker.submit({ at: '2026-09-10T17:11:25.164468Z', symbol, side: 'sell', qty: '1' })
 * broker.fill(put.id, { at: '2026-09-10T17:11:25.217586Z', price: '9.41' })
 * broker.cash() // '10941'
 */
export class Broker {
  readonly #books: Books
  readonly #marks: Marks

  constructor(options: BrokerOptions & { prices?: PriceSource } = {}) {
    const { prices, ...rest } = options
    this.#books = openBooks(rest)
    this.#marks = new Marks(prices)
    const { deposit, openedAt } = this.#books.options
    if (!decimal(deposit).eq(0)) this.deposit({ at: openedAt, amount: deposit })
  }

  get accountId(): string {
    return this.#books.accountId
  }

  get accountNumber(): string {
    return this.#books.accountNumber
  }

  /** The last moment that the account has lived. */
  get clock(): string {
    return rfc3339(this.#books.clock)
  }

  get orders(): Orders {
    return this.#books.orders
  }

  get contracts(): Contracts {
    return this.#books.contracts
  }

  /** Every execution so far, oldest first. */
  get executions(): readonly Execution[] {
    return this.#books.executions
  }

  /** Places an order on one symbol: simple, bracket, OCO or OTO. */
  submit(request: OrderRequest): Order {
    return placeOrder(this.#books, request)
  }

  /** Places an order of 2 to 4 legs. */
  submitMultileg(request: MultilegRequest): Order {
    return placeMultileg(this.#books, request)
  }

  /**
   * Executes all or part of an order (or of one leg).
   * @throws RangeError when it is over, or has less to fill.
   */
  fill(orderId: string, request: FillRequest): Execution {
    return fillOrder(this.#books, this.#books.orders.get(orderId), request)
  }

  /** Executes all or some spreads of a multi-leg order, at one price for each of its legs. */
  fillSpread(orderId: string, request: SpreadFillRequest): Execution[] {
    return fillSpread(this.#books, this.#books.orders.multileg(orderId), request)
  }

  cancel(orderId: string, at: string): void {
    endOrder(this.#books, this.#books.orders.get(orderId), 'canceled', micros(at))
  }

  reject(orderId: string, at: string): void {
    endOrder(this.#books, this.#books.orders.get(orderId), 'rejected', micros(at))
  }

  expire(orderId: string, at: string): void {
    endOrder(this.#books, this.#books.orders.get(orderId), 'expired', micros(at))
  }

  /** Ends the day and GTC orders whose time is over. */
  expireOrders(at: string): Order[] {
    return expireDue(this.#books, moveClock(this.#books, micros(at)))
  }

  /** The order under its new id; the old one is `replaced` and keeps what it has filled. */
  replace(orderId: string, request: ReplaceRequest): Order {
    return replaceOrder(this.#books, this.#books.orders.get(orderId), request)
  }

  /** An order routed again: its `submitted_at` moves on (src/alpaca/README.md 1.2). */
  resubmit(orderId: string, at: string): void {
    const order = this.#books.orders.get(orderId)
    order.submittedAt = moveClock(this.#books, micros(at))
    touch(order, order.submittedAt)
    order.status = 'new'
  }

  /**
   * Alpaca closes a position itself (src/alpaca/README.md 1.8): a market order that the user never
   * placed.
   */
  liquidate(symbol: string, request: FillRequest): Order {
    const held = this.#books.positions.qty(symbol)
    const order = this.submit({
      at: request.at,
      symbol,
      side: held.gt(0) ? 'sell' : 'buy',
      qty: request.qty ?? plain(held.abs()),
      source: null,
    })
    this.fill(order.id, request)
    return order
  }

  /** Contracts expire worthless: OPEXP. */
  expireOption(symbol: string, request: EventRequest): void {
    expireOption(this.#books, symbol, request)
  }

  /** Short contracts are assigned: OPASN and OPTRD under one group_id. */
  assign(symbol: string, request: EventRequest): void {
    assignOption(this.#books, symbol, request)
  }

  /** Long contracts are exercised: OPEXC and OPTRD under one group_id. */
  exercise(symbol: string, request: EventRequest): void {
    exerciseOption(this.#books, symbol, request)
  }

  /** The day's ORF, REG, TAF and CAT over its executions, whatever the `fees` option says. */
  postDailyFees(date: string): void {
    chargeDailyFees(this.#books, date)
  }

  /** A CFEE: in dollars, or in coins. */
  coinFee(symbol: string, request: { at: string; amount?: string; qty?: string }): void {
    chargeCoinFee(this.#books, symbol, request)
  }

  deposit(request: CashRequest): void {
    moveCash(this.#books, request)
  }

  dividend(symbol: string, request: { at: string; perShare: string }): void {
    payDividend(this.#books, symbol, request)
  }

  split(symbol: string, request: { at: string; from: string; to: string }): void {
    splitShares(this.#books, symbol, request)
  }

  /** Shares get another name: NC. */
  renameShares(symbol: string, request: RenameRequest): void {
    renameShares(this.#books, symbol, request)
  }

  /** A contract becomes another one: OPCA. */
  adjustOption(symbol: string, request: AdjustRequest): void {
    adjustOption(this.#books, symbol, request)
  }

  /** Says that a contract is not the plain one of its symbol. */
  defineContract(symbol: string, adjustment: ContractAdjustment): void {
    this.#books.contracts.adjust(symbol, adjustment)
  }

  /** A position that arrives without an order: ACATS. */
  transferIn(symbol: string, request: { at: string; qty: string; price: string }): void {
    transferIn(this.#books, symbol, request)
  }

  /**
   * A position that disappears without any activity, as paper accounts have seen
   * (src/alpaca/README.md 2).
   */
  vanish(symbol: string, at: string): void {
    this.#books.positions.set(symbol, moveClock(this.#books, micros(at)), ZERO, ZERO)
  }

  /** Sets what a symbol is worth from now on, and at the last close. */
  mark(symbol: string, current: string, lastDay = current): void {
    this.#marks.set(symbol, current, lastDay)
  }

  /** Signed quantity held. */
  held(symbol: string): string {
    return plain(this.#books.positions.qty(symbol))
  }

  /** Symbols held, with their signed quantities. */
  holdings(): { symbol: string; qty: string }[] {
    return this.#books.positions.open().map(({ symbol, qty }) => ({ symbol, qty: plain(qty) }))
  }

  /** Dollars at a moment, at the account's clock unless told. */
  cash(at?: string): string {
    return plain(this.#books.cash.at(at === undefined ? this.#books.clock : micros(at)))
  }

  /** The JSON of `/v2/account` at a moment. */
  account(at: Micros): Record<string, unknown> {
    return accountPayload(this.#books, this.#marks, at)
  }

  /**
   * The JSON of `/v2/positions` at a moment; `asOf` lets them lag behind (src/alpaca/README.md
   * 1.2).
   */
  positions(at: Micros, asOf = at): Record<string, unknown>[] {
    const valued = valuePositions(this.#books, this.#marks, at, asOf)
    return valued.map((position) => positionPayload(this.#books, position, at))
  }

  /** The activities that anybody can see at a moment, ascending by id. */
  activities(at: Micros): Activity[] {
    return this.#books.activities.visible(at)
  }
}
