import { describe, expect, it } from 'vitest'
import { Facts } from '../support/facts'
import { lineOf, taxOf, taxTradesOf, viewOf } from '../support/tax'

const linesOf = (tell: (facts: Facts) => void, underlying?: string): string[] => {
  const facts = new Facts(underlying)
  tell(facts)
  return taxOf(facts).lots.map(lineOf)
}

describe('a wash sale', () => {
  it('by shares bought after the sale disallows the loss of as many, and adds it to their basis', () => {
    const lines = linesOf((a) => {
      a.buy('S', 100, 10, '05 15:00')
      a.sell('S', 100, 9, '10 15:00')
      a.buy('S', 60, 9, '12 15:00')
      a.sell('S', 60, 12, '20 15:00')
    })
    expect(lines).toEqual([
      '100 sh. AAPL: 2026-01-05 to 2026-01-10, 900 - 1000 = -100 short wash 60',
      '60 sh. AAPL: 2026-01-12 to 2026-01-20, 720 - 540 = 180 short added 60 held since 2026-01-07',
    ])
  })

  it('by shares bought before the sale needs that they are still held', () => {
    const lines = linesOf((a) => {
      a.buy('S', 100, 10, '2025-10-01T15:00:00Z')
      a.buy('S', 50, 9.5, '05 15:00')
      a.sell('S', 100, 9, '10 15:00')
      a.sell('S', 50, 9, '2026-03-20T15:00:00Z')
    })
    expect(lines).toEqual([
      '100 sh. AAPL: 2025-10-01 to 2026-01-10, 900 - 1000 = -100 short wash 50',
      '50 sh. AAPL: 2026-01-05 to 2026-03-20, 450 - 475 = -25 short added 50 held since 2025-09-26',
    ])
  })

  it('is none where all that was bought before is sold on the same day', () => {
    const lines = linesOf((a) => {
      a.buy('S', 100, 10, '05 15:00')
      a.buy('S', 50, 9.5, '06 15:00')
      a.sell('S', 100, 9, '12 15:00')
      a.sell('S', 50, 9, '12 16:00')
    })
    expect(lines.filter((line) => line.includes('wash'))).toEqual([])
  })

  it('is none of the rest of what one order bought', () => {
    const lines = linesOf((a) => {
      a.buy('S', 100, 10, '05 15:00', {
        fills: [
          [60, 10, '05 15:00'],
          [40, 10, '05 15:01'],
        ],
      })
      a.sell('S', 60, 9, '12 15:00')
    })
    expect(lines).toEqual(['60 sh. AAPL: 2026-01-05 to 2026-01-12, 540 - 600 = -60 short'])
  })

  it('is one 30 days after the sale, and none 31 days after it', () => {
    const boughtOn = (time: string) =>
      linesOf((a) => {
        a.buy('S', 100, 10, '2025-10-01T15:00:00Z')
        a.sell('S', 100, 9, '05 15:00')
        a.buy('S', 100, 9, time)
      })
    const sale = '100 sh. AAPL: 2025-10-01 to 2026-01-05, 900 - 1000 = -100 short'
    expect(boughtOn('2026-02-04T15:00:00Z')).toEqual([`${sale} wash 100`])
    expect(boughtOn('2026-02-05T15:00:00Z')).toEqual([sale])
  })

  it('is one 30 days before the sale, and none 31 days before it', () => {
    const boughtOn = (time: string) =>
      linesOf((a) => {
        a.buy('S', 100, 10, '2025-10-01T15:00:00Z')
        a.buy('S', 100, 9, time)
        a.sell('S', 100, 9, '2026-02-04T15:00:00Z')
      })
    const sale = '100 sh. AAPL: 2025-10-01 to 2026-02-04, 900 - 1000 = -100 short'
    expect(boughtOn('05 15:00')).toEqual([`${sale} wash 100`])
    expect(boughtOn('04 15:00')).toEqual([sale])
  })

  it('by shares that replace several lots counts them as held as long as the earliest', () => {
    const lines = linesOf((a) => {
      a.buy('S', 50, 10, '02 15:00')
      a.buy('S', 50, 10, '05 15:00')
      a.sell('S', 100, 9, '08 15:00')
      a.buy('S', 100, 9, '12 15:00')
      a.sell('S', 100, 12, '20 15:00')
    })
    expect(lines).toEqual([
      '50 sh. AAPL: 2026-01-02 to 2026-01-08, 450 - 500 = -50 short wash 50',
      '50 sh. AAPL: 2026-01-05 to 2026-01-08, 450 - 500 = -50 short wash 50',
      '100 sh. AAPL: 2026-01-12 to 2026-01-20, 1200 - 900 = 300 short added 100 held since 2026-01-06',
    ])
  })

  it('is none by shares that were transferred in, which nobody bought', () => {
    const lines = linesOf((a) => {
      a.buy('S', 100, 10, '05 15:00')
      a.sell('S', 100, 9, '08 15:00')
      a.transfer('S', 100, '12', 9)
    })
    expect(lines).toEqual(['100 sh. AAPL: 2026-01-05 to 2026-01-08, 900 - 1000 = -100 short'])
  })

  it('is none by shares of a spin-off, which nobody bought', () => {
    const parent = new Facts()
    parent.buy('S', 100, 100, '05 15:00')
    const group = { group: 'spin' }
    parent.action('spin_off', 100, '12', { of: 'PAB', price: 10, ...group })
    parent.action('spin_off', -100, '12', { price: 100, ...group })
    parent.action('spin_off', 100, '12', { price: 90, ...group })
    const spun = new Facts('PAB')
    spun.buy('S', 100, 10, '05 15:00', { id: 'bought before' })
    spun.sell('S', 100, 9, '08 15:00', { id: 'sold before' })
    const { orders, events } = parent
    const ledger = { ...parent.ledger, orders: [...orders, ...spun.orders], events }
    const trades = taxTradesOf({ ledger }).filter(({ underlying }) => underlying === 'PAB')
    expect(trades).toHaveLength(2)
    expect(viewOf(trades).lots.map(lineOf)).toEqual([
      '100 sh. PAB: 2026-01-05 to 2026-01-08, 900 - 1000 = -100 short',
    ])
  })

  it('by a call bought within the days counts 100 shares for each contract', () => {
    const lines = linesOf((a) => {
      a.buy('S', 250, 10, '05 15:00')
      a.sell('S', 250, 9, '10 15:00')
      a.buyToOpen('C12', 2, 0.5, '11 15:00')
      a.sellToClose('C12', 1, 2, '12 15:00')
    })
    expect(lines).toEqual([
      '250 sh. AAPL: 2026-01-05 to 2026-01-10, 2250 - 2500 = -250 short wash 200',
      '1 AAPL 01/16/2026 12 CALL: 2026-01-11 to 2026-01-12, 200 - 50 = 150 short added 100 held since 2026-01-06',
    ])
  })

  it('whose replacing call is exercised adds its loss to the shares', () => {
    const lines = linesOf((a) => {
      a.buy('S', 100, 10, '05 15:00')
      a.sell('S', 100, 9, '10 15:00')
      a.buyToOpen('C9', 1, 0.5, '11 15:00')
      a.exercise('C9', -1)
      a.sell('S', 100, 12, '2026-03-20T15:00:00Z')
    })
    expect(lines).toEqual([
      '100 sh. AAPL: 2026-01-05 to 2026-01-10, 900 - 1000 = -100 short wash 100',
      '1 AAPL 01/16/2026 9 CALL: 2026-01-11 to 2026-01-16, 0 - 0 = 0 no form (trade -50)',
      '100 sh. AAPL: 2026-01-16 to 2026-03-20, 1200 - 950 = 250 short (trade 300) added 100 held since 2026-01-11',
    ])
  })

  it('takes the earliest replacement first, and each share once', () => {
    const lines = linesOf((a) => {
      a.buy('S', 100, 10, '05 15:00')
      a.sell('S', 50, 9, '07 15:00')
      a.sell('S', 50, 8, '08 15:00')
      a.buy('S', 60, 8, '09 15:00')
      a.buy('S', 30, 8, '12 15:00')
    })
    expect(lines).toEqual([
      '50 sh. AAPL: 2026-01-05 to 2026-01-07, 450 - 500 = -50 short wash 50',
      '50 sh. AAPL: 2026-01-05 to 2026-01-08, 400 - 500 = -100 short wash 80',
    ])
  })

  it('of a short sale is replaced by another short sale', () => {
    const lines = linesOf((a) => {
      a.sellToOpen('S', 100, 10, '05 15:00', { short: true })
      a.buyToClose('S', 100, 11, '10 15:00')
      a.sellToOpen('S', 100, 11, '12 15:00', { short: true })
    })
    expect(lines).toEqual([
      '100 sh. AAPL: 2026-01-10 to 2026-01-10, 1000 - 1100 = -100 short wash 100',
    ])
  })

  it('of an option is flagged without an amount', () => {
    const lines = linesOf((a) => {
      a.buyToOpen('C100', 1, 3, '05 15:00')
      a.sellToClose('C100', 1, 2, '08 15:00')
      a.buyToOpen('C105', 1, 3, '09 15:00')
    })
    expect(lines).toEqual([
      '1 AAPL 01/16/2026 100 CALL: 2026-01-05 to 2026-01-08, 200 - 300 = -100 short wash ?',
    ])
  })

  it('of shares of which the premium of an assigned put is part counts that loss', () => {
    const lines = linesOf((a) => {
      a.sellToOpen('P95', 1, 2, '05 15:00')
      a.assign('P95', 1)
      a.sell('S', 100, 90, '20 15:00')
      a.buy('S', 100, 90, '21 15:00')
    })
    expect(lines.slice(1)).toEqual([
      '100 sh. AAPL: 2026-01-16 to 2026-01-20, 9000 - 9300 = -300 short (trade -500) wash 300',
    ])
  })
})

describe('a wash sale with a split of 4 for 1', () => {
  /** 25 shares before the split are 100 after it. */
  const split = (a: Facts, held: number, day: string, rows: 'pair' | 'difference' = 'pair') => {
    if (rows === 'difference') a.action('old_split', held * 3, day)
    else {
      a.action('split', -held, day, { price: 40, group: 'split' })
      a.action('split', held * 4, day, { price: 10, group: 'split' })
    }
  }

  it('between the sale and a purchase of as many new shares disallows a quarter of the loss', () => {
    const lines = linesOf((a) => {
      a.buy('S', 30, 40, '05 15:00')
      a.sell('S', 20, 36, '10 15:00')
      split(a, 10, '12')
      a.buy('S', 20, 9, '13 15:00')
      a.sell('S', 30, 12, '2026-03-20T15:00:00Z')
    })
    expect(lines).toEqual([
      '20 sh. AAPL: 2026-01-05 to 2026-01-10, 720 - 800 = -80 short wash 20',
      '30 sh. AAPL: 2026-01-05 to 2026-03-20, 360 - 300 = 60 short',
    ])
  })

  it.each(['pair', 'difference'] as const)(
    'between a purchase and the sale counts what was bought in new shares (rows: %s)',
    (rows) => {
      const lines = linesOf((a) => {
        a.buy('S', 25, 40, '2025-10-01T15:00:00Z')
        a.buy('S', 10, 36, '05 15:00')
        split(a, 35, '07', rows)
        a.sell('S', 100, 9, '12 15:00')
        a.sell('S', 40, 9, '2026-03-20T15:00:00Z')
      })
      expect(lines).toEqual([
        '100 sh. AAPL: 2025-10-01 to 2026-01-12, 900 - 1000 = -100 short wash 40',
        '40 sh. AAPL: 2026-01-05 to 2026-03-20, 360 - 360 = 0 short added 40 held since 2025-09-24',
      ])
    },
  )

  it('after both leaves the loss with the shares, each with its part', () => {
    const lines = linesOf((a) => {
      a.buy('S', 25, 40, '05 15:00')
      a.sell('S', 25, 36, '07 15:00')
      a.buy('S', 10, 36, '08 15:00')
      split(a, 10, '12')
      a.sell('S', 20, 12, '14 15:00')
      a.sell('S', 20, 12, '15 15:00')
    })
    expect(lines).toEqual([
      '25 sh. AAPL: 2026-01-05 to 2026-01-07, 900 - 1000 = -100 short wash 40',
      '20 sh. AAPL: 2026-01-08 to 2026-01-14, 240 - 180 = 60 short added 20 held since 2026-01-06',
      '20 sh. AAPL: 2026-01-08 to 2026-01-15, 240 - 180 = 60 short added 20 held since 2026-01-06',
    ])
  })

  it('takes effect after the sales of its day that leave what it removes', () => {
    const lines = linesOf((a) => {
      a.buy('S', 20, 40, '05 15:00')
      a.sell('S', 10, 36, '12 15:00')
      split(a, 10, '12')
      a.buy('S', 20, 9, '13 15:00')
      a.sell('S', 60, 12, '2026-03-20T15:00:00Z')
    })
    expect(lines[0]).toBe('10 sh. AAPL: 2026-01-05 to 2026-01-12, 360 - 400 = -40 short wash 20')
  })

  it('counts a call bought before it as four times as many shares', () => {
    const lines = linesOf((a) => {
      a.buy('S', 100, 40, '2025-10-01T15:00:00Z')
      a.buyToOpen('C100', 1, 0.5, '05 15:00')
      split(a, 100, '07')
      a.sell('S', 300, 9, '12 15:00')
    })
    expect(lines).toEqual([
      '300 sh. AAPL: 2025-10-01 to 2026-01-12, 2700 - 3000 = -300 short wash 300',
    ])
  })

  it('of a short position is mirrored', () => {
    const lines = linesOf((a) => {
      a.sellToOpen('S', 25, 40, '05 15:00', { short: true })
      a.action('split', 25, '07', { price: 40, group: 'split' })
      a.action('split', -100, '07', { price: 10, group: 'split' })
      a.buyToClose('S', 100, 11, '10 15:00')
      a.sellToOpen('S', 50, 11, '12 15:00', { short: true })
    })
    expect(lines).toEqual([
      '100 sh. AAPL: 2026-01-10 to 2026-01-10, 1000 - 1100 = -100 short wash 50',
    ])
  })

  it('of another symbol changes nothing', () => {
    const lines = linesOf((a) => {
      a.buy('S', 25, 40, '05 15:00')
      a.action('split', -10, '06', { of: 'MSFT', group: 'other' })
      a.action('split', 40, '06', { of: 'MSFT', group: 'other' })
      a.sell('S', 25, 36, '07 15:00')
      a.buy('S', 10, 36, '08 15:00')
    })
    expect(lines).toEqual([
      '25 sh. AAPL: 2026-01-05 to 2026-01-07, 900 - 1000 = -100 short wash 40',
    ])
  })
})
