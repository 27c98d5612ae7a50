import { describe, expect, it } from 'vitest'
import { decimal } from '../../../src/engine/model/decimal'
import { type FeeFact, type FeeFill, shareFees } from '../../../src/engine/output/fees'

const DAY = '2026-09-10'

const fee = (activityId: string, amount: string, executionId: string | null = null): FeeFact => ({
  activityId,
  amount: decimal(amount),
  executionId,
  coin: null,
  day: DAY,
})

const fill = (
  tradeId: string,
  quantity: string,
  legKind: FeeFill['legKind'] = 'put',
  executionId = `${tradeId} ${quantity}`,
  underlying = 'BTC/USD',
): FeeFill => ({
  ...{ tradeId, executionId, underlying, legKind, day: DAY },
  quantity: decimal(quantity),
})

const shares = (fees: FeeFact[], fills: FeeFill[]) =>
  shareFees(fees, fills).map(({ tradeId, amount }) => `${tradeId} ${amount}`)

describe('fees', () => {
  it('charges a fee of one execution to the trade that it served', () => {
    const fills = [fill('a', '1', 'put', 'x1'), fill('b', '1', 'put', 'x2')]
    expect(shares([fee('occ', '0.03', 'x2')], fills)).toEqual(['b 0.03'])
  })

  it('shares it by quantity where the execution served two trades', () => {
    const fills = [fill('a', '2', 'put', 'x'), fill('b', '1', 'put', 'x')]
    expect(shares([fee('occ', '0.09', 'x')], fills)).toEqual(['a 0.06', 'b 0.03'])
  })

  it("shares a day's aggregate by contracts and hundreds of shares, coins not counted", () => {
    // 3 contracts, 100 shares and a coin: 0.08 is 0.06 and 0.02.
    const fills = [fill('a', '3'), fill('b', '100', 'stock'), fill('c', '5', 'crypto')]
    expect(shares([fee('orf', '0.08')], fills)).toEqual(['a 0.06', 'b 0.02'])
  })

  it('gives the cents that rounding leaves to the largest remainders, of equals by trade id', () => {
    const fills = [fill('c', '1'), fill('a', '1'), fill('b', '1')]
    expect(shares([fee('cat', '0.02')], fills)).toEqual(['a 0.01', 'b 0.01', 'c 0'])
    // 2/7 and 5/7 of 0.03: 0.857 and 2.142 cents.
    expect(shares([fee('taf', '0.03')], [fill('a', '2'), fill('b', '5')])).toEqual([
      'a 0.01',
      'b 0.02',
    ])
  })

  it('gives a rebate back, and shares an amount finer than a cent in its own last digit', () => {
    expect(shares([fee('rebate', '-0.05')], [fill('a', '4'), fill('b', '1')])).toEqual([
      'a -0.04',
      'b -0.01',
    ])
    expect(shares([fee('fine', '0.0003')], [fill('a', '1'), fill('b', '2')])).toEqual([
      'a 0.0001',
      'b 0.0002',
    ])
  })

  it("shares a coin's fee by quantity over that coin's fills of its day, and over nothing else", () => {
    const fills = [
      fill('a', '3'),
      fill('b', '0.2', 'crypto', 'x1'),
      fill('c', '0.1', 'crypto', 'x2'),
      fill('d', '5', 'crypto', 'x3', 'ETH/USD'),
    ]
    expect(shares([{ ...fee('cfee', '0.30'), coin: 'BTC/USD' }], fills)).toEqual(['b 0.2', 'c 0.1'])
    expect(shares([{ ...fee('cfee', '0.30'), coin: 'SOL/USD' }], fills)).toEqual([])
  })

  it("charges a coin's fee to the day before, UTC's night in New York, where its own day has no fills of it", () => {
    const evening = [fill('a', '0.2', 'crypto', 'x1'), fill('b', '0.1', 'crypto', 'x2')]
    const next = [fill('c', '1'), fill('d', '1', 'crypto', 'x3', 'ETH/USD')]
    const coinFee = { ...fee('cfee', '1.37'), coin: 'BTC/USD', day: '2026-09-11' }
    const nextDay = next.map((one) => ({ ...one, day: '2026-09-11' }))
    expect(shares([coinFee], [...evening, ...nextDay])).toEqual(['b 0.46', 'a 0.91'])
    const own = { ...fill('e', '0.1', 'crypto', 'x4'), day: '2026-09-11' }
    expect(shares([coinFee], [...evening, ...nextDay, own])).toEqual(['e 1.37'])
    expect(shares([{ ...coinFee, day: '2026-09-12' }], evening)).toEqual([])
    expect(shares([{ ...fee('orf', '0.08'), day: '2026-09-11' }], evening)).toEqual([])
  })

  it('leaves a fee that no fill of its day explains with the account', () => {
    expect(shares([fee('orf', '0.08')], [fill('a', '1', 'crypto')])).toEqual([])
    expect(shares([fee('occ', '0.03', 'unknown')], [fill('a', '1')])).toEqual([])
  })
})
