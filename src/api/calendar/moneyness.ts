import { parseOccSymbol } from '../../alpaca/occ'
import type { PositionMark } from '../../db/calendar/read'
import { type Decimal, decimal } from '../../engine/model/decimal'
import { micros } from '../../time/micros'
import { newYorkTime } from '../../time/new-york'
import { jsonTime } from '../http/json-values'

/** An option of a trade. */
export interface HeldOption {
  accountId: string
  symbol: string
  underlying: string
  kind: 'call' | 'put'
  strike: Decimal
  /** YYYY-MM-DD. */
  expiry: string
}

/** Why an option is in the money. */
export interface Evidence {
  /** A clause: what the marks show. */
  text: string
  /** Time of the newest mark, as stored. */
  at: string
}

/** Volatility at which an option at the money is about as dear as one can expect. */
const HIGH_VOLATILITY = 0.6

/** Value of an option at the money, per volatility, root of years and strike (1 / sqrt(2 pi)). */
const AT_THE_MONEY = 0.4

const MICROS_A_YEAR = 365 * 86_400 * 1e6
const SHORTEST_MICROS = 3600 * 1e6

/**
 * Whether an option is in the money, as far as the last marks of the account show it. Alpaca marks
 * what an account holds, so the price of the underlying is known if its shares are held, or a call
 * and a put of one strike and expiry (put-call parity). Otherwise the option's own mark decides: it
 * is in the money if it is worth more than an option at the money could be. That finds an option
 * only deep in the money while time is left, and nearly every one on its last days.
 *
 * @returns null if the marks do not show it
 */
export function inTheMoney(option: HeldOption, marks: readonly PositionMark[]): Evidence | null {
  const own = marks.filter(({ accountId }) => accountId === option.accountId)
  const priced = priceOfShares(option, own) ?? priceByParity(option, own)
  if (priced === null) return byItsOwnMark(option, own)
  const { kind, strike } = option
  const isIn = kind === 'call' ? priced.price.gt(strike) : priced.price.lt(strike)
  return isIn ? priced : null
}

type Priced = Evidence & { price: Decimal }

const priceOf = ({ currentPrice }: PositionMark): Decimal => decimal(currentPrice ?? '0')

/** A strike of an adjusted contract does not compare with the price of one share. */
function priceOfShares(
  { symbol, underlying }: HeldOption,
  marks: readonly PositionMark[],
): Priced | null {
  const shares = marks.find((mark) => mark.symbol === underlying && mark.optionType === null)
  if (shares === undefined || parseOccSymbol(symbol)?.adjusted !== false) return null
  const price = priceOf(shares)
  return { price, text: `${underlying} at ${price.toFixed()}`, at: shares.updatedAt }
}

function priceByParity(option: HeldOption, marks: readonly PositionMark[]): Priced | null {
  const find = (type: 'call' | 'put') =>
    marks.find(
      ({ underlying, expiryDate, optionType, strikePrice, symbol }) =>
        underlying === option.underlying &&
        expiryDate === option.expiry &&
        optionType === type &&
        strikePrice !== null &&
        option.strike.eq(strikePrice) &&
        rootOf(symbol) === rootOf(option.symbol),
    )
  const [call, put] = [find('call'), find('put')]
  if (call === undefined || put === undefined) return null
  const price = option.strike.plus(priceOf(call)).minus(priceOf(put))
  const at = call.updatedAt > put.updatedAt ? call.updatedAt : put.updatedAt
  const text = `${option.underlying} at about ${price.toFixed()}, by the call and the put of this strike`
  return { price, text, at }
}

const rootOf = (symbol: string): string | undefined => parseOccSymbol(symbol)?.root

/** An estimate in doubles: no money is computed from it. */
function byItsOwnMark(option: HeldOption, marks: readonly PositionMark[]): Evidence | null {
  const own = marks.find(({ symbol }) => symbol === option.symbol)
  if (own === undefined) return null
  const left = newYorkTime(option.expiry, '16:00:00') - micros(jsonTime(own.updatedAt))
  const years = Math.max(left, SHORTEST_MICROS) / MICROS_A_YEAR
  const most = AT_THE_MONEY * HIGH_VOLATILITY * Math.sqrt(years) * option.strike.toNumber()
  const price = priceOf(own)
  if (price.toNumber() <= most) return null
  const text = `its mark ${price.toFixed()} is more than an option at the money would be worth`
  return { text, at: own.updatedAt }
}
