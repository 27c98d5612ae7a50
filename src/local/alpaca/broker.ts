import { type Micros, micros, rfc3339 } from '../../time/micros'
import { accountPayload } from './account-payload'
import type { BrokerExecution, PostedActivity } from './activity'
import { type Books, type BrokerOptions, moveClock, openBooks } from './books'
import { bustTrade, correctTrade } from './busts'
import {
  type CashRequest,
  type CoinFeeRequest,
  chargeCoinFee,
  chargeCoinFeeOf,
  type DividendRequest,
  moveCash,
  payDividend,
} from './cash-events'
import type { Liquidity } from './coins'
import type { ContractAdjustment, Contracts } from './contracts'
import {
  type AdjustRequest,
  adjustOption,
  type RenameRequest,
  renameShares,
  splitShares,
  type TransferRequest,
  transferIn,
  transferOut,
} from './corporate-actions'
import { decimal, plain, ZERO } from './decimal'
import { chargeDailyFees } from './fees'
import { type FillRequest, fillOrder, fillSpread, type SpreadFillRequest } from './fills'
import { positionSymbol } from './instrument'
import {
  endOrder,
  expireDue,
  moveOrder,
  type PassingStatus,
  refuseChange,
  replaceOrder,
} from './lifecycle'
import { Marks, type PriceSource } from './marks'
import { assignOption, type EventRequest, exerciseOption, expireOption } from './option-events'
import { type BrokerOrder, type MultilegParent, type SymbolOrder, touch } from './order'
import type { MultilegRequest, OrderRequest, ReplaceRequest } from './order-request'
import type { BrokerOrders } from './orders'
import { placeMultileg, placeOrder } from './placing'
import { positionPayload, valuePositions } from './position-payload'
import { type Reorganization, reorganizeShares } from './reorganizations'
import type { TradeListener } from './trade-listeners'
import { reportChange, streamedAs } from './trade-updates'

/**
 * A paper account controlled by a script. Its positions, cash and activities follow from the orders
 * and events of the script. Every method that changes it takes a moment (RFC 3339, up to
 * microseconds); moments never decrease. Quantities and prices are plain decimal text. Orders are
 * named by their id.
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

  /** The moment of the last change. */
  get clock(): string {
    return rfc3339(this.#books.clock)
  }

  get orders(): BrokerOrders {
    return this.#books.orders
  }

  get contracts(): Contracts {
    return this.#books.contracts
  }

  /** Every execution so far, oldest first. */
  get executions(): readonly BrokerExecution[] {
    return this.#books.executions
  }

  /** Places an order on one symbol: simple, bracket, OCO or OTO. */
  submit(request: OrderRequest): SymbolOrder {
    return placeOrder(this.#books, request)
  }

  /** Places an order of 2 to 4 legs. */
  submitMultileg(request: MultilegRequest): MultilegParent {
    return placeMultileg(this.#books, request)
  }

  /**
   * Executes all or part of an order or of one leg.
   * @throws RangeError when the order is final, or less remains to fill.
   */
  fill(orderId: string, request: FillRequest): BrokerExecution {
    return fillOrder(this.#books, this.#books.orders.get(orderId), request)
  }

  /** Executes all or some spreads of a multi-leg order, at one price per leg. */
  fillSpread(orderId: string, request: SpreadFillRequest): BrokerExecution[] {
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

  /** Expires the orders that are due. */
  expireOrders(at: string): BrokerOrder[] {
    return expireDue(this.#books, moveClock(this.#books, micros(at)))
  }

  /** Replaces an order and returns the new one. The old one is `replaced` and keeps its fills. */
  replace(orderId: string, request: ReplaceRequest): BrokerOrder {
    return replaceOrder(this.#books, this.#books.orders.get(orderId), request)
  }

  /** Submits an order again: its `submitted_at` increases (src/alpaca/README.md 1.2). */
  resubmit(orderId: string, at: string): void {
    const order = this.#books.orders.get(orderId)
    order.submittedAt = moveClock(this.#books, micros(at))
    touch(order, order.submittedAt)
    order.status = 'new'
    reportChange(this.#books, 'new', streamedAs(order), order.submittedAt)
  }

  /** Gives a working order a status that ends nothing: `done_for_day`, `pending_cancel`, … */
  move(orderId: string, status: PassingStatus, at: string): void {
    moveOrder(this.#books, this.#books.orders.get(orderId), status, micros(at))
  }

  /** Refuses to cancel or replace an order: `order_cancel_rejected`, `order_replace_rejected`. */
  refuse(orderId: string, change: 'cancel' | 'replace', at: string): void {
    refuseChange(this.#books, this.#books.orders.get(orderId), change, micros(at))
  }

  /**
   * Calls a function with each event of an order, as `trade_updates` sends it. Returns the function
   * that ends this.
   */
  onTradeUpdate(listener: TradeListener): () => void {
    return this.#books.tradeListeners.add(listener)
  }

  /**
   * Alpaca closes a position itself: a market order that the user did not place
   * (src/alpaca/README.md 1.8).
   */
  liquidate(symbol: string, request: FillRequest): SymbolOrder {
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

  /**
   * Charges the ORF, REG, TAF and CAT fees of a day's executions, regardless of the `fees` option.
   */
  postDailyFees(date: string): void {
    chargeDailyFees(this.#books, date)
  }

  /** Charges the fee (CFEE) of a coin execution, from what it credits. */
  chargeCoinFee(execution: BrokerExecution, request: { at: string; liquidity?: Liquidity }): void {
    chargeCoinFeeOf(this.#books, execution, request)
  }

  /** Charges a coin fee (CFEE) in dollars or in coins. */
  coinFee(symbol: string, request: CoinFeeRequest): void {
    chargeCoinFee(this.#books, symbol, request)
  }

  deposit(request: CashRequest): void {
    moveCash(this.#books, request)
  }

  /** Moves money without a trade: transfers, interest, fees, payments. */
  moveCash(request: CashRequest): void {
    moveCash(this.#books, request)
  }

  dividend(symbol: string, request: DividendRequest): void {
    payDividend(this.#books, symbol, request)
  }

  split(symbol: string, request: { at: string; from: string; to: string }): void {
    splitShares(this.#books, symbol, request)
  }

  /** Renames shares: NC. */
  renameShares(symbol: string, request: RenameRequest): void {
    renameShares(this.#books, symbol, request)
  }

  /** Replaces a contract by an adjusted one: OPCA. */
  adjustOption(symbol: string, request: AdjustRequest): void {
    adjustOption(this.#books, symbol, request)
  }

  /** Defines a contract that differs from the standard one of its symbol. */
  defineContract(symbol: string, adjustment: ContractAdjustment): void {
    this.#books.contracts.adjust(symbol, adjustment)
  }

  /** Adds a position without an order: ACATS, JNLS, FOPT or OCT. */
  transferIn(symbol: string, request: TransferRequest): void {
    transferIn(this.#books, symbol, request)
  }

  /** Removes a position without an order: ACATS, JNLS, FOPT or OCT. */
  transferOut(symbol: string, request: TransferRequest): void {
    transferOut(this.#books, symbol, request)
  }

  /** Takes an execution back: its order has filled less, its status stays. */
  bust(executionId: string, at: string): void {
    bustTrade(this.#books, executionId, { at })
  }

  /** Replaces an execution by one at another price. */
  correct(executionId: string, request: { at: string; price: string }): BrokerExecution {
    return correctTrade(this.#books, executionId, request)
  }

  /** Books a merger, spin-off, removal, tender or another change of shares into others. */
  reorganize(request: Reorganization): void {
    reorganizeShares(this.#books, request)
  }

  /**
   * Removes a position without an activity, as happened to paper accounts (src/alpaca/README.md 2).
   */
  vanish(symbol: string, at: string): void {
    this.#books.positions.set(symbol, moveClock(this.#books, micros(at)), ZERO, ZERO)
  }

  /** Sets the current price of a symbol and its price at the last close. */
  mark(symbol: string, current: string, lastDay = current): void {
    this.#marks.set(symbol, current, lastDay)
  }

  /** The current price of a symbol at a moment; null without one. */
  quote(symbol: string, at: string): string | null {
    const { current } = this.#marks.of(this.#books, symbol, micros(at))
    return current.gt(0) ? plain(current) : null
  }

  /** Signed quantity held. */
  held(symbol: string): string {
    return plain(this.#books.positions.qty(positionSymbol(symbol)))
  }

  /** Symbols held, with their signed quantities. */
  holdings(): { symbol: string; qty: string }[] {
    return this.#books.positions.open().map(({ symbol, qty }) => ({ symbol, qty: plain(qty) }))
  }

  /** Dollars at a moment; default the account's clock. */
  cash(at?: string): string {
    return plain(this.#books.cash.at(at === undefined ? this.#books.clock : micros(at)))
  }

  /** The JSON of `/v2/account` at a moment. */
  account(at: Micros): Record<string, unknown> {
    return accountPayload(this.#books, this.#marks, at)
  }

  /**
   * The JSON of `/v2/positions` at a moment; an earlier `asOf` makes them lag (src/alpaca/README.md
   * 1.2).
   */
  positions(at: Micros, asOf = at): Record<string, unknown>[] {
    const valued = valuePositions(this.#books, this.#marks, at, asOf)
    return valued.map((position) => positionPayload(this.#books, position, at))
  }

  /** The activities created up to a moment, ascending by id. */
  activities(at: Micros): PostedActivity[] {
    return this.#books.activities.visible(at)
  }
}
