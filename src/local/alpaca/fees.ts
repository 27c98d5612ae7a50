import { addDays } from '../../time/calendar'
import { type Micros, micros, SECOND } from '../../time/micros'
import { newYorkDate, newYorkTime } from '../../time/new-york'
import { type BrokerExecution, nonTradeActivity } from './activity'
import type { Books } from './books'
import { cents, centsUp, type Decimal, decimal, plain, sum } from './decimal'
import { assetClassOf, optionTerms } from './instrument'

/**
 * The OCC's clearing fee: dollars per contract, rounded to the cent, at most 55. One contract costs
 * 0.03, as recorded.
 */
const CLEARING = decimal('0.025')
const CLEARING_CAP = decimal(55)
/**
 * The rates of 2026 (src/alpaca/README.md 3.5): dollars per contract, per dollar sold, per contract
 * sold, per share sold, per executed share (a contract counts as a hundred).
 */
const RATES = {
  orf: '0.015',
  reg: '0.0000206',
  optionTaf: '0.00329',
  shareTaf: '0.000195',
  cat: '0.000003',
} as const

const CLEARING_DELAY = 20 * SECOND + 309_303

/**
 * Charges the only fee that names its execution, about 20 seconds after it (src/alpaca/README.md
 * 3.5).
 */
export function chargeClearingFee(books: Books, execution: BrokerExecution): void {
  if (!optionTerms(execution.symbol)) return
  const fee = cents(decimal(execution.qty).times(CLEARING))
  const amount = fee.gt(CLEARING_CAP) ? CLEARING_CAP : fee
  charge(books, 'FEE', execution.at + CLEARING_DELAY, newYorkDate(execution.at), amount, {
    activity_sub_type: 'OCC',
    description: 'OCC Clearing Fee',
    execution_id: execution.id,
  })
}

/**
 * Charges the fees that are sums of a day: ORF, REG and TAF in the evening, CAT after midnight UTC.
 * They name neither symbol nor order, and the account number in plain text (src/alpaca/README.md
 * 3.5).
 */
export function chargeDailyFees(books: Books, date: string): void {
  const day = executionsOn(books, date)
  if (day.length === 0) return
  const evening = newYorkTime(date, '16:31:52') + 528_406
  for (const fee of [...optionFees(day), ...shareFees(day)]) {
    const description = `${fee.text} on ${date} by ${books.accountNumber}`
    charge(books, 'FEE', evening, date, fee.amount, { activity_sub_type: fee.subType, description })
  }
  const trades = `${day.length} trades on ${date} by ${books.accountNumber}`
  const night = micros(`${addDays(date, 1)}T00:06:32.4257Z`)
  const cat = centsUp(sum(day.map(equivalentShares)).times(RATES.cat))
  charge(books, 'FEE', night, date, cat, {
    activity_sub_type: 'CAT',
    description: `CAT fee for proceed of ${trades}`,
  })
}

interface DailyFee {
  subType: string
  text: string
  amount: Decimal
}

function optionFees(day: readonly BrokerExecution[]): DailyFee[] {
  const trades = day.filter((execution) => optionTerms(execution.symbol))
  if (trades.length === 0) return []
  const contracts = sum(trades.map((trade) => decimal(trade.qty)))
  const fees: DailyFee[] = [
    {
      subType: 'ORF',
      text: `ORF fee for proceed of ${plain(contracts)} contracts`,
      amount: centsUp(contracts.times(RATES.orf)),
    },
  ]
  const sales = trades.filter((trade) => trade.side !== 'buy')
  if (sales.length === 0) return fees
  const proceeds = sum(sales.map((sale) => decimal(sale.qty).times(sale.price).times(100)))
  const sold = sum(sales.map((sale) => decimal(sale.qty)))
  fees.push(
    {
      subType: 'REG',
      text: `OPT REG fee for proceed of $${plain(proceeds)}`,
      amount: centsUp(proceeds.times(RATES.reg)),
    },
    {
      subType: 'TAF',
      text: `OPT TAF fee for proceed of ${plain(sold)} contracts (${sales.length} trades)`,
      amount: centsUp(sold.times(RATES.optionTaf)),
    },
  )
  return fees
}

function shareFees(day: readonly BrokerExecution[]): DailyFee[] {
  const sales = day.filter(
    (execution) => execution.side !== 'buy' && !optionTerms(execution.symbol),
  )
  if (sales.length === 0) return []
  const shares = sum(sales.map((sale) => decimal(sale.qty)))
  const proceeds = sum(sales.map((sale) => decimal(sale.qty).times(sale.price)))
  return [
    {
      subType: 'REG',
      text: `REG fee for proceed of $${plain(cents(proceeds))}`,
      amount: centsUp(proceeds.times(RATES.reg)),
    },
    {
      subType: 'TAF',
      text: `TAF fee for proceed of ${plain(shares)} shares (${sales.length} trades)`,
      amount: centsUp(shares.times(RATES.shareTaf)),
    },
  ]
}

function executionsOn(books: Books, date: string): BrokerExecution[] {
  const day: BrokerExecution[] = []
  for (let i = books.executions.length - 1; i >= 0; i--) {
    const execution = books.executions[i]
    if (!execution || newYorkDate(execution.at) < date) break
    if (newYorkDate(execution.at) === date && !isCoin(execution.symbol)) day.push(execution)
  }
  return day.reverse()
}

const equivalentShares = ({ symbol, qty }: BrokerExecution): Decimal =>
  decimal(qty).times(optionTerms(symbol) ? 100 : 1)

function isCoin(symbol: string): boolean {
  return assetClassOf(symbol) === 'crypto'
}

/** Books a charge that is posted and taken from the cash at a later moment. */
export function charge(
  books: Books,
  type: 'FEE' | 'CFEE',
  at: Micros,
  date: string,
  amount: Decimal,
  details: Readonly<Record<string, string>>,
): void {
  if (amount.eq(0)) return
  const net = amount.neg()
  books.cash.addLater(at, net)
  books.activities.add(
    nonTradeActivity({
      uuid: books.uuid(),
      type,
      date,
      createdAt: at,
      netAmount: plain(net),
      details,
    }),
  )
}
