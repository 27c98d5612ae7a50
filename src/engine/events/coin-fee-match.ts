import { DAY, MINUTE, type Micros } from '../../time/micros'
import { endOfNewYorkDay, newYorkTime } from '../../time/new-york'
import type { Decimal } from '../model/decimal'
import type { CoinFeeEvent, OrderFact } from '../model/facts'
import { isCoinFee } from '../output/fee-amounts'
import { COIN_RATES } from '../output/fees'
import { fillsInForce } from '../timeline/fills'

/** A coin fee is posted within so many days of its execution. */
export const DAYS_BEFORE_POSTING = 2
/** Most fees are posted within seconds (src/alpaca/README.md 3.5). */
const PROMPT = MINUTE

/** A coin fee with the moment at which it is booked. */
export interface CoinFeeCharge {
  type: 'coin_fee'
  at: Micros
  fee: CoinFeeEvent
  /** The order whose execution it fits; null of a fee that fits none. */
  orderId: string | null
}

/** A fill in force that bought coins. */
interface Purchase {
  orderId: string
  executionId: string
  symbol: string
  at: Micros
  quantity: Decimal
}

function purchasesOf(orders: readonly OrderFact[]): Purchase[] {
  const purchases = orders
    .filter(({ side, instrument }) => side === 'buy' && instrument.kind === 'crypto')
    .flatMap((order) =>
      fillsInForce(order).map(({ id, at, quantity }) => ({
        orderId: order.id,
        executionId: id,
        symbol: order.instrument.symbol,
        at: Math.max(at, order.createdAt),
        quantity,
      })),
    )
  return purchases.sort((a, b) => a.at - b.at || (a.executionId < b.executionId ? -1 : 1))
}

/** The last microsecond of the day in New York that a fee is dated. */
export const lastDayOf = ({ date }: CoinFeeEvent): Micros => endOfNewYorkDay(newYorkTime(date))

/** Whether the broker can have posted a fee for a purchase. */
const couldFollow = (fee: CoinFeeEvent, { symbol, at }: Purchase): boolean =>
  fee.instrument.symbol === symbol &&
  at <= fee.at &&
  at > fee.at - DAYS_BEFORE_POSTING * DAY &&
  at <= lastDayOf(fee)

/** The likeliest rates first. */
const RATES = COIN_RATES.flat()

/** The place of the rate by which a fee fits a purchase; -1 if it fits by none. */
const rateOf = (fee: CoinFeeEvent, { quantity }: Purchase): number =>
  RATES.findIndex((rate) => isCoinFee(fee.quantity.abs(), quantity, rate))

const byPosting = (a: CoinFeeEvent, b: CoinFeeEvent): number =>
  a.at - b.at || (a.id < b.id ? -1 : 1)

/** A fee that fits no execution is charged from the start of its date (see `WaitingCoinFees`). */
const unmatched = (fee: CoinFeeEvent): CoinFeeCharge => ({
  type: 'coin_fee',
  at: Math.min(fee.at, newYorkTime(fee.date)),
  fee,
  orderId: null,
})

/**
 * Finds the execution that each coin fee was charged on. The broker charges each execution once, on
 * what it received, and names none (src/alpaca/README.md 3.5). Each purchase takes the first fee
 * posted after it that fits it by amount, so that later facts never change an earlier match.
 */
export function matchCoinFees(
  fees: readonly CoinFeeEvent[],
  orders: readonly OrderFact[],
): CoinFeeCharge[] {
  if (fees.length === 0) return []
  const left = new Set(fees.toSorted(byPosting))
  const charges: CoinFeeCharge[] = []
  for (const purchase of purchasesOf(orders)) {
    const fee = bestFitting(left, purchase)
    if (!fee) continue
    left.delete(fee)
    charges.push({ type: 'coin_fee', at: purchase.at, fee, orderId: purchase.orderId })
  }
  return [...charges, ...[...left].map(unmatched)]
}

/**
 * The fee that fits a purchase best: one that was posted at once, then one of the likeliest rate,
 * then the first that was posted.
 */
function bestFitting(left: ReadonlySet<CoinFeeEvent>, purchase: Purchase): CoinFeeEvent | null {
  let best: CoinFeeEvent | null = null
  let bestRank = Number.POSITIVE_INFINITY
  for (const fee of left) {
    if (fee.at > purchase.at + DAYS_BEFORE_POSTING * DAY) break
    if (!couldFollow(fee, purchase)) continue
    const rate = rateOf(fee, purchase)
    const isPrompt = fee.at <= purchase.at + PROMPT
    const rank = rate < 0 ? Number.POSITIVE_INFINITY : rate + (isPrompt ? 0 : RATES.length)
    if (rank < bestRank) [best, bestRank] = [fee, rank]
  }
  return best
}
