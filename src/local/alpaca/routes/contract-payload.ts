import { previousTradingDay } from '../../../time/exchange-calendar'
import type { Micros } from '../../../time/micros'
import { newYorkDate } from '../../../time/new-york'
import type { Broker } from '../broker'
import { assetIdOf, isIndexOption, optionSymbol } from '../instrument'

/** The JSON of an option contract (src/alpaca/README.md 6); null for a symbol that is no option. */
export function contractPayload(
  broker: Broker,
  symbol: string,
  now: Micros,
  showDeliverables: boolean,
): Record<string, unknown> | null {
  const terms = broker.contracts.terms(symbol)
  if (!terms) return null
  const today = newYorkDate(now)
  const yesterday = previousTradingDay(today)
  const active = terms.expiryDate >= today
  return {
    id: assetIdOf(symbol),
    symbol,
    name: contractName(terms.root, terms.expiryDate, terms.strike, terms.optionType),
    status: active ? 'active' : 'inactive',
    // An adjusted contract can only be closed (src/alpaca/README.md 6).
    tradable: active && (terms.root === terms.underlying || isIndexOption(terms)),
    expiration_date: terms.expiryDate,
    root_symbol: terms.root,
    underlying_symbol: terms.underlying,
    underlying_asset_id: assetIdOf(terms.underlying),
    type: terms.optionType,
    style: 'american',
    strike_price: terms.strike,
    multiplier: broker.contracts.multiplier(symbol).toFixed(),
    size: '100',
    open_interest: '26',
    open_interest_date: yesterday,
    close_price: '1.05',
    close_price_date: yesterday,
    ppind: true,
    ...(showDeliverables ? { deliverables: deliverables(broker, symbol) } : {}),
  }
}

function deliverables(broker: Broker, symbol: string): Record<string, unknown>[] {
  return broker.contracts.deliverables(symbol).map((deliverable) => ({
    type: 'equity',
    symbol: deliverable.symbol,
    asset_id: assetIdOf(deliverable.symbol),
    amount: deliverable.amount,
    allocation_percentage: deliverable.allocationPercentage,
    settlement_type: 'T+1',
    settlement_method: 'CCC',
    delayed_settlement: false,
  }))
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function contractName(
  root: string,
  expiryDate: string,
  strike: string,
  optionType: string,
): string {
  const month = MONTHS[Number(expiryDate.slice(5, 7)) - 1]
  const kind = optionType === 'call' ? 'Call' : 'Put'
  return `${root} ${month} ${expiryDate.slice(8)} ${expiryDate.slice(0, 4)} ${strike} ${kind}`
}

/** The symbols of the contracts that the account has ordered, sorted. */
export function knownContracts(broker: Broker): string[] {
  const symbols = new Set<string>()
  for (const order of broker.orders.all()) {
    const terms = order.symbol === null ? null : broker.contracts.terms(order.symbol)
    if (order.symbol === null || !terms) continue
    symbols.add(order.symbol)
    // Alpaca lists the contract of the other kind too.
    const other = terms.optionType === 'call' ? 'put' : 'call'
    symbols.add(optionSymbol(terms.root, terms.expiryDate, other, terms.strike))
  }
  return [...symbols].sort()
}
