import { addDays, weekday } from '../../../time/calendar'
import type { Micros } from '../../../time/micros'
import { newYorkDate } from '../../../time/new-york'
import type { Broker } from '../broker'
import { contractPayload, knownContracts } from './contract-payload'
import { notFound } from './errors'
import { flagParameter, listParameter, parameter, wholeParameter, wordParameter } from './query'

/**
 * Selects the page of `/v2/options/contracts`: the contracts that the account has ordered, by
 * default active ones that expire before the coming weekend.
 */
export function contractsPage(
  broker: Broker,
  now: Micros,
  params: URLSearchParams,
): { option_contracts: Record<string, unknown>[]; next_page_token: string | null } {
  const isWanted = contractFilter(params, newYorkDate(now))
  const showDeliverables = flagParameter(params, 'show_deliverables')
  const limit = wholeParameter(params, 'limit', { otherwise: 100, most: 10_000 })
  const token = parameter(params, 'page_token')
  const found = knownContracts(broker)
    .filter((symbol) => token === null || symbol > token)
    .map((symbol) => contractPayload(broker, symbol, now, showDeliverables))
    .filter((contract) => contract !== null)
    .filter(isWanted)
  const page = found.slice(0, limit)
  const last = found.length > limit ? String(page.at(-1)?.symbol) : null
  return { option_contracts: page, next_page_token: last }
}

function contractFilter(params: URLSearchParams, today: string) {
  const underlyings = listParameter(params, 'underlying_symbols')
  const status = wordParameter(params, 'status', ['active', 'inactive'], 'active')
  const kind = parameter(params, 'type')
  const root = parameter(params, 'root_symbol')
  const expiry = parameter(params, 'expiration_date')
  const from = parameter(params, 'expiration_date_gte')
  const usual = status === 'active' && expiry === null ? nextWeekend(today) : null
  const to = parameter(params, 'expiration_date_lte') ?? usual
  const least = parameter(params, 'strike_price_gte')
  const most = parameter(params, 'strike_price_lte')
  return (contract: Record<string, unknown>): boolean => {
    const date = String(contract.expiration_date)
    const strike = Number(contract.strike_price)
    return (
      contract.status === status &&
      (underlyings.length === 0 || underlyings.includes(String(contract.underlying_symbol))) &&
      (kind === null || contract.type === kind) &&
      (root === null || contract.root_symbol === root) &&
      (expiry === null || date === expiry) &&
      (from === null || date >= from) &&
      (to === null || date <= to) &&
      (least === null || strike >= Number(least)) &&
      (most === null || strike <= Number(most))
    )
  }
}

function nextWeekend(today: string): string {
  return addDays(today, 6 - weekday(today))
}

/** One contract by its symbol or id. @throws StandInError 404 for an unknown one. */
export function oneContract(
  broker: Broker,
  now: Micros,
  symbolOrId: string,
): Record<string, unknown> {
  const byId = knownContracts(broker)
    .map((symbol) => contractPayload(broker, symbol, now, true))
    .find((contract) => contract?.id === symbolOrId)
  const contract = byId ?? contractPayload(broker, symbolOrId, now, true)
  if (!contract) throw notFound(`option contract ${symbolOrId} not found`)
  return contract
}
