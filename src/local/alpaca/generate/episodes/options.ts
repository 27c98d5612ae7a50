import type { Script } from './script'

/** Options on an index settle in cash: one wins, one loses, one short call is assigned. */
export function indexOptions(script: Script): void {
  const call = script.call('SPXW', 4, '6000')
  script.buy([0, '10:15:00'], call, '1', '20.00')
  script.atClose(4, (broker, at) => broker.exercise(call, { at, cash: '5000' }))

  const [short, long] = [script.put('XSP', 6, '600'), script.put('XSP', 6, '595')]
  script.spread([2, '11:00:00'], '2', [
    { symbol: short, side: 'sell', price: '4.10' },
    { symbol: long, side: 'buy', price: '2.60' },
  ])
  script.atClose(6, (broker, at) => {
    broker.assign(short, { at, cash: '-640' })
    broker.expireOption(long, { at })
  })

  const fear = script.call('VIX', 9, '18')
  script.buy([5, '12:10:00'], fear, '3', '1.35')
  script.atClose(9, (broker, at) => broker.exercise(fear, { at, cash: '486' }))
}

/** Eight round trips in options that expire the same day, minutes apart. */
export function dayOfRoundTrips(script: Script): void {
  const call = script.call('XSP', 0, '602')
  const prices = ['0.82 0.95', '0.90 0.84', '0.80 1.02', '0.97 0.91'].concat([
    '0.85 0.99',
    '1.01 0.93',
    '0.88 0.96',
    '0.70 0.78',
  ])
  prices.forEach((pair, index) => {
    const [bought = '', sold = ''] = pair.split(' ')
    const minute = (more: number): string => String(5 + 6 * index + more).padStart(2, '0')
    script.buy([0, `10:${minute(0)}:00`], call, '1', bought)
    script.sell([0, `10:${minute(3)}:00`], call, '1', sold)
  })
}

/** Two cash-secured puts, sold minutes apart: two trades. */
export function twoPuts(script: Script): void {
  const [first, second] = [script.put('SOFI', 9, '9'), script.put('SOFI', 9, '8.5')]
  script.sell([0, '10:10:00'], first, '1', '0.42')
  script.sell([0, '10:13:30'], second, '1', '0.27')
  script.buy([6, '12:00:00'], first, '1', '0.10')
  script.atClose(9, (broker, at) => broker.expireOption(second, { at }))
}

/** A spread rolled by one order, and a put rolled by two orders of one day. */
export function rolls(script: Script): void {
  const [near, wing] = [script.put('DAL', 9, '50'), script.put('DAL', 9, '45')]
  const [later, laterWing] = [script.put('DAL', 19, '49'), script.put('DAL', 19, '44')]
  script.spread([0, '10:30:00'], '1', [
    { symbol: near, side: 'sell', price: '1.60' },
    { symbol: wing, side: 'buy', price: '0.55' },
  ])
  script.spread([7, '11:30:00'], '1', [
    { symbol: near, side: 'buy', price: '2.20', intent: 'buy_to_close' },
    { symbol: wing, side: 'sell', price: '0.60', intent: 'sell_to_close' },
    { symbol: later, side: 'sell', price: '2.70', intent: 'sell_to_open' },
    { symbol: laterWing, side: 'buy', price: '0.85', intent: 'buy_to_open' },
  ])
  script.atClose(19, (broker, at) => {
    broker.expireOption(later, { at })
    broker.expireOption(laterWing, { at })
  })

  const [old, next] = [script.put('HAL', 9, '24'), script.put('HAL', 19, '23')]
  script.sell([1, '11:00:00'], old, '1', '0.60')
  script.buy([8, '10:05:00'], old, '1', '0.85')
  script.sell([8, '12:40:00'], next, '1', '1.05')
  script.buy([15, '11:00:00'], next, '1', '0.20')
}

/** A wheel of 670: a put of 150, assigned; a call of 120, assigned 400 above. */
export function wheelOf670(script: Script): void {
  const [put, call] = [script.put('CCL', 5, '20'), script.call('CCL', 14, '24')]
  script.sell([0, '10:20:00'], put, '1', '1.50')
  script.atClose(5, (broker, at) => broker.assign(put, { at }))
  script.sell([7, '10:25:00'], call, '1', '1.20')
  script.atClose(14, (broker, at) => broker.assign(call, { at }))
}

/** A collar and a covered strangle on shares held, and a call covered by a later one. */
export function covers(script: Script): void {
  script.buy([0, '10:02:00'], 'KMI', '100', '27.00')
  script.sell([1, '11:00:00'], script.call('KMI', 14, '29'), '1', '0.45')
  script.buy([1, '11:00:40'], script.put('KMI', 14, '26'), '1', '0.40')
  script.sell([9, '11:00:00'], script.put('KMI', 14, '26'), '1', '0.15')
  script.buy([9, '11:00:30'], script.call('KMI', 14, '29'), '1', '0.20')
  script.sell([9, '11:02:00'], 'KMI', '100', '27.40')

  script.buy([0, '10:32:00'], 'OXY', '100', '46.00')
  script.spread([2, '11:10:00'], '1', [
    { symbol: script.call('OXY', 15, '49'), side: 'sell', price: '0.75' },
    { symbol: script.put('OXY', 15, '43'), side: 'sell', price: '0.70' },
  ])
  script.atClose(15, (broker, at) => {
    broker.expireOption(script.call('OXY', 15, '49'), { at })
    broker.expireOption(script.put('OXY', 15, '43'), { at })
  })
  script.sell([16, '10:10:00'], 'OXY', '100', '46.80')

  const leap = script.call('MARA', 200, '12')
  script.buy([0, '11:20:00'], leap, '1', '5.10')
  script.sell([1, '11:20:00'], script.call('MARA', 10, '18'), '1', '0.55')
  script.atClose(10, (broker, at) => broker.expireOption(script.call('MARA', 10, '18'), { at }))
  script.sell([17, '12:20:00'], leap, '1', '5.35')
}

/** Shares sold short at 10:00 and delivered by an exercise at 10:05. */
export function middayExercise(script: Script): void {
  const call = script.call('PFE', 30, '24')
  script.buy([0, '10:40:00'], call, '1', '2.20')
  script.sell([6, '10:00:00'], 'PFE', '100', '27.10')
  script.on([6, '10:05:00'], (broker, at) => {
    broker.exercise(call, { at, date: script.date(6), createdAt: at })
  })
}

/**
 * A merger adjusts calls: each delivers 100 shares of the buyer and cash. One is sold, the other
 * exercised at its expiry. A special dividend lowers the strike of another.
 */
export function adjustedContracts(script: Script): void {
  const [old, adjusted] = [script.call('CEIX', 25, '95'), script.call('CNR1', 25, '95')]
  script.buy([0, '10:50:00'], old, '2', '8.40')
  script.on([8, '04:20:00'], (broker, at) =>
    broker.adjustOption(old, {
      at,
      to: adjusted,
      subType: 'MA.SCMA',
      contract: {
        underlying: 'CNR',
        deliverables: [{ symbol: 'CNR', amount: '100', allocationPercentage: '100' }],
      },
    }),
  )
  script.sell([12, '11:00:00'], adjusted, '1', '9.10')
  script.atClose(25, (broker, at) => broker.exercise(adjusted, { at, cash: '15.89' }))
  script.sell([27, '10:15:00'], 'CNR', '100', '106.20')

  const [before, after] = [script.put('WU', 20, '10'), script.put('WU', 20, '9.85')]
  script.sell([0, '11:05:00'], before, '5', '0.49')
  script.on([9, '04:20:00'], (broker, at) =>
    broker.adjustOption(before, { at, to: after, subType: 'DIV.CDIV' }),
  )
  script.atClose(20, (broker, at) => broker.expireOption(after, { at }))
}
