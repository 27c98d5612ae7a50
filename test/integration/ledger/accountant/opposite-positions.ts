import { type Case, date, story } from './story'

/** What comes in closes the other side of its symbol: long and short never coexist. */
export const OPPOSITE_POSITIONS: readonly Case[] = [
  story(
    'merger into a symbol that is short',
    'NAA,NAB',
    (a) => {
      a.buy(1, 100, 'NAA', 10)
      a.short(1, 40, 'NAB', 30)
      a.act(
        'MA',
        10,
        'SMA',
        [
          ['NAA', -100, 10],
          ['NAB', 50, 20],
        ],
        { group_id: 'g-naa' },
      )
    },
    ['long_stock partial 0 [NAB 10 = 200]', 'short_stock closed 400'],
  ),
  story(
    'spin-off into a symbol that is short',
    'NAC,NAD',
    (a) => {
      a.buy(1, 100, 'NAC', 10)
      a.short(2, 20, 'NAD', 5)
      a.act('SPIN', 8, null, [['NAD', 20, 0]], { group_id: 'g-nac' })
    },
    ['long_stock open 0 [NAC 100 = 1000]', 'short_stock closed 100'],
  ),
  story(
    'shares transferred in close a short',
    'NAE',
    (a) => {
      a.short(1, 100, 'NAE', 60)
      a.row('ACATS', date(10), { symbol: 'NAE', qty: '100', price: '50' })
    },
    ['short_stock closed 1000'],
  ),
  story(
    'rename into a symbol that is short in part',
    'NAF,NAG',
    (a) => {
      a.short(1, 100, 'NAF', 10)
      a.buy(1, 30, 'NAG', 8)
      a.act(
        'NC',
        10,
        'SNC',
        [
          ['NAF', 100, 10],
          ['NAG', -100, 10],
        ],
        { group_id: 'g-naf' },
      )
      a.cover(15, 70, 'NAG', 9)
    },
    ['short_stock closed 70', 'long_stock closed 60'],
  ),
  story(
    'restated spin-off gives shares that are short',
    'NAH,NAI',
    (a) => {
      a.buy(1, 10, 'NAH', 100)
      a.short(2, 5, 'NAI', 30)
      a.act(
        'SPIN',
        22,
        null,
        [
          ['NAI', 10, 10],
          ['NAH', -10, 100],
          ['NAH', 10, 90],
        ],
        { group_id: 'g-nah' },
      )
      a.sell(23, 5, 'NAI', 15)
    },
    ['long_stock open 0 [NAH 10 = 900]', 'short_stock closed 100', 'long_stock closed 25 from'],
  ),
  story(
    'a pair trade whose one side becomes the other',
    'EBB,EBC',
    (a) => {
      a.buy(1, 100, 'EBB', 20, { intent: 'open' })
      a.short(1, 50, 'EBC', 45)
      a.act(
        'MA',
        21,
        'SMA',
        [
          ['EBB', -100, 20],
          ['EBC', 50, 40],
        ],
        { group_id: 'ebb' },
      )
    },
    ['long_stock closed 0', 'short_stock closed 250'],
  ),
  story(
    'merger arbitrage with cash',
    'EBD,EBE',
    (a) => {
      a.buy(1, 100, 'EBD', 20, { intent: 'open' })
      a.short(1, 25, 'EBE', 48)
      a.act(
        'MA',
        22,
        'SCMA',
        [
          ['EBD', -100, 20],
          ['EBE', 25, 44],
          ['EBD', 0, null, 900],
        ],
        { group_id: 'ebd' },
      )
    },
    ['long_stock closed 0', 'short_stock closed 100'],
  ),
  story(
    'a short position in a spun-off security bought before',
    'GAS,GAT',
    (a) => {
      a.short(1, 100, 'GAS', 30)
      a.buy(2, 10, 'GAT', 5, { intent: 'open' })
      a.act('SPIN', 24, null, [['GAT', -10, 0]], { group_id: 'gas' })
      a.cover(25, 100, 'GAS', 29)
    },
    ['short_stock closed 100', 'long_stock closed -50'],
  ),
]
