import { at, type Case, date, story } from './story'

/** Events whose rows name a day and no time, among the orders of that day. */
export const DAYS: readonly Case[] = [
  story(
    'merger in the evening of a day of trades',
    'CAJ,CAK',
    (a) => {
      a.buy(1, 100, 'CAJ', 10)
      a.sell(16, 50, 'CAJ', 12, { intent: 'close' })
      a.buy(at(16, '18:00'), 50, 'CAJ', 11, { intent: 'open' })
      a.act(
        'MA',
        16,
        'SMA',
        [
          ['CAJ', -100, 10.5],
          ['CAK', 50, 21],
        ],
        { group_id: 'g-caj' },
      )
      a.sell(17, 50, 'CAK', 25)
    },
    ['long_stock closed 300'],
  ),
  story(
    'three names in a day',
    'PAI,PAJ,PAK,PAL',
    (a) => {
      a.buy(1, 30, 'PAI', 10)
      a.act(
        'NC',
        10,
        'SNC',
        [
          ['PAJ', 30, 10],
          ['PAI', -30, 10],
        ],
        { group_id: 'g-pai' },
      )
      a.act(
        'NC',
        10,
        'SNC',
        [
          ['PAK', 30, 10],
          ['PAJ', -30, 10],
        ],
        { group_id: 'g-paj' },
      )
      a.act(
        'NC',
        10,
        'SNC',
        [
          ['PAL', 30, 10],
          ['PAK', -30, 10],
        ],
        { group_id: 'g-pak' },
      )
      a.sell(15, 30, 'PAL', 12)
    },
    ['long_stock closed 60'],
  ),
  story(
    'three names in a day without groups',
    'PAM,PAN,PAO,PAP',
    (a) => {
      a.buy(1, 30, 'PAM', 10)
      a.act('NC', 24, 'SNC', [
        ['PAO', 30, 10],
        ['PAN', -30, 10],
        ['PAP', 30, 10],
        ['PAO', -30, 10],
        ['PAN', 30, 10],
        ['PAM', -30, 10],
      ])
      a.sell(25, 30, 'PAP', 12)
    },
    ['long_stock closed 60'],
  ),
  story(
    'split in the evening of a day of trades',
    'PAQ',
    (a) => {
      a.buy(1, 10, 'PAQ', 100)
      a.buy(10, 5, 'PAQ', 130, { intent: 'open' })
      a.act('SPLIT', 10, 'FSPLIT', [
        ['PAQ', -15, 110],
        ['PAQ', 30, 55],
      ])
      a.sell(11, 30, 'PAQ', 60)
    },
    ['long_stock closed 150'],
  ),
  story(
    'cash in lieu of the old symbol on the day of the merger',
    'PAU,PAV',
    (a) => {
      a.buy(1, 25, 'PAU', 4)
      a.act(
        'MA',
        17,
        'SMA',
        [
          ['PAU', -25, 4],
          ['PAV', 2, 50],
        ],
        { group_id: 'g-pau' },
      )
      a.act('CIL', 17, null, [['PAU', 0, null, 21]])
      a.sell(18, 2, 'PAV', 45)
    },
    ['long_stock closed 11'],
  ),
  story(
    'two symbols swap their names',
    'PBA,PBB',
    (a) => {
      a.buy(1, 100, 'PBA', 10)
      a.buy(1, 50, 'PBB', 20)
      a.act(
        'NC',
        11,
        'SNC',
        [
          ['PBA', -100, 10],
          ['PBB', 100, 10],
        ],
        { group_id: 'g-pba' },
      )
      a.act(
        'NC',
        11,
        'SNC',
        [
          ['PBB', -50, 20],
          ['PBA', 50, 20],
        ],
        { group_id: 'g-pbb' },
      )
      a.sell(14, 100, 'PBB', 11)
      a.sell(14, 50, 'PBA', 21)
    },
    ['long_stock closed 100', 'long_stock closed 50'],
  ),
  story(
    'journaled out on the day of the purchase',
    'MAC',
    (a) => {
      a.buy(10, 10, 'MAC', 20)
      a.row('JNLS', date(10), { symbol: 'MAC', qty: '-10', price: '20' })
    },
    ['long_stock closed 0'],
  ),
  story(
    'journaled in and out on one day',
    'MAG',
    (a) => {
      a.row('JNLS', date(10), { symbol: 'MAG', qty: '-5', price: '12' })
      a.row('JNLS', date(10), { symbol: 'MAG', qty: '5', price: '10' })
    },
    ['long_stock closed 0'],
  ),
  story(
    'shares transferred in close a short that was bought back before',
    'MAH',
    (a) => {
      a.short(1, 50, 'MAH', 10)
      a.cover(10, 50, 'MAH', 9)
      a.row('JNLS', date(10), { symbol: 'MAH', qty: '5', price: '9' })
    },
    ['short_stock closed 50', 'long_stock open 0 [MAH 5 = 45]'],
  ),
  story(
    'a coin goes out on-chain on the day of its purchase',
    'SOL/USD',
    (a) => {
      a.buy(10, 4, 'SOL/USD', 150)
      a.row('CFEE', date(10), {
        symbol: 'SOLUSD',
        qty: '-0.01',
        price: '150',
        description: 'Coin Pair Transaction Fee (Non USD)',
        created_at: at(10, '15:01'),
      })
      a.row('OCT', date(10), { symbol: 'SOLUSD', qty: '-3.99', price: '151' })
    },
    ['long_crypto closed 0'],
  ),
  story(
    'a spin-off then a merger of the parent on one day',
    'EBF,EBG,EBH',
    (a) => {
      a.buy(1, 100, 'EBF', 10, { intent: 'open' })
      a.act(
        'SPIN',
        23,
        null,
        [
          ['EBF', -100, 10],
          ['EBF', 100, 8],
          ['EBG', 50, 4],
        ],
        { group_id: 'ebf1' },
      )
      a.act(
        'MA',
        23,
        'SMA',
        [
          ['EBF', -100, 8],
          ['EBH', 20, 40],
        ],
        { group_id: 'ebf2' },
      )
      a.sell(24, 50, 'EBG', 5)
      a.sell(24, 20, 'EBH', 41)
    },
    ['long_stock closed 20', 'long_stock closed 50 from'],
  ),
  story(
    'a split and a rename on one day',
    'EBI,EBJ',
    (a) => {
      a.buy(1, 100, 'EBI', 10, { intent: 'open' })
      a.act(
        'NC',
        17,
        'SCNC',
        [
          ['EBI', -10, 100],
          ['EBJ', 10, 100],
        ],
        { group_id: 'ebi2' },
      )
      a.act(
        'SPLIT',
        17,
        'RSPLIT',
        [
          ['EBI', -100, 10],
          ['EBI', 10, 100],
        ],
        { group_id: 'ebi1' },
      )
      a.sell(18, 10, 'EBJ', 120)
    },
    ['long_stock closed 200'],
  ),
  story(
    'a rename, bought and sold under the new name on the same day',
    'EBK,EBL',
    (a) => {
      a.buy(1, 100, 'EBK', 10, { intent: 'open' })
      a.act(
        'NC',
        18,
        'SNC',
        [
          ['EBK', -100, 10],
          ['EBL', 100, 10],
        ],
        { group_id: 'ebk' },
      )
      a.sell(18, 100, 'EBL', 11, { intent: 'close' })
    },
    ['long_stock closed 100'],
  ),
  story(
    'sold under the old name on the day of the rename',
    'EBM,EBN',
    (a) => {
      a.buy(1, 100, 'EBM', 10, { intent: 'open' })
      a.sell(22, 40, 'EBM', 12, { intent: 'close' })
      a.act(
        'NC',
        22,
        'SNC',
        [
          ['EBM', -60, 10],
          ['EBN', 60, 10],
        ],
        { group_id: 'ebm' },
      )
      a.sell(23, 60, 'EBN', 11, { intent: 'close' })
    },
    ['long_stock closed 140'],
  ),
  story(
    'an exercise posted the next day, shares sold short before',
    'GAG',
    (a) => {
      a.buy(1, 1, 'GAG261218C00020000', 1, { intent: 'open' })
      a.sell(at(9, '17:00'), 100, 'GAG', 24, { intent: 'close' })
      a.row('OPEXC', date(10), {
        symbol: 'GAG261218C00020000',
        qty: '-1',
        group_id: 'gag',
        created_at: at(10, '09:00'),
      })
      a.row('OPTRD', date(10), {
        symbol: 'GAG',
        qty: '100',
        price: '20',
        net_amount: '-2000',
        group_id: 'gag',
        created_at: at(10, '09:00'),
      })
    },
    ['long_call closed -100', 'long_stock closed 400 from'],
  ),
  story(
    'a Friday expiry posted on Monday, shares sold on Monday morning',
    'GAH',
    (a) => {
      a.sell(1, 1, 'GAH260911P00020000', 1, { intent: 'open', fillSide: 'sell_short' })
      a.sell(at(14, '14:00'), 100, 'GAH', 19, { intent: 'close' })
      a.row('OPASN', date(14), {
        symbol: 'GAH260911P00020000',
        qty: '1',
        group_id: 'gah',
        created_at: at(14, '20:00'),
      })
      a.row('OPTRD', date(14), {
        symbol: 'GAH',
        qty: '100',
        price: '20',
        net_amount: '-2000',
        group_id: 'gah',
        created_at: at(14, '20:00'),
      })
    },
    ['short_put closed 100', 'long_stock closed -100 from'],
  ),
  story(
    'a CNC and a split of the same day in one symbol',
    'GAO',
    (a) => {
      a.buy(1, 10, 'GAO', 20, { intent: 'open' })
      a.act(
        'NC',
        23,
        'CNC',
        [
          ['GAO', -10, 20],
          ['GAO', 10, 20],
        ],
        { group_id: 'gao1' },
      )
      a.act(
        'SPLIT',
        23,
        'FSPLIT',
        [
          ['GAO', -10, 20],
          ['GAO', 20, 10],
        ],
        { group_id: 'gao2' },
      )
      a.sell(24, 20, 'GAO', 11, { intent: 'close' })
    },
    ['long_stock closed 20'],
  ),
]
