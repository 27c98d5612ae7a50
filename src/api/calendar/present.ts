import type {
  CalendarAccount,
  CalendarRows,
  ExDividend,
  ExpiringTrade,
  PositionMark,
} from '../../db/calendar/read'
import { decimal } from '../../engine/model/decimal'
import type { LegRow } from '../../engine/output/trade-row'
import { recogniseStructure } from '../../engine/strategies/recognise'
import { compareMoments } from '../../time/moment'
import { newYorkClock } from '../../time/new-york'
import { jsonDate, jsonTime } from '../http/json-values'
import type { DayCalendar, DayEvent } from './icalendar'
import { inTheMoney } from './moneyness'

/** What was asked for. */
interface Asked {
  /** Id or label. */
  account: string | undefined
  /** Address of the Worker, for links to its page. */
  origin: string
}

/** An open leg on an option. */
interface OptionLegRow extends LegRow {
  kind: 'call' | 'put'
  strike: string
  expiry_date: string
}

type Labels = ReadonlyMap<string, string>

/** The calendar of the rows, by date. */
export function presentCalendar(rows: CalendarRows, { account, origin }: Asked): DayCalendar {
  const { accounts, trades, marks, dividends } = rows
  const labels = new Map(accounts.map(({ accountId, label }) => [accountId, label]))
  const events = [
    ...trades.flatMap((trade) => expiries(trade, labels, origin)),
    ...trades.flatMap((trade) => assignments(trade, marks, labels, origin)),
    ...dividends.map((dividend) => exDividend(dividend, labels)),
  ]
  return { name: nameOf(account, accounts), events: events.toSorted(compareEvents) }
}

const keyOf = ({ date, uid }: DayEvent): string => `${date} ${uid}`

const compareEvents = (a: DayEvent, b: DayEvent): number => (keyOf(a) < keyOf(b) ? -1 : 1)

const nameOf = (account: string | undefined, [only]: readonly CalendarAccount[]): string =>
  account === undefined ? 'legbook' : `legbook ${only?.label ?? account}`

/** One event for each date on which open legs of a trade expire. */
function expiries(trade: ExpiringTrade, labels: Labels, origin: string): DayEvent[] {
  const open = openOptions(trade)
  return [...Map.groupBy(open, (leg) => leg.expiry_date)].map(([date, legs]) => {
    const isWhole = trade.status === 'open' && legs.length === open.length
    const { text, isPlural } = structureOf(legs, isWhole ? trade.strategy : null)
    return {
      uid: `${trade.tradeId}-expiry-${date.replaceAll('-', '')}@legbook`,
      date,
      summary: `${trade.underlying} ${text} ${isPlural ? 'expire' : 'expires'}`,
      description: [...legs.map(legText), ...tradeLines(trade, labels)].join('\n'),
      category: 'Expiry',
      ...linkOf(trade, origin),
      modified: jsonTime(trade.updatedAt),
    }
  })
}

/** One event for each short option that is in the money at the last mark, on its expiry. */
function assignments(
  trade: ExpiringTrade,
  marks: readonly PositionMark[],
  labels: Labels,
  origin: string,
): DayEvent[] {
  const { accountId, underlying } = trade
  return openOptions(trade).flatMap((leg) => {
    if (leg.side !== 'short') return []
    const { symbol, kind, expiry_date: expiry } = leg
    const strike = decimal(leg.strike)
    const found = inTheMoney({ accountId, symbol, underlying, kind, strike, expiry }, marks)
    if (found === null) return []
    const at = jsonTime(found.at)
    const { text } = structureOf([leg], null)
    const lines = [
      `In the money at the last mark (${newYorkClock(at).slice(0, 16)} New York): ${found.text}.`,
      legText(leg),
      ...tradeLines(trade, labels),
    ]
    return {
      uid: `${trade.tradeId}-assignment-${symbol}@legbook`,
      date: expiry,
      summary: `${underlying} ${text}: assignment at risk`,
      description: lines.join('\n'),
      category: 'Assignment at risk',
      ...linkOf(trade, origin),
      modified: laterOf(at, jsonTime(trade.updatedAt)),
    }
  })
}

function exDividend(dividend: ExDividend, labels: Labels): DayEvent {
  const { accountId, symbol, exDate, amount, updatedAt } = dividend
  return {
    uid: `${accountId}-ex-dividend-${symbol}-${exDate.replaceAll('-', '')}@legbook`,
    date: exDate,
    summary: `${symbol} ex-dividend`,
    description: [
      `Dividend before tax withheld: ${money(amount)}`,
      accountLine(accountId, labels),
    ].join('\n'),
    category: 'Ex-dividend',
    url: null,
    modified: jsonTime(updatedAt),
  }
}

const isOpenOption = (leg: LegRow): leg is OptionLegRow =>
  (leg.kind === 'call' || leg.kind === 'put') &&
  leg.strike !== null &&
  leg.expiry_date !== null &&
  !decimal(leg.open_qty).isZero

const openOptions = ({ legs }: ExpiringTrade): OptionLegRow[] => legs.filter(isOpenOption)

/**
 * Legs of one expiry as traders write them.
 *
 * @param strategy name of the structure; null to recognise it
 * @example '1x 500/505 call spread'
 */
function structureOf(legs: readonly OptionLegRow[], strategy: string | null) {
  const structure = recogniseStructure(
    legs.map(({ kind, side, open_qty, strike, expiry_date }) => ({
      kind,
      quantity: side === 'short' ? decimal(open_qty).neg() : decimal(open_qty),
      strike: decimal(strike),
      expiry: expiry_date,
    })),
  )
  const strikes = legs.map(({ strike }) => decimal(strike)).toSorted((a, b) => a.cmp(b))
  const different = new Set(strikes.map((strike) => strike.toFixed()))
  const name = (strategy ?? structure.strategy)
    .replace(/^(bull|bear)_(call|put)_spread$/, '$2_spread')
    .replaceAll('_', ' ')
  return {
    text: `${structure.units}x ${[...different].join('/')} ${name}`,
    isPlural: name.endsWith('s'),
  }
}

function legText({ side, open_qty, strike, kind, symbol, avg_open_price }: LegRow): string {
  const opened = avg_open_price === null ? '' : `, opened at ${money(avg_open_price)}`
  return `${side} ${open_qty} ${strike} ${kind} (${symbol})${opened}`
}

function tradeLines(trade: ExpiringTrade, labels: Labels): string[] {
  const { entryCash, openedAt, strategy, accountId } = trade
  const isDebit = entryCash?.startsWith('-')
  const cash = entryCash && `, ${isDebit ? 'debit' : 'credit'} ${money(entryCash.replace('-', ''))}`
  return [
    `${strategy.replaceAll('_', ' ')}, opened on ${jsonDate(openedAt)}${cash ?? ''}`,
    accountLine(accountId, labels),
  ]
}

const accountLine = (accountId: string, labels: Labels): string =>
  `Account: ${labels.get(accountId) ?? accountId}`

const linkOf = ({ tradeId }: ExpiringTrade, origin: string) => ({
  url: `${origin}/trades/${tradeId}`,
})

const laterOf = (a: string, b: string): string => (compareMoments(a, b) < 0 ? b : a)

/** A decimal with at least two decimal places. */
function money(amount: string): string {
  const [whole = '', fraction = ''] = amount.split('.')
  return `${whole}.${fraction.padEnd(2, '0')}`
}
