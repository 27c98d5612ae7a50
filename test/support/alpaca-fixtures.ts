import account from '../fixtures/alpaca/account/account.json'
import accountActivities from '../fixtures/alpaca/account/activities.json'
import accountOrders from '../fixtures/alpaca/account/orders.json'
import accountPositions from '../fixtures/alpaca/account/positions.json'
import activities from '../fixtures/alpaca/activities.json'
import contracts from '../fixtures/alpaca/contracts.json'
import documented from '../fixtures/alpaca/documented.json'
import orders from '../fixtures/alpaca/orders.json'
import positions from '../fixtures/alpaca/positions.json'

/** The responses of one paper account on 2026-09-15, which closes to the cent. */
export const ACCOUNT = {
  account,
  orders: accountOrders,
  activities: accountActivities,
  positions: accountPositions,
}

/** Payloads by kind; test/fixtures/alpaca/README.md describes them. */
export const SAMPLES = { orders, activities, positions, contracts, documented }

/** The API of the account in `ACCOUNT`: each list has one page. */
export const fixtureAlpaca: typeof fetch = async (input, init) => {
  const url = new URL(new Request(input, init).url)
  const isLater = url.searchParams.has('after_order_id') || url.searchParams.has('page_token')
  switch (url.pathname) {
    case '/v2/account':
      return Response.json(ACCOUNT.account)
    case '/v2/orders':
      return Response.json(isLater ? [] : ACCOUNT.orders)
    case '/v2/account/activities':
      return Response.json(isLater ? [] : ACCOUNT.activities)
    case '/v2/positions':
      return Response.json(ACCOUNT.positions)
    default:
      return Response.json({ code: 40410000, message: 'not found' }, { status: 404 })
  }
}
