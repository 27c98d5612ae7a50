import type { Script } from './script'

/** A short sale at 15.00 in a bracket, bought back at its take-profit. */
export function shortBracket(script: Script): void {
  script.on([0, '10:12:04'], (broker, at) => {
    const entry = broker.submit({
      at,
      symbol: 'AAL',
      side: 'sell',
      qty: '60',
      limitPrice: '15.00',
      timeInForce: 'gtc',
      orderClass: 'bracket',
      takeProfit: { limitPrice: '14.10' },
      stopLoss: { stopPrice: '15.60' },
    })
    broker.fill(entry.id, { at, price: '15.00' })
    script.on([3, '11:40:20'], (later, moment) => {
      const exit = entry.legs.find(({ type }) => type === 'limit')
      if (exit) later.fill(exit.id, { at: moment, price: '14.10' })
    })
  })
}

/** A long bracket that its stop ends. */
export function stoppedBracket(script: Script): void {
  script.on([0, '10:31:44'], (broker, at) => {
    const entry = broker.submit({
      at,
      symbol: 'UAL',
      side: 'buy',
      qty: '25',
      limitPrice: '60.00',
      timeInForce: 'gtc',
      orderClass: 'bracket',
      takeProfit: { limitPrice: '63.00' },
      stopLoss: { stopPrice: '58.50' },
    })
    broker.fill(entry.id, { at, price: '60.00' })
    script.on([2, '12:05:31'], (later, moment) => {
      const exit = entry.legs.find(({ type }) => type === 'stop')
      if (exit) later.fill(exit.id, { at: moment, price: '58.46' })
    })
  })
}

/** An execution that the exchange takes back, and one whose price it corrects an hour later. */
export function bustAndCorrection(script: Script): void {
  script.buy([0, '10:02:11'], 'RIVN', '30', '12.40')
  script.buy([0, '10:40:11'], 'RIVN', '10', '21.40', {
    filled: ({ id }) => script.on([0, '11:15:00'], (broker, at) => broker.bust(id, at)),
  })
  script.buy([1, '10:15:00'], 'RIVN', '20', '12.60', {
    filled: ({ id }) =>
      script.on([1, '11:20:00'], (broker, at) => broker.correct(id, { at, price: '12.56' })),
  })
  script.sell([4, '13:00:09'], 'RIVN', '50', '12.90')
}

/** An order that is replaced twice before it fills, the first time after a part. */
export function replacedOrder(script: Script): void {
  script.on([0, '10:20:00'], (broker, at) => {
    const first = broker.submit({ at, symbol: 'INTC', side: 'buy', qty: '80', limitPrice: '20.10' })
    script.on([0, '10:21:00'], (_, moment) => {
      broker.fill(first.id, { at: moment, qty: '30', price: '20.10' })
    })
    script.on([0, '10:24:00'], (_, moment) => {
      const next = broker.replace(first.id, { at: moment, qty: '50', limitPrice: '20.15' })
      script.on([0, '10:27:00'], (__, later) => {
        const last = broker.replace(next.id, { at: later, qty: '50', limitPrice: '20.20' })
        script.on([0, '10:27:30'], (___, end) => broker.fill(last.id, { at: end, price: '20.19' }))
      })
    })
  })
  script.sell([3, '11:00:00'], 'INTC', '80', '20.90')
}

/**
 * Shares of a foreign company: a dividend less 30 percent, the fee of its depositary bank, a
 * payment that is canceled and posted again.
 */
export function foreignDividends(script: Script): void {
  script.buy([0, '10:45:12'], 'TSM', '40', '172.50')
  script.on([8, '08:12:04'], (broker, at) =>
    broker.dividend('TSM', { at, perShare: '0.61', withheld: '30' }),
  )
  script.on([9, '09:10:00'], (broker, at) =>
    broker.moveCash({
      at,
      amount: '-0.80',
      type: 'FEE',
      subType: 'ADR',
      description: 'ADR Custody Fee',
      details: { symbol: 'TSM' },
    }),
  )
  script.on([20, '08:12:04'], (broker, at) => {
    const details = { symbol: 'TSM', qty: '40', per_share_amount: '0.31' }
    const row = { at, type: 'DIV', subType: 'CDIV', details } as const
    broker.moveCash({ ...row, amount: '12.40', status: 'canceled' })
    broker.moveCash({ ...row, amount: '12.20', status: 'correct' })
  })
  script.sell([26, '14:20:00'], 'TSM', '40', '181.20')
}

/** Shares sold short over a dividend, which the seller pays. */
export function shortDividend(script: Script): void {
  script.sell([0, '11:02:00'], 'VZ', '50', '41.20')
  script.on([5, '08:12:04'], (broker, at) => broker.dividend('VZ', { at, perShare: '0.665' }))
  script.buy([9, '11:30:00'], 'VZ', '50', '40.10')
}

/** Shares on loan over a dividend: a payment takes its place. */
export function substitutePayment(script: Script): void {
  script.buy([0, '11:12:40'], 'MO', '60', '52.30')
  script.on([6, '08:12:04'], (broker, at) =>
    broker.moveCash({
      at,
      amount: '58.80',
      type: 'DIV',
      subType: 'SPD',
      description: 'Substitute Payment @ 0.98, Pos QTY: 60',
      details: { symbol: 'MO', qty: '60', per_share_amount: '0.98' },
    }),
  )
  script.sell([14, '13:42:00'], 'MO', '60', '53.10')
}
