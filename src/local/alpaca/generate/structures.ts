import type { Desk, Leg } from './desk'
import type { Underlying } from './underlyings'

/** The legs of a structure at today's strikes. */
export type StructurePlan = (desk: Desk, underlying: Underlying, expiryDate: string) => Leg[]

const buy = (symbol: string, ratio = 1): Leg => ({ symbol, side: 'buy', ratio })
const sell = (symbol: string, ratio = 1): Leg => ({ symbol, side: 'sell', ratio })

export const ironCondor: StructurePlan = (desk, underlying, expiry) => [
  buy(desk.contract(underlying, 'put', expiry, -2)),
  sell(desk.contract(underlying, 'put', expiry, -1.1)),
  sell(desk.contract(underlying, 'call', expiry, 1.1)),
  buy(desk.contract(underlying, 'call', expiry, 2)),
]

export const ironButterfly: StructurePlan = (desk, underlying, expiry) => [
  buy(desk.contract(underlying, 'put', expiry, -1)),
  sell(desk.contract(underlying, 'put', expiry, 0)),
  sell(desk.contract(underlying, 'call', expiry, 0)),
  buy(desk.contract(underlying, 'call', expiry, 1)),
]

export const putCredit: StructurePlan = (desk, underlying, expiry) => [
  sell(desk.contract(underlying, 'put', expiry, -0.8)),
  buy(desk.contract(underlying, 'put', expiry, -1.6)),
]

export const callCredit: StructurePlan = (desk, underlying, expiry) => [
  sell(desk.contract(underlying, 'call', expiry, 0.8)),
  buy(desk.contract(underlying, 'call', expiry, 1.6)),
]

export const callDebit: StructurePlan = (desk, underlying, expiry) => [
  buy(desk.contract(underlying, 'call', expiry, 0)),
  sell(desk.contract(underlying, 'call', expiry, 0.9)),
]

export const putDebit: StructurePlan = (desk, underlying, expiry) => [
  buy(desk.contract(underlying, 'put', expiry, 0)),
  sell(desk.contract(underlying, 'put', expiry, -0.9)),
]

export const straddle: StructurePlan = (desk, underlying, expiry) => [
  buy(desk.contract(underlying, 'call', expiry, 0)),
  buy(desk.contract(underlying, 'put', expiry, 0)),
]

export const strangle: StructurePlan = (desk, underlying, expiry) => [
  buy(desk.contract(underlying, 'call', expiry, 0.8)),
  buy(desk.contract(underlying, 'put', expiry, -0.8)),
]

export const butterfly: StructurePlan = (desk, underlying, expiry) => [
  buy(desk.contract(underlying, 'call', expiry, -0.7)),
  sell(desk.contract(underlying, 'call', expiry, 0), 2),
  buy(desk.contract(underlying, 'call', expiry, 0.7)),
]

/** The far leg of a calendar expires a month after the near one. */
export const calendar: StructurePlan = (desk, underlying, expiry) => {
  const near = desk.contract(underlying, 'call', expiry, 0.2)
  const strike = Number(near.slice(-8)) / 1000
  return [sell(near), buy(desk.atStrike(underlying, 'call', desk.expiryAfter(expiry), strike))]
}

export const diagonal: StructurePlan = (desk, underlying, expiry) => [
  sell(desk.contract(underlying, 'call', expiry, 0.8)),
  buy(desk.contract(underlying, 'call', desk.expiryAfter(expiry), -0.4)),
]

export const longCall: StructurePlan = (desk, underlying, expiry) => [
  buy(desk.contract(underlying, 'call', expiry, 0.3)),
]

export const longPut: StructurePlan = (desk, underlying, expiry) => [
  buy(desk.contract(underlying, 'put', expiry, -0.3)),
]
