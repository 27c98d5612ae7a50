import { addDays } from '../../time/calendar'
import { nextTradingDay } from '../../time/exchange-calendar'
import { HOUR, type Micros } from '../../time/micros'
import { newYorkDate } from '../../time/new-york'
import { type Decimal, decimal, plain, ZERO } from '../model/decimal'
import { isDollarFee, roundingUnit, shareOut } from './fee-amounts'

/**
 * What a fee is charged on. `account`: on no trade. The words of a day's sums name the class of
 * instrument and the weight of an execution.
 */
export const FEE_RULES = [
  'execution',
  'order',
  'option_contracts',
  'option_proceeds',
  'option_quantity',
  'share_proceeds',
  'share_quantity',
  'all_fills',
  'coin',
  'account',
] as const

export type FeeRule = (typeof FEE_RULES)[number]

/** A fee as the broker charged it: positive costs, negative is given back. */
export interface FeeFact {
  activityId: string
  amount: Decimal
  rule: FeeRule
  /** The execution that rule `execution` names; else null. */
  executionId: string | null
  /** The order, or the parent of the legs, that rule `order` names; else null. */
  orderId: string | null
  /** COIN/USD, of rule `coin`, where the row names it; else null. */
  coin: string | null
  /** The trade date that it is charged for, YYYY-MM-DD. */
  day: string
  /** When the broker posted it; null if unknown. */
  postedAt: Micros | null
}

/** A part of a fill that belongs to one trade. */
export interface FeeFill {
  tradeId: string
  executionId: string
  orderId: string | null
  /** The multi-leg order that its order is a leg of; else null. */
  parentId: string | null
  underlying: string
  legKind: 'call' | 'put' | 'stock' | 'crypto'
  side: 'buy' | 'sell'
  quantity: Decimal
  /** Dollars per share or coin. */
  price: Decimal
  multiplier: Decimal
  at: Micros
  /** The date in New York, YYYY-MM-DD. */
  day: string
  /** Whether a coin fee of an earlier day was fitted to its execution. */
  isCharged: boolean
}

/** A trade's share of one fee. */
export interface FeeShare {
  activityId: string
  tradeId: string
  amount: string
  tradingDay: string
  /** The execution that the fee names or fits; null of other fees. */
  executionId: string | null
}

const SHARES_A_CONTRACT = 100
const UNTIL_MIDNIGHT = 4 * HOUR
/** A coin fee is looked for among the executions of so many days before it. */
export const DAYS_BEFORE_COIN_FEE = 7

/** What the rules of a day look at. */
type Charged = Pick<FeeFill, 'legKind' | 'side' | 'quantity' | 'price' | 'multiplier'>

const isOfOption = ({ legKind }: Charged): boolean => legKind === 'call' || legKind === 'put'
const isOfShares = ({ legKind }: Charged): boolean => legKind === 'stock'
const isSale = ({ side }: Charged): boolean => side === 'sell'
const proceeds = ({ quantity, price, multiplier }: Charged): Decimal =>
  quantity.times(price).times(multiplier)
const byQuantity = ({ quantity }: Charged): Decimal => quantity

/** Equivalent shares: a contract counts as 100, coins do not count. */
function equivalentShares(fill: Charged): Decimal {
  if (fill.legKind === 'crypto') return ZERO
  return isOfOption(fill) ? fill.quantity.times(SHARES_A_CONTRACT) : fill.quantity
}

/** Which executions of a day a sum is charged on, and how heavily. */
export interface DayRule {
  covers: (fill: Charged) => boolean
  weigh: (fill: Charged) => Decimal
}

const isOptionSale = (fill: Charged): boolean => isOfOption(fill) && isSale(fill)
const isShareSale = (fill: Charged): boolean => isOfShares(fill) && isSale(fill)

export const DAY_RULES = {
  option_contracts: { covers: isOfOption, weigh: byQuantity },
  option_proceeds: { covers: isOptionSale, weigh: proceeds },
  option_quantity: { covers: isOptionSale, weigh: byQuantity },
  share_proceeds: { covers: isShareSale, weigh: proceeds },
  share_quantity: { covers: isShareSale, weigh: byQuantity },
  all_fills: { covers: () => true, weigh: equivalentShares },
} satisfies Partial<Record<FeeRule, DayRule>>

type DayRuleName = keyof typeof DAY_RULES

/** The rules of fees that are the sum of a day. */
export const DAY_RULE_NAMES = Object.keys(DAY_RULES) as DayRuleName[]

export const isDayRule = (rule: FeeRule): rule is DayRuleName => Object.hasOwn(DAY_RULES, rule)

/** The trade date of an execution: from 20:00 New York it is the next trading day. */
export function tradeDateOf(at: Micros): string {
  const day = newYorkDate(at)
  return newYorkDate(at + UNTIL_MIDNIGHT) === day ? day : nextTradingDay(day)
}

function weightsByTrade(
  fills: readonly FeeFill[],
  weigh: (fill: FeeFill) => Decimal,
): Map<string, Decimal> {
  const weights = new Map<string, Decimal>()
  for (const fill of fills) {
    const weight = weigh(fill)
    if (weight.gt(0)) weights.set(fill.tradeId, (weights.get(fill.tradeId) ?? ZERO).plus(weight))
  }
  return weights
}

/** What a fee is charged on: the weight of each trade. */
interface Charge {
  weights: Map<string, Decimal>
  executionId: string | null
}

/** Executions of one coin execution id, with all their parts. */
interface CoinExecution {
  id: string
  underlying: string
  side: 'buy' | 'sell'
  at: Micros
  day: string
  dollars: Decimal
  parts: FeeFill[]
  isCharged: boolean
}

function coinExecutions(fills: readonly FeeFill[]): CoinExecution[] {
  const byId = Map.groupBy(
    fills.filter(({ legKind }) => legKind === 'crypto'),
    ({ executionId }) => executionId,
  )
  const executions = [...byId].flatMap(([id, parts]): CoinExecution[] => {
    const [first] = parts
    if (!first) return []
    const { underlying, side, at, day } = first
    const dollars = parts.reduce((sum, part) => sum.plus(proceeds(part)), ZERO)
    const isCharged = parts.some((part) => part.isCharged)
    return [{ id, underlying, side, at, day, dollars, parts, isCharged }]
  })
  return executions.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
}

/** The rates of the first tier, then those of the others (src/alpaca/README.md 3.5). */
export const COIN_RATES = [
  ['0.0025', '0.0015'],
  ['0.0022', '0.002', '0.0018', '0.0013', '0.0012', '0.001', '0.0008', '0.0005', '0.0002'],
].map((rates) => rates.map((rate) => decimal(rate)))

/**
 * Finds the coin execution that each fee in dollars was charged on. The broker charges each
 * execution once and names none (src/alpaca/README.md 3.5): a fee belongs to the nearest earlier
 * execution that it fits by amount, else to the nearest earlier sale.
 */
class CoinCharges {
  /** The latest first. */
  private readonly executions: readonly CoinExecution[]

  constructor(fills: readonly FeeFill[]) {
    this.executions = coinExecutions(fills)
  }

  of(fee: FeeFact): Charge {
    const earlier = this.executions.filter((execution) => couldBear(execution, fee))
    const fitting = this.findFitting(fee, earlier)
    const charged = fitting ?? earlier.find(({ side }) => side === 'sell') ?? earlier[0]
    if (fitting) fitting.isCharged = true
    return {
      weights: weightsByTrade(charged?.parts ?? [], byQuantity),
      executionId: fitting?.id ?? null,
    }
  }

  private findFitting(fee: FeeFact, earlier: readonly CoinExecution[]): CoinExecution | undefined {
    for (const rates of COIN_RATES) {
      const found = earlier.find(
        ({ isCharged, dollars }) =>
          !isCharged && rates.some((rate) => isDollarFee(fee.amount, dollars, rate)),
      )
      if (found) return found
    }
    return undefined
  }
}

/** Whether a coin fee can be for an execution: of its coin, if it names one, else for any sale. */
function couldBear(execution: CoinExecution, fee: FeeFact): boolean {
  const isOfKind = fee.coin === null ? execution.side === 'sell' : execution.underlying === fee.coin
  return (
    isOfKind &&
    execution.day <= fee.day &&
    execution.day >= addDays(fee.day, -DAYS_BEFORE_COIN_FEE) &&
    (fee.postedAt === null || execution.at <= fee.postedAt)
  )
}

const postedOf = ({ postedAt }: FeeFact): Micros => postedAt ?? Number.POSITIVE_INFINITY

const byPosting = (a: FeeFact, b: FeeFact): number => {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1
  const [left, right] = [postedOf(a), postedOf(b)]
  if (left !== right) return left < right ? -1 : 1
  return a.activityId < b.activityId ? -1 : 1
}

/**
 * Shares fees out over trades (README, Profit and fees). A fee that no fill explains stays with the
 * account: it has no share.
 *
 * @param fills every fill whose trade date is a day of the fees, of coins also of the seven days
 * before, and of the executions and orders that fees name.
 */
export function shareFees(fees: readonly FeeFact[], fills: readonly FeeFill[]): FeeShare[] {
  const charges = new Charges(fills)
  return fees.toSorted(byPosting).flatMap((fee) => {
    const { weights, executionId } = charges.of(fee)
    const { activityId, amount, day } = fee
    return shareOut(amount, weights, roundingUnit(amount)).map((part) => ({
      activityId,
      tradeId: part.tradeId,
      amount: plain(part.amount),
      tradingDay: day,
      executionId,
    }))
  })
}

const NOTHING: Charge = { weights: new Map(), executionId: null }

/** Finds what fees are charged on. Each look-up table is made on its first use. */
class Charges {
  private byExecution: Map<string, FeeFill[]> | null = null
  private byDay: Map<string, FeeFill[]> | null = null
  private coins: CoinCharges | null = null
  private readonly ofDays = new Map<string, Charge>()

  constructor(private readonly fills: readonly FeeFill[]) {}

  of(fee: FeeFact): Charge {
    const { rule } = fee
    if (isDayRule(rule)) return this.ofDay(rule, fee.day)
    if (rule === 'execution') return this.ofExecution(fee.executionId)
    if (rule === 'order') return this.ofOrder(fee.orderId)
    if (rule === 'account') return NOTHING
    this.coins ??= new CoinCharges(this.fills)
    return this.coins.of(fee)
  }

  private ofDay(rule: DayRuleName, day: string): Charge {
    const key = `${rule} ${day}`
    const known = this.ofDays.get(key)
    if (known) return known
    this.byDay ??= Map.groupBy(
      this.fills.filter(({ legKind }) => legKind !== 'crypto'),
      ({ at }) => tradeDateOf(at),
    )
    const { covers, weigh }: DayRule = DAY_RULES[rule]
    const weights = weightsByTrade((this.byDay.get(day) ?? []).filter(covers), weigh)
    const charge = { weights, executionId: null }
    this.ofDays.set(key, charge)
    return charge
  }

  private ofExecution(executionId: string | null): Charge {
    this.byExecution ??= Map.groupBy(this.fills, (fill) => fill.executionId)
    const parts = executionId === null ? [] : (this.byExecution.get(executionId) ?? [])
    return { weights: weightsByTrade(parts, byQuantity), executionId }
  }

  private ofOrder(orderId: string | null): Charge {
    if (orderId === null) return NOTHING
    const ofIt = this.fills.filter((fill) => fill.orderId === orderId || fill.parentId === orderId)
    return { weights: weightsByTrade(ofIt, byQuantity), executionId: null }
  }
}
