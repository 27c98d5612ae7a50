import { lastClosedSession, session } from '../../time/exchange-calendar'
import { type Micros, rfc3339 } from '../../time/micros'
import type { Books } from './books'
import { cents, type Decimal, decimal, plain, sum, ZERO } from './decimal'
import { assetClassOf } from './instrument'
import type { Marks } from './marks'
import { valuePositions } from './position-payload'

/** Cash, market values and equity at a moment, in dollars. */
export interface Balance {
  readonly cash: Decimal
  readonly long: Decimal
  readonly short: Decimal
  readonly equity: Decimal
}

export function balanceAt(books: Books, marks: Marks, at: Micros, asOf = at): Balance {
  const values = valuePositions(books, marks, at, asOf).map((valued) => valued.marketValue)
  const long = sum(values.filter((value) => value.gt(0)))
  const short = sum(values.filter((value) => value.lt(0)))
  const cash = books.cash.at(at)
  return { cash, long, short, equity: cash.plus(long).plus(short) }
}

/**
 * The JSON of the account, with every key of a recorded one. Cash and equity are exact. Margins and
 * buying power are an estimate (half of the value of the shares) that nothing should rely on.
 */
export function accountPayload(books: Books, marks: Marks, at: Micros): Record<string, unknown> {
  const { cash, long, short, equity } = balanceAt(books, marks, at)
  const close = session(lastClosedSession(at)).close
  const margin = cents(shareValue(books, marks, at).div(2))
  const spare = equity.minus(margin).gt(0) ? equity.minus(margin) : ZERO
  return {
    id: books.accountId,
    admin_configurations: {},
    user_configurations: null,
    account_number: books.accountNumber,
    status: 'ACTIVE',
    crypto_status: 'ACTIVE',
    options_approved_level: 3,
    options_trading_level: 3,
    currency: 'USD',
    buying_power: plain(spare.times(4)),
    regt_buying_power: plain(spare.times(2)),
    effective_buying_power: plain(spare.times(4)),
    non_marginable_buying_power: plain(spare),
    options_buying_power: plain(spare),
    accrued_fees: '0',
    cash: plain(cash),
    portfolio_value: plain(equity),
    trading_blocked: false,
    transfers_blocked: false,
    account_blocked: false,
    created_at: rfc3339(books.openedAt),
    trade_suspended_by_user: false,
    multiplier: '4',
    shorting_enabled: true,
    equity: plain(equity),
    last_equity: plain(lastEquity(books, marks, close, equity)),
    long_market_value: plain(long),
    short_market_value: plain(short),
    position_market_value: plain(long.minus(short)),
    initial_margin: plain(margin),
    maintenance_margin: plain(margin),
    last_maintenance_margin: plain(margin),
    sma: plain(equity),
    balance_asof: lastClosedSession(at),
    crypto_tier: 1,
    intraday_adjustments: '0',
    pending_reg_taf_fees: '0',
  }
}

function shareValue(books: Books, marks: Marks, at: Micros): Decimal {
  return sum(
    valuePositions(books, marks, at)
      .filter(({ holding }) => assetClassOf(holding.symbol) === 'us_equity')
      .map(({ marketValue }) => marketValue.abs()),
  )
}

/** An estimate: yesterday's marks and positions with today's cash, because cash has no history. */
function lastEquity(books: Books, marks: Marks, close: Micros, now: Decimal): Decimal {
  if (close <= books.openedAt) return now
  const then = valuePositions(books, marks, close).map((valued) => valued.marketValue)
  return decimal(books.cash.at(books.clock)).plus(sum(then))
}
