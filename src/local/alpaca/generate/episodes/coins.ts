import type { BrokerExecution } from '../../activity'
import type { Liquidity } from '../../coins'
import { decimal, plain } from '../../decimal'
import type { Script } from './script'

type Charge = (execution: BrokerExecution) => void

/** Charges the fee of an execution at a moment of the day, hours later for some at night. */
const feeAt =
  (script: Script, day: number, clock: string, liquidity: Liquidity = 'taker'): Charge =>
  (execution) =>
    script.on([day, clock], (broker, at) => broker.chargeCoinFee(execution, { at, liquidity }))

/** Bitcoin buys ether, which is sold for bitcoin and for dollars. */
export function coinPairs(script: Script): void {
  const pair = { timeInForce: 'gtc' } as const
  const charged = (day: number, clock: string, liquidity?: Liquidity) => ({
    ...pair,
    filled: feeAt(script, day, clock, liquidity),
  })
  script.buy([0, '10:00:00'], 'BTC/USD', '0.02', '66000', charged(0, '10:00:04'))
  script.buy([0, '14:00:00'], 'ETH/BTC', '0.2', '0.05', charged(0, '14:00:05', 'maker'))
  script.sell([1, '09:30:00'], 'ETH/BTC', '0.1', '0.0525', charged(1, '09:30:05'))
  // Fills of the late evening are charged hours later, under the next date of UTC.
  script.sell([1, '20:30:00'], 'ETH/USD', '0.0997', '3480', charged(1, '23:21:00'))
  script.sell([2, '11:00:00'], 'BTC/USD', '0.015', '68200', charged(2, '11:00:04'))
}

/** A stablecoin pays for a coin, and moves on-chain in and out. */
export function stablecoins(script: Script): void {
  const charged = (day: number, clock: string) => ({ filled: feeAt(script, day, clock) })
  script.on([0, '09:40:00'], (broker, at) => {
    broker.mark('USDC/USD', '1')
    broker.transferIn('USDC/USD', { at, type: 'OCT', qty: '100', price: '1' })
  })
  script.buy([0, '10:10:00'], 'USDC/USD', '900', '1.0002', charged(0, '10:10:04'))
  script.buy([0, '13:10:00'], 'LINK/USDC', '50', '14.20', charged(0, '13:10:03'))
  script.sell([4, '13:10:00'], 'LINK/USD', plain(decimal(50).minus('0.125')), '15.05', {
    ...charged(4, '13:10:03'),
  })
  script.on([6, '12:00:00'], (broker, at) =>
    broker.transferOut('USDC/USD', { at, type: 'OCT', qty: '150' }),
  )
}
