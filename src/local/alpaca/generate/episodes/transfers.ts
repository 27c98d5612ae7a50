import type { Script } from './script'

/** Shares that come from another broker and are sold, and some that leave again at their cost. */
export function acats(script: Script): void {
  script.on([0, '09:12:00'], (broker, at) => {
    broker.transferIn('CSX', { at, qty: '80', price: '33.50' })
    broker.transferIn(script.call('CSX', 60, '34'), { at, qty: '1', price: '1.75' })
  })
  script.sell([6, '11:00:00'], 'CSX', '50', '34.40')
  script.sell([6, '11:05:00'], script.call('CSX', 60, '34'), '1', '2.05')
  script.on([12, '09:12:00'], (broker, at) => broker.transferOut('CSX', { at, qty: '30' }))
}

/** A gift of shares (JNLS), a free delivery (FOPT), both in and out. */
export function journals(script: Script): void {
  script.on([0, '09:15:00'], (broker, at) => {
    broker.transferIn('BAC', { at, type: 'JNLS', qty: '0.75', price: '44.20' })
    broker.transferIn('CMCSA', { at, type: 'FOPT', qty: '10', price: '36.10' })
  })
  script.buy([1, '10:00:30'], 'BAC', '4', '44.00')
  script.on([3, '09:15:00'], (broker, at) => {
    broker.transferOut('BAC', { at, type: 'JNLS', qty: '2' })
    broker.transferOut('CMCSA', { at, type: 'FOPT', qty: '4' })
  })
  script.sell([5, '10:30:00'], 'BAC', '2.75', '45.10')
  script.sell([5, '10:31:00'], 'CMCSA', '6', '35.90')
}
