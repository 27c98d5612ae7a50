import { describe, expect, it } from 'vitest'
import { shareCash } from '../../../src/engine/events/cash-settlement'
import { decimal } from '../../../src/engine/model/decimal'
import { instrumentOf, isOption, type Option } from '../../../src/engine/model/instrument'
import { Facts } from '../support/facts'
import { Grouped } from '../support/grouped'

function contract(kind: 'call' | 'put', strike: number, root = 'SPXW', multiplier = 100): Option {
  const symbol = `${root}260116${kind === 'call' ? 'C' : 'P'}${String(strike * 1000).padStart(8, '0')}`
  const made = instrumentOf(
    ...[symbol, kind, decimal(strike), '2026-01-16', decimal(multiplier), 'SPX'],
  ) as Option
  if (!isOption(made)) throw new Error('no option')
  return made
}

const row = (id: string, instrument: Option, quantity: number) => ({
  id,
  instrument,
  quantity: decimal(quantity),
})

const shared = (...of: Parameters<typeof shareCash>) =>
  [...shareCash(...of)].map(([id, cash]) => [id, cash.toFixed()])

describe('an option that settles in cash', () => {
  it('bought for 2,000 and settled for 5,000 made 3,000, closed by its exercise', () => {
    const facts = new Facts('SPX')
    facts.buyToOpen('C5000', 1, 20, '15 15:00')
    facts.exercise('C5000', -1, { cash: 5000 })
    facts.events.splice(1)
    expect(new Grouped(facts).one).toMatchObject({
      strategy: 'long_call',
      status: 'closed',
      closedBy: ['exercise'],
      entryCash: '-2000',
      exitCash: '5000',
      realizedPl: '3000',
    })
  })

  it('sold for 300 and assigned for a debit of 1,250.55 lost 950.55', () => {
    const facts = new Facts('VIX')
    facts.sellToOpen('C20', 1, 3, '14 15:00')
    facts.assign('C20', 1, { cash: -1250.55 })
    facts.events.splice(1)
    expect(new Grouped(facts).one).toMatchObject({
      closedBy: ['assignment'],
      entryCash: '300',
      exitCash: '-1250.55',
      realizedPl: '-950.55',
    })
  })

  it('settles a put spread at its whole width: 2.40 credit, 10 wide, loss 760', () => {
    const facts = new Facts('SPX')
    facts.sellToOpen('P5010', 1, 5.4, '14 15:00', { parent: 'p' })
    facts.buyToOpen('P5000', 1, 3, '14 15:00', { parent: 'p' })
    facts.assign('P5010', 1, { cash: -3000 })
    facts.exercise('P5000', -1, { cash: 2000 })
    facts.events.splice(0, 4, ...facts.events.filter(({ type }) => type !== 'delivery'))
    expect(new Grouped(facts).one).toMatchObject({
      strategy: 'bull_put_spread',
      closedBy: ['assignment', 'exercise'],
      exitCash: '-1000',
      realizedPl: '-760',
    })
  })

  it('books cash that no price of a contract explains to the cent: 15.89 for three', () => {
    const facts = new Facts()
    facts.buyToOpen('C100', 3, 1, '14 15:00')
    facts.exercise('C100', -3, { cash: 15.89 })
    facts.events.splice(1)
    const grouped = new Grouped(facts)
    expect(grouped.one).toMatchObject({ exitCash: '15.89', realizedPl: '-284.11' })
    expect(grouped.all.fills.filter(({ effect }) => effect === 'close')).toHaveLength(1)
  })

  it('gives each of two trades whole cents: 15.89 for two and one contracts', () => {
    const facts = new Facts()
    const first = facts.buyToOpen('C100', 2, 1, '13 15:00')
    const second = facts.buyToOpen('C100', 1, 1, '14 15:00', { parent: 'p' })
    facts.split(second)
    facts.exercise('C100', -3, { cash: 15.89 })
    facts.events.splice(1)
    const grouped = new Grouped(facts)
    expect(grouped.of(first).exitCash).toBe('10.6')
    expect(grouped.of(second).exitCash).toBe('5.29')
  })

  it('that delivers shares too books both: 100 shares at the strike and 42 in cash', () => {
    const facts = new Facts('GME')
    facts.buyToOpen('C20', 1, 5, '14 15:00')
    facts.exercise('C20', -1, { cash: 42 })
    facts.sell('S', 100, 27, '20 15:00')
    const grouped = new Grouped(facts)
    expect(grouped.trade('long_call')).toMatchObject({ exitCash: '42', realizedPl: '-458' })
    expect(grouped.trade('long_stock')).toMatchObject({ entryCash: '-2000', realizedPl: '700' })
  })

  it('expires at 0 without cash', () => {
    const facts = new Facts('SPX')
    facts.buyToOpen('C5000', 1, 20, '15 15:00')
    facts.expire('C5000', -1)
    expect(new Grouped(facts).one).toMatchObject({ exitCash: '0', realizedPl: '-2000' })
  })

  it('of unknown opening makes one incomplete trade, though its cash needs two prices', () => {
    const facts = new Facts()
    facts.exercise('C100', -3, { cash: 15.89 })
    facts.events.splice(1)
    const { one, all } = new Grouped(facts)
    expect(one).toMatchObject({ incomplete: true, realizedPl: null, exitCash: '15.89' })
    expect(all.fills).toMatchObject([{ qty: '3', price: '0.052966666666666667' }])
  })
})

describe('cash of a group with several options', () => {
  it('is shared by the index level that explains it: calls at 5,200', () => {
    const rows = [row('a', contract('call', 5000), -1), row('b', contract('call', 5100), -2)]
    expect(shared(decimal(40_000), rows, false)).toEqual([
      ['a', '20000'],
      ['b', '20000'],
    ])
  })

  it('is shared over long and short puts so that each keeps its sign and the sum is exact', () => {
    const rows = [row('a', contract('put', 5000), -1), row('b', contract('put', 5010), 1)]
    const [long, short] = shareCash(decimal(-1000), rows, false).values()
    expect(long?.plus(short ?? 0).toFixed()).toBe('-1000')
    expect(long?.gte(0) && short?.lte(0)).toBe(true)
  })

  it('is shared by contracts beside delivered shares, and the rest goes to the last row', () => {
    const rows = [row('a', contract('call', 5), -1), row('b', contract('call', 10), -2)]
    expect(shared(decimal('10'), rows, true)).toEqual([
      ['a', '3.33'],
      ['b', '6.67'],
    ])
  })

  it('is shared by contracts where no index level explains it', () => {
    const rows = [row('a', contract('call', 5000), -1), row('b', contract('call', 5100), -1)]
    expect(shared(decimal(-30), rows, false)).toEqual([
      ['a', '-15'],
      ['b', '-15'],
    ])
  })
})
