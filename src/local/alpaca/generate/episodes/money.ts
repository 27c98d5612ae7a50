import { addDays } from '../../../../time/calendar'
import type { CashRequest } from '../../cash-events'
import type { Script } from './script'

/** Bank transfers, a subscription and a wire's fee: rows that belong to the account alone. */
export function bankAndBills(script: Script): void {
  const rows: readonly (readonly [day: number, row: Omit<CashRequest, 'at'>])[] = [
    [0, { type: 'CSD', amount: '2500', description: bank('INCOMING') }],
    [
      3,
      { type: 'FEE', amount: '-99.00', description: 'Market Data Subscription - Algo Trader Plus' },
    ],
    [5, { type: 'CSW', amount: '-1200', description: bank('OUTGOING') }],
    [5, { type: 'FEE', amount: '-25.00', description: 'Outgoing Wire Transfer Fee' }],
    [8, { type: 'PTC', amount: '-0.42', description: 'Pass Through Charge' }],
    [8, { type: 'PTR', amount: '0.17', description: 'Pass Through Rebate' }],
  ]
  for (const [day, row] of rows) {
    script.on([day, '09:05:00'], (broker, at) => broker.moveCash({ ...row, at }))
  }
}

const bank = (direction: string): string =>
  `type: ach, subtype: none, bank: demo, direction: ${direction}`

/** Fees of a non-retail account on a day's shares, with a rebate of the exchange. */
export function nonRetailFees(script: Script): void {
  script.on([1, '09:01:06'], (broker, at) => {
    const day = script.date(0)
    broker.moveCash({
      at,
      type: 'FEE',
      subType: 'NRC',
      amount: '-3.35',
      description: `${day} Non-Retail - Alpaca Trading Fee`,
      details: { qty: '1341', price: '0.0025' },
    })
    broker.moveCash({
      at,
      type: 'FEE',
      subType: 'NRV',
      amount: '0.05',
      description: `${day} Non-Retail - Exchange Fees/Rebates`,
    })
  })
}

/** A month's interest on borrowed money and on lent shares, dated its last day, booked after it. */
export function monthOfInterest(script: Script): void {
  script.on([0, '09:20:00'], (broker, at) => {
    const date = addDays(`${script.date(0).slice(0, 8)}01`, -1)
    const month = MONTHS[Number(date.slice(5, 7)) - 1]
    const description = `Monthly Int - ${month} ${date.slice(0, 4)}`
    broker.moveCash({ at, date, type: 'INT', subType: 'MGN', amount: '-7.83', description })
    const lending = 'Fully Paid Securities Lending'
    broker.moveCash({
      at,
      date,
      type: 'INT',
      subType: 'FPSL',
      amount: '1.19',
      description: lending,
    })
  })
}

const MONTHS =
  'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER'.split(' ')
