import { describe, expect, it } from 'vitest'
import type { TaxFee } from '../../../src/engine/tax/tax-facts'
import { Facts } from '../support/facts'
import { lineOf, taxOf } from '../support/tax'

type Tell = (facts: Facts) => void

function linesOf(tell: Tell, underlying?: string): string[] {
  const facts = new Facts(underlying)
  tell(facts)
  return taxOf(facts).lots.map(lineOf)
}

const fee = (rule: TaxFee['rule'], amount: string, day: string): TaxFee => ({
  ...{ rule, amount, day, executionId: null, orderIds: [] },
})

const YEAR_BEFORE = '2025-01-12T15:00:00Z'

describe('a lot of shares', () => {
  it('bought and sold has the cost as basis, and the difference as gain', () => {
    const lines = linesOf((a) => {
      a.buy('S', 100, 10, '05 15:00')
      a.sell('S', 100, 11, '12 15:00')
    })
    expect(lines).toEqual(['100 sh. AAPL: 2026-01-05 to 2026-01-12, 1100 - 1000 = 100 short'])
  })

  it('sold on the day one year after it was bought is short-term, and long-term a day later', () => {
    const lines = linesOf((a) => {
      a.buy('S', 100, 10, YEAR_BEFORE)
      a.sell('S', 40, 11, '12 15:00')
      a.sell('S', 60, 11, '13 15:00')
    })
    expect(lines).toEqual([
      '40 sh. AAPL: 2025-01-12 to 2026-01-12, 440 - 400 = 40 short',
      '60 sh. AAPL: 2025-01-12 to 2026-01-13, 660 - 600 = 60 long',
    ])
  })

  it('is one line for each purchase that a sale closes', () => {
    const lines = linesOf((a) => {
      a.buy('S', 60, 10, YEAR_BEFORE)
      a.buy('S', 40, 12, '05 15:00')
      a.sell('S', 100, 11, '14 15:00')
    })
    expect(lines).toEqual([
      '60 sh. AAPL: 2025-01-12 to 2026-01-14, 660 - 600 = 60 long',
      '40 sh. AAPL: 2026-01-05 to 2026-01-14, 440 - 480 = -40 short',
    ])
  })

  it('has the buying fee in its basis and the selling fee out of its proceeds', () => {
    const facts = new Facts()
    const id = facts.buy('S', 100, 10, '05 15:00')
    facts.sell('S', 100, 11, '12 15:00')
    const fees = [
      fee('all_fills', '0.03', '2026-01-05'),
      fee('share_proceeds', '0.04', '2026-01-12'),
      fee('share_quantity', '0.02', '2026-01-12'),
    ]
    expect(taxOf(facts, { [id]: fees }).lots.map(lineOf)).toEqual([
      '100 sh. AAPL: 2026-01-05 to 2026-01-12, 1099.94 - 1000.03 = 99.91 short',
    ])
  })

  it('leaves the fees of shares that are still held with those', () => {
    const facts = new Facts()
    const id = facts.buy('S', 100, 10, '05 15:00')
    facts.sell('S', 25, 11, '12 15:00')
    const fees = [fee('all_fills', '0.04', '2026-01-05')]
    expect(taxOf(facts, { [id]: fees }).lots.map(lineOf)).toEqual([
      '25 sh. AAPL: 2026-01-05 to 2026-01-12, 275 - 250.01 = 24.99 short',
    ])
  })

  it('shares a fee with the other purchases of its order, and the last has the rest', () => {
    const facts = new Facts()
    const fills: [number, number, string][] = [
      [1, 10, '05 15:00'],
      [1, 10, '05 15:01'],
      [1, 10, '05 15:02'],
    ]
    const id = facts.buy('S', 3, 10, '05 15:00', { fills })
    facts.sell('S', 3, 11, '12 15:00')
    expect(
      taxOf(facts, { [id]: [fee('all_fills', '0.1', '2026-01-05')] }).lots.map(lineOf),
    ).toEqual([
      '1 sh. AAPL: 2026-01-05 to 2026-01-12, 11 - 10.033333333 = 0.966666667 short',
      '1 sh. AAPL: 2026-01-05 to 2026-01-12, 11 - 10.033333333 = 0.966666667 short',
      '1 sh. AAPL: 2026-01-05 to 2026-01-12, 11 - 10.033333334 = 0.966666666 short',
    ])
  })

  it('has a fee that no rule explains if it is the last sale up to the day of the fee', () => {
    const facts = new Facts()
    const id = facts.buy('S', 3, 10, '05 15:00')
    for (const day of ['12', '13', '14']) facts.sell('S', 1, 11, `${day} 15:00`)
    expect(taxOf(facts, { [id]: [fee('account', '0.1', '2026-01-13')] }).lots.map(lineOf)).toEqual([
      '1 sh. AAPL: 2026-01-05 to 2026-01-12, 11 - 10 = 1 short',
      '1 sh. AAPL: 2026-01-05 to 2026-01-13, 10.9 - 10 = 0.9 short',
      '1 sh. AAPL: 2026-01-05 to 2026-01-14, 11 - 10 = 1 short',
    ])
  })

  it('sold short is acquired and delivered on the date of the purchase that covers it', () => {
    const lines = linesOf((a) => {
      a.sellToOpen('S', 100, 11, '05 15:00', { short: true })
      a.buyToClose('S', 100, 10, '12 15:00')
    })
    expect(lines).toEqual(['100 sh. AAPL: 2026-01-12 to 2026-01-12, 1100 - 1000 = 100 short'])
  })

  it('sold in the night has the trade date of the next trading day', () => {
    const lines = linesOf((a) => {
      a.buy('S', 100, 10, '2025-12-30T15:00:00Z')
      a.sell('S', 100, 11, '2026-01-01T01:30:00Z')
    })
    expect(lines).toEqual(['100 sh. AAPL: 2025-12-30 to 2026-01-02, 1100 - 1000 = 100 short'])
  })
})

describe('a lot of options', () => {
  it('bought and sold is described with expiry, strike and type', () => {
    const lines = linesOf((a) => {
      a.buyToOpen('C102.5', 2, 1, '05 15:00')
      a.sellToClose('C102.5', 2, 1.5, '12 15:00')
    })
    expect(lines).toEqual([
      '2 AAPL 01/16/2026 102.5 CALL: 2026-01-05 to 2026-01-12, 300 - 200 = 100 short',
    ])
  })

  it('bought more than a year before it expires worthless is a long-term loss', () => {
    const lines = linesOf((a) => {
      a.buyToOpen('C100', 1, 3, YEAR_BEFORE)
      a.expire('C100', -1)
    })
    expect(lines).toEqual([
      '1 AAPL 01/16/2026 100 CALL: 2025-01-12 to 2026-01-16, 0 - 300 = -300 long',
    ])
  })

  it('sold and bought back is acquired at the purchase, sold at the sale, and short-term', () => {
    const lines = linesOf((a) => {
      a.sellToOpen('P95', 1, 2, YEAR_BEFORE)
      a.buyToClose('P95', 1, 0.5, '14 15:00')
    })
    expect(lines).toEqual([
      '1 AAPL 01/16/2026 95 PUT: 2026-01-14 to 2025-01-12, 200 - 50 = 150 short',
    ])
  })

  it('sold and expired has a basis of 0, at the date of expiry', () => {
    const lines = linesOf((a) => {
      a.sellToOpen('P95', 1, 2, '05 15:00')
      a.expire('P95', 1)
    })
    expect(lines).toEqual([
      '1 AAPL 01/16/2026 95 PUT: 2026-01-16 to 2026-01-05, 200 - 0 = 200 short',
    ])
  })

  it('rolled closes at the roll, and the new one on its own', () => {
    const lines = linesOf((a) => {
      a.sellToOpen('P95', 1, 2, '05 15:00')
      a.buyToClose('P95', 1, 1, '12 15:00', { parent: 'roll' })
      a.sellToOpen('P95f', 1, 3, '12 15:00', { parent: 'roll' })
      a.buyToClose('P95f', 1, 1, '20 15:00')
    })
    expect(lines).toEqual([
      '1 AAPL 01/16/2026 95 PUT: 2026-01-12 to 2026-01-05, 200 - 100 = 100 short',
      '1 AAPL 02/20/2026 95 PUT: 2026-01-20 to 2026-01-12, 300 - 100 = 200 short',
    ])
  })

  it('of a condor is one line for each leg', () => {
    const lines = linesOf((a) => {
      a.buyToOpen('P90', 1, 1, '05 15:00', { parent: 'p' })
      a.sellToOpen('P95', 1, 2, '05 15:00', { parent: 'p' })
      a.sellToOpen('C105', 1, 2, '05 15:00', { parent: 'p' })
      a.buyToOpen('C110', 1, 1, '05 15:00', { parent: 'p' })
      for (const [leg, change] of [
        ['P90', -1],
        ['P95', 1],
        ['C105', 1],
        ['C110', -1],
      ] as const)
        a.expire(leg, change)
    })
    expect(lines.toSorted()).toEqual([
      '1 AAPL 01/16/2026 105 CALL: 2026-01-16 to 2026-01-05, 200 - 0 = 200 short',
      '1 AAPL 01/16/2026 110 CALL: 2026-01-05 to 2026-01-16, 0 - 100 = -100 short',
      '1 AAPL 01/16/2026 90 PUT: 2026-01-05 to 2026-01-16, 0 - 100 = -100 short',
      '1 AAPL 01/16/2026 95 PUT: 2026-01-16 to 2026-01-05, 200 - 0 = 200 short',
    ])
  })
})

describe('premiums of assigned and exercised options', () => {
  it('a short put lowers the basis of the shares bought, also where they are sold a year later', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 2, '05 15:00')
    facts.assign('P95', 1)
    facts.sell('S', 100, 97, '2027-01-19T15:00:00Z')
    const { lots, totals, heldPremium } = taxOf(facts)
    expect(lots.map(lineOf)).toEqual([
      '1 AAPL 01/16/2026 95 PUT: 2026-01-16 to 2026-01-05, 0 - 0 = 0 no form (trade 200)',
      '100 sh. AAPL: 2026-01-16 to 2027-01-19, 9700 - 9300 = 400 long (trade 200)',
    ])
    expect([totals.difference, totals.gain, totals.tradePl, heldPremium].map(String)).toEqual([
      '0',
      '400',
      '400',
      '0',
    ])
  })

  it('list each difference with its reason, and sum to what is still held', () => {
    const facts = new Facts()
    const put = facts.sellToOpen('P95', 1, 2, '05 15:00')
    facts.assign('P95', 1)
    facts.sell('S', 40, 97, '20 15:00')
    const fees = [fee('option_contracts', '0.05', '2026-01-05')]
    const { lots, totals, heldPremium } = taxOf(facts, { [put]: fees })
    expect(lots.flatMap(({ lot }) => lot.differences)).toMatchObject([
      { reason: 'moved_to_shares', tradeId: null },
      { reason: 'option_premium', tradeId: lots[0]?.lot.tradeId },
    ])
    expect(lots.map(({ lot }) => String(lot.difference))).toEqual(['-199.95', '79.98'])
    expect(String(heldPremium)).toBe('119.97')
    expect(String(totals.difference)).toBe('-119.97')
  })

  it('leave with shares that are transferred out, and so do their fees', () => {
    const facts = new Facts()
    const put = facts.sellToOpen('P95', 1, 2, '05 15:00')
    const bought = facts.buy('S', 20, 96, '05 16:00')
    facts.assign('P95', 1)
    facts.transfer('S', -120, '20')
    const fees = {
      [put]: [fee('option_contracts', '0.05', '2026-01-05')],
      [bought]: [fee('all_fills', '0.03', '2026-01-05')],
    }
    const { lots, totals, heldPremium } = taxOf(facts, fees)
    expect(lots.map(lineOf)).toEqual([
      '1 AAPL 01/16/2026 95 PUT: 2026-01-16 to 2026-01-05, 0 - 0 = 0 no form (trade 199.95)',
      '20 sh. AAPL: 2026-01-05 to 2026-01-20, 1920.03 - 1920.03 = 0 no form (trade -0.03) transferred_out',
      '100 sh. AAPL: 2026-01-16 to 2026-01-20, 9300.05 - 9300.05 = 0 no form transferred_out',
    ])
    expect([totals.difference, heldPremium, totals.movedOut].map(String)).toEqual([
      '-199.92',
      '0',
      '199.92',
    ])
  })

  it('a long call raises the basis of the shares, whose holding begins at the exercise', () => {
    const lines = linesOf((a) => {
      a.buyToOpen('C100', 1, 3, YEAR_BEFORE)
      a.exercise('C100', -1)
      a.sell('S', 100, 110, '2027-01-16T15:00:00Z')
    })
    expect(lines).toEqual([
      '1 AAPL 01/16/2026 100 CALL: 2025-01-12 to 2026-01-16, 0 - 0 = 0 no form (trade -300)',
      '100 sh. AAPL: 2026-01-16 to 2027-01-16, 11000 - 10300 = 700 short (trade 1000)',
    ])
  })

  it('a short call raises the proceeds of the shares that it takes', () => {
    const lines = linesOf((a) => {
      a.buy('S', 100, 100, YEAR_BEFORE)
      a.sellToOpen('C105', 1, 2, '06 15:00')
      a.assign('C105', 1)
    })
    expect(lines.toSorted()).toEqual([
      '1 AAPL 01/16/2026 105 CALL: 2026-01-16 to 2026-01-06, 0 - 0 = 0 no form (trade 200)',
      '100 sh. AAPL: 2025-01-12 to 2026-01-16, 10700 - 10000 = 700 long (trade 500)',
    ])
  })

  it('a long put lowers the proceeds of the shares that it sells', () => {
    const lines = linesOf((a) => {
      a.buy('S', 100, 100, YEAR_BEFORE)
      a.buyToOpen('P95', 1, 1.5, '06 15:00')
      a.exercise('P95', -1)
    })
    expect(lines.toSorted()).toEqual([
      '1 AAPL 01/16/2026 95 PUT: 2026-01-06 to 2026-01-16, 0 - 0 = 0 no form (trade -150)',
      '100 sh. AAPL: 2025-01-12 to 2026-01-16, 9350 - 10000 = -650 long (trade -500)',
    ])
  })

  it('a short call without shares opens a short sale, with the premium in its proceeds', () => {
    const lines = linesOf((a) => {
      a.sellToOpen('C100', 1, 3, '05 15:00')
      a.assign('C100', 1)
      a.buy('S', 100, 101, '20 15:00')
    })
    expect(lines).toEqual([
      '1 AAPL 01/16/2026 100 CALL: 2026-01-16 to 2026-01-05, 0 - 0 = 0 no form (trade 300)',
      '100 sh. AAPL: 2026-01-20 to 2026-01-20, 10300 - 10100 = 200 short (trade -100)',
    ])
  })

  it('a wheel: the put lowers the basis, the call raises the proceeds, and nothing is lost', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 2, '05 15:00')
    facts.assign('P95', 1)
    facts.sellToOpen('C100f', 1, 1.5, '20 15:00')
    facts.assign('C100f', 1)
    const { lots, totals } = taxOf(facts)
    expect(lots.map(lineOf).toSorted()).toEqual([
      '1 AAPL 01/16/2026 95 PUT: 2026-01-16 to 2026-01-05, 0 - 0 = 0 no form (trade 200)',
      '1 AAPL 02/20/2026 100 CALL: 2026-02-20 to 2026-01-20, 0 - 0 = 0 no form (trade 150)',
      '100 sh. AAPL: 2026-01-16 to 2026-02-20, 10150 - 9300 = 850 short (trade 500)',
    ])
    expect(String(totals.difference)).toBe('0')
    expect(String(totals.short.gain)).toBe('850')
  })

  it('a spread with both legs in the money sells the shares of one to the other', () => {
    const { lots, totals } = taxOf(spreadInTheMoney())
    expect(lots.map(lineOf).toSorted()).toEqual([
      '1 AAPL 01/16/2026 100 CALL: 2026-01-16 to 2026-01-05, 0 - 0 = 0 no form (trade 300)',
      '1 AAPL 01/16/2026 105 CALL: 2026-01-05 to 2026-01-16, 0 - 0 = 0 no form (trade -100)',
      '100 sh. AAPL: 2026-01-16 to 2026-01-16, 10300 - 10600 = -300 short (trade -500)',
    ])
    expect(String(totals.difference)).toBe('0')
  })

  it('of several contracts go to the shares by contract', () => {
    const lines = linesOf((a) => {
      a.sellToOpen('P95', 2, 2, '05 15:00')
      a.sellToOpen('P95', 1, 3.5, '06 15:00')
      a.assign('P95', 3)
      a.sell('S', 300, 97, '20 15:00')
    })
    expect(lines.slice(-2)).toEqual([
      '200 sh. AAPL: 2026-01-16 to 2026-01-20, 19400 - 18600 = 800 short (trade 400)',
      '100 sh. AAPL: 2026-01-16 to 2026-01-20, 9700 - 9150 = 550 short (trade 200)',
    ])
  })

  it('stay with the option where no delivered shares are known', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 2, '05 15:00')
    facts.assign('P95', 1)
    facts.events.splice(-1)
    expect(taxOf(facts).lots.map(lineOf)).toEqual([
      '1 AAPL 01/16/2026 95 PUT: 2026-01-16 to 2026-01-05, 200 - 0 = 200 short delivery_unknown',
    ])
  })

  it('follow the shares through a split', () => {
    const facts = new Facts()
    facts.sellToOpen('P95', 1, 2, '05 15:00')
    facts.assign('P95', 1)
    const options = { price: 95, group: 'split' }
    facts.action('split', -100, '20', options)
    facts.action('split', 200, '20', { ...options, price: 47.5 })
    facts.sell('S', 50, 50, '22 15:00')
    facts.sell('S', 150, 51, '23 15:00')
    const { lots, totals, heldPremium } = taxOf(facts)
    expect(lots.slice(1).map(lineOf)).toEqual([
      '50 sh. AAPL: 2026-01-16 to 2026-01-22, 2500 - 2325 = 175 short (trade 125)',
      '150 sh. AAPL: 2026-01-16 to 2026-01-23, 7650 - 6975 = 675 short (trade 525)',
    ])
    expect([totals.difference, heldPremium].map(String)).toEqual(['0', '0'])
  })
})

function spreadInTheMoney(): Facts {
  const facts = new Facts()
  facts.sellToOpen('C100', 1, 3, '05 15:00', { parent: 'p' })
  facts.buyToOpen('C105', 1, 1, '05 15:00', { parent: 'p' })
  facts.assign('C100', 1)
  facts.exercise('C105', -1)
  return facts
}

describe('corporate actions and transfers', () => {
  it('a split changes neither the date acquired nor the basis, and fees follow', () => {
    const facts = new Facts()
    const id = facts.buy('S', 100, 10, YEAR_BEFORE)
    facts.action('split', -100, '12', { price: 10, group: 'split' })
    facts.action('split', 400, '12', { price: 2.5, group: 'split' })
    facts.sell('S', 100, 3, '14 15:00')
    const fees = [fee('all_fills', '0.08', '2025-01-13')]
    const own = { ...fees[0], day: '2025-01-13' } as TaxFee
    expect(taxOf(facts, { [id]: [{ ...own, day: '2025-01-12' }] }).lots.map(lineOf)).toEqual([
      '100 sh. AAPL: 2025-01-12 to 2026-01-14, 300 - 250.02 = 49.98 long',
    ])
  })

  it('spun-off shares were acquired when the shares were that they came of', () => {
    const facts = new Facts('PAA')
    facts.buy('S', 10, 100, YEAR_BEFORE)
    const group = { group: 'spin' }
    facts.action('spin_off', 5, '12', { of: 'PAB', price: 20, ...group })
    facts.action('spin_off', -10, '12', { price: 100, ...group })
    facts.action('spin_off', 10, '12', { price: 90, ...group })
    const sale = new Facts('PAB')
    sale.sell('S', 5, 30, '14 15:00')
    facts.orders.push(...sale.orders.map((order) => ({ ...order, id: 'sale' })))
    expect(taxOf(facts).lots.map(lineOf)).toEqual([
      '5 sh. PAB: 2025-01-12 to 2026-01-14, 150 - 100 = 50 long',
    ])
  })

  it('spun-off shares of purchases on two dates name no date, and the term if it is one', () => {
    const facts = new Facts('PAA')
    facts.buy('S', 10, 100, '05 15:00')
    facts.buy('S', 10, 100, '06 15:00')
    const group = { group: 'spin' }
    facts.action('spin_off', 10, '12', { of: 'PAB', price: 20, ...group })
    facts.action('spin_off', -20, '12', { price: 100, ...group })
    facts.action('spin_off', 20, '12', { price: 90, ...group })
    const sale = new Facts('PAB')
    sale.sell('S', 10, 30, '14 15:00')
    facts.orders.push(...sale.orders.map((order) => ({ ...order, id: 'sale' })))
    expect(taxOf(facts).lots.map(lineOf)).toEqual([
      '10 sh. PAB: ? to 2026-01-14, 300 - 200 = 100 short several_dates',
    ])
  })

  it('cash in lieu is a line of its own without basis', () => {
    const lines = linesOf((a) => {
      a.buy('S', 25, 4, YEAR_BEFORE)
      a.action('split', -25, '14', { price: 4, group: 'split' })
      a.action('split', 2, '14', { price: 50, group: 'split' })
      a.action('cash_in_lieu', 0, '15', { cash: 21 })
    })
    expect(lines).toEqual(['0 sh. AAPL: 2025-01-12 to 2026-01-15, 21 - 0 = 21 long'])
  })

  it('shares transferred in have the price of the transfer as basis, and no date', () => {
    const lines = linesOf((a) => {
      a.transfer('S', 100, '05', 50)
      a.sell('S', 100, 60, '12 15:00')
    })
    expect(lines).toEqual(['100 sh. AAPL: ? to 2026-01-12, 6000 - 5000 = 1000 ? transferred_in'])
  })

  it('shares transferred in without a price have no basis: it is not 0', () => {
    const lines = linesOf((a) => {
      a.transfer('S', 100, '05')
      a.sell('S', 100, 60, '12 15:00')
    })
    expect(lines).toEqual([
      '100 sh. AAPL: ? to 2026-01-12, 6000 - ? = ? ? (trade ?) basis_unknown transferred_in',
    ])
  })

  it('shares transferred out are no sale', () => {
    const lines = linesOf((a) => {
      a.buy('S', 100, 50, '05 15:00')
      a.transfer('S', -100, '08')
    })
    expect(lines).toEqual([
      '100 sh. AAPL: 2026-01-05 to 2026-01-08, 5000 - 5000 = 0 no form transferred_out',
    ])
  })

  it('what was opened before the history has no date and no basis', () => {
    const lines = linesOf((a) => a.sellToClose('C100', 1, 2, '12 15:00'))
    expect(lines).toEqual([
      '1 AAPL 01/16/2026 100 CALL: ? to 2026-01-12, 200 - ? = ? ? (trade ?) opened_before_history basis_unknown',
    ])
  })
})

describe('Section 1256 contracts', () => {
  it('are on Form 6781, 60 % long-term and 40 % short-term', () => {
    const facts = new Facts('SPX')
    facts.buyToOpen('C100', 1, 3, '05 15:00')
    facts.sellToClose('C100', 1, 4.01, '06 15:00')
    const { lots, totals } = taxOf(facts)
    expect(lots.map(lineOf)).toEqual([
      '1 SPX 01/16/2026 100 CALL: 2026-01-05 to 2026-01-06, 401 - 300 = 101 60/40',
    ])
    expect(lots[0]?.lot).toMatchObject({ form: '6781', section1256: true, term: null })
    const { longTermGain, shortTermGain } = lots[0]?.lot ?? {}
    expect([longTermGain, shortTermGain].map(String)).toEqual(['60.6', '40.4'])
    expect([totals.section1256.gain, totals.longPart1256].map(String)).toEqual(['101', '60.6'])
    expect(totals.short.lots + totals.long.lots).toBe(0)
  })

  it.each([
    ['2025-12-31T20:00:00Z', true],
    ['02 15:00', false],
  ])('opened at %s need the value of the end of the year: %s', (openedAt, needed) => {
    const facts = new Facts('SPX')
    facts.buyToOpen('C100', 1, 3, openedAt)
    facts.sellToClose('C100', 1, 4, '06 15:00')
    const { lots, totals } = taxOf(facts)
    expect(lots[0]?.lot.flags).toEqual(needed ? ['held_over_year_end'] : [])
    expect(totals.overYearEnd).toBe(needed ? 1 : 0)
  })

  it('settled in cash at expiry keep their gain, and are never wash sales', () => {
    const lines = linesOf((a) => {
      a.buyToOpen('C100', 1, 3, '05 15:00')
      a.sellToClose('C100', 1, 2, '06 15:00')
      a.buyToOpen('C100', 1, 3, '07 15:00')
      a.exercise('C100', -1, { cash: 250 })
      a.events.splice(-1)
    }, 'SPX')
    expect(lines).toEqual([
      '1 SPX 01/16/2026 100 CALL: 2026-01-05 to 2026-01-06, 200 - 300 = -100 60/40',
      '1 SPX 01/16/2026 100 CALL: 2026-01-07 to 2026-01-16, 250 - 300 = -50 60/40',
    ])
  })

  it('are not options on SPY, an ETF', () => {
    const lines = linesOf((a) => {
      a.buyToOpen('C100', 1, 3, '05 15:00')
      a.sellToClose('C100', 1, 4, '06 15:00')
    }, 'SPY')
    expect(lines).toEqual([
      '1 SPY 01/16/2026 100 CALL: 2026-01-05 to 2026-01-06, 400 - 300 = 100 short',
    ])
  })
})

describe('coins', () => {
  it('sold at a loss and bought again are no wash sale', () => {
    const lines = linesOf((a) => {
      a.buy('B', 1, 100, '05 15:00')
      a.sell('B', 1, 90, '06 15:00')
      a.buy('B', 1, 91, '07 15:00')
    }, 'BTC/USD')
    expect(lines).toEqual([
      '1 BTC: 2026-01-05 to 2026-01-06, 90 - 100 = -10 short no_wash_sale_rule',
    ])
  })

  it('keep the whole cost when a fee was taken in coins', () => {
    const lines = linesOf((a) => {
      a.buy('B', 1, 100, '05 15:00')
      a.coinFee(0.0025, '2026-01-05')
      a.sell('B', 0.9975, 110, '06 15:00')
    }, 'BTC/USD')
    expect(lines).toEqual([
      '0.9975 BTC: 2026-01-05 to 2026-01-06, 109.725 - 100 = 9.725 short no_wash_sale_rule',
    ])
  })
})
