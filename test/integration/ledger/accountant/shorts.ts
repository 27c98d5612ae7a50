import { at, type Case, date, story } from './story'

/** Short positions, which corporate actions mirror. */
export const SHORTS: readonly Case[] = [
  story(
    'short at a cash merger',
    'SAA',
    (a) => {
      a.short(1, 100, 'SAA', 50)
      a.act(
        'MA',
        10,
        'CMA',
        [
          ['SAA', 100, 50],
          ['SAA', 0, null, -4000],
        ],
        { group_id: 'g-saa' },
      )
    },
    ['short_stock closed 1000'],
  ),
  story(
    'short at a stock merger',
    'SAB,SAC',
    (a) => {
      a.short(1, 100, 'SAB', 20)
      a.act('MA', 10, 'SMA', [
        ['SAB', 100, 20],
        ['SAC', -50, 40],
      ])
      a.cover(15, 50, 'SAC', 30)
    },
    ['short_stock closed 500'],
  ),
  story(
    'short at a mixed merger',
    'SAD,SAE',
    (a) => {
      a.short(1, 200, 'SAD', 10)
      a.act(
        'MA',
        10,
        'SCMA',
        [
          ['SAD', 200, 10],
          ['SAE', -20, 80],
          ['SAD', 0, null, -400],
        ],
        { group_id: 'g-sad' },
      )
      a.cover(15, 20, 'SAE', 70)
    },
    ['short_stock closed 200'],
  ),
  story(
    'short at a restated spin-off',
    'SAF,SAG',
    (a) => {
      a.short(1, 100, 'SAF', 30)
      a.act(
        'SPIN',
        10,
        null,
        [
          ['SAF', 100, 30],
          ['SAF', -100, 24],
          ['SAG', -25, 24],
        ],
        { group_id: 'g-saf' },
      )
      a.cover(15, 100, 'SAF', 20)
      a.cover(16, 25, 'SAG', 30)
    },
    ['short_stock closed 400', 'short_stock closed -150 from'],
  ),
  story(
    'short at a spin-off of one row',
    'SAH,SAI',
    (a) => {
      a.short(1, 100, 'SAH', 30)
      a.act('SPIN', 11, null, [['SAI', -25, 0]], { group_id: 'g-sah' })
      a.cover(15, 100, 'SAH', 22)
      a.cover(16, 25, 'SAI', 30)
    },
    ['short_stock closed 800', 'short_stock closed -750'],
  ),
  story(
    'dividend on a short',
    'SAJ',
    (a) => {
      a.short(1, 100, 'SAJ', 20)
      a.row(
        'DIV',
        date(10),
        { activity_sub_type: 'CDIV', symbol: 'SAJ', qty: '-100', net_amount: '-50' },
        { qty: false },
      )
      a.cover(15, 100, 'SAJ', 18)
    },
    ['short_stock closed 200 div -50'],
  ),
  story(
    'split of a short',
    'SAK',
    (a) => {
      a.short(1, 100, 'SAK', 50)
      a.act(
        'SPLIT',
        11,
        'FSPLIT',
        [
          ['SAK', 100, 50],
          ['SAK', -200, 25],
        ],
        { group_id: 'g-sak' },
      )
      a.cover(15, 200, 'SAK', 20)
    },
    ['short_stock closed 1000'],
  ),
  story(
    'reverse split of a short without a group',
    'SAL',
    (a) => {
      a.short(1, 100, 'SAL', 5)
      a.act('SPLIT', 14, 'RSPLIT', [
        ['SAL', -10, 50],
        ['SAL', 100, 5],
      ])
      a.cover(15, 10, 'SAL', 60)
    },
    ['short_stock closed -100'],
  ),
  story(
    'worthless removal of a short',
    'SAM',
    (a) => {
      a.short(1, 100, 'SAM', 2)
      a.act('REORG', 10, 'WRM', [['SAM', 100]])
    },
    ['short_stock closed 200'],
  ),
  story(
    'renamed short',
    'SAN,SAO',
    (a) => {
      a.short(1, 100, 'SAN', 12)
      a.act(
        'NC',
        10,
        'SNC',
        [
          ['SAN', 100, 12],
          ['SAO', -100, 12],
        ],
        { group_id: 'g-san' },
      )
      a.cover(15, 100, 'SAO', 10.5)
    },
    ['short_stock closed 150'],
  ),
  story(
    'stock dividend on a short',
    'SAP',
    (a) => {
      a.short(1, 100, 'SAP', 56)
      a.act('DIV', 10, 'SDIV', [['SAP', -12]])
      a.cover(15, 112, 'SAP', 45)
    },
    ['short_stock closed 560'],
  ),
  story(
    'return of capital on a short',
    'SAR',
    (a) => {
      a.short(1, 100, 'SAR', 20)
      a.act('DIV', 10, 'ROC', [['SAR', 0, null, -100]])
      a.cover(15, 100, 'SAR', 15)
    },
    ['short_stock closed 400'],
  ),
  story(
    'short call through a split',
    'SAQ',
    (a) => {
      a.sell(1, 1, 'SAQ261218C00100000', 10.5, { intent: 'open', fillSide: 'sell_short' })
      a.act(
        'OPCA',
        10,
        'SPLIT.FSPLIT',
        [
          ['SAQ261218C00100000', 1, 10.5, -1050],
          ['SAQ261218C00050000', -2, 5.25, 1050],
        ],
        { group_id: 'g-saq' },
      )
      a.buy(15, 2, 'SAQ261218C00050000', 3, { intent: 'close' })
    },
    ['short_call closed 450'],
  ),
  story(
    'short at REOS with two additions',
    'SAS,SAT,SAU',
    (a) => {
      a.short(1, 50, 'SAS', 8)
      a.act(
        'REO',
        10,
        'REOS',
        [
          ['SAS', 50],
          ['SAT', -50],
          ['SAU', -10],
        ],
        { group_id: 'g-sas' },
      )
      a.cover(15, 50, 'SAT', 6)
      a.cover(16, 10, 'SAU', 1)
    },
    ['short_stock closed 100', 'short_stock closed -10 from'],
  ),
  story(
    'short at REOSC',
    'SAV,SAW',
    (a) => {
      a.short(1, 50, 'SAV', 8)
      a.act(
        'REO',
        10,
        'REOSC',
        [
          ['SAV', 50],
          ['SAV', 0, null, -150],
          ['SAW', -25],
        ],
        { group_id: 'g-sav' },
      )
      a.cover(15, 25, 'SAW', 12)
    },
    ['short_stock closed -50'],
  ),
  story(
    'short at REOC',
    'SAX',
    (a) => {
      a.short(1, 50, 'SAX', 8)
      a.act(
        'REO',
        10,
        'REOC',
        [
          ['SAX', 50, 10],
          ['SAX', 0, null, -500],
        ],
        { group_id: 'g-sax' },
      )
    },
    ['short_stock closed -100'],
  ),
  story(
    'short at a unit split',
    'SBA,SBB,SBC',
    (a) => {
      a.short(1, 8, 'SBA', 26.31)
      a.act(
        'SPLIT',
        9,
        'USPLIT',
        [
          ['SBA', 8, 26.31],
          ['SBB', -8, 26.31],
          ['SBC', -2, 0],
        ],
        { group_id: 'g-sba' },
      )
      a.cover(15, 8, 'SBB', 26)
      a.cover(16, 2, 'SBC', 0.4)
    },
    ['short_stock closed 2.48', 'short_stock closed -0.8 from'],
  ),
  story(
    'both exits of a bracket fill',
    'EAC',
    (a) => {
      a.buy(1, 100, 'EAC', 10, { intent: 'open' })
      a.sell(at(3, '15:00'), 100, 'EAC', 12, { intent: 'close' })
      a.sell(at(3, '15:01'), 100, 'EAC', 9, { intent: 'close', fillSide: 'sell_short' })
      a.buy(at(4), 100, 'EAC', 8, { intent: 'close' })
    },
    ['long_stock closed 200', 'short_stock closed 100'],
  ),
  story(
    'an order that crosses zero',
    'EAD',
    (a) => {
      a.buy(1, 100, 'EAD', 10)
      a.sell(3, 150, 'EAD', 12, {
        parts: [
          [100, 12],
          [50, 12],
        ],
      })
      a.buy(4, 50, 'EAD', 11)
    },
    ['long_stock closed 200', 'short_stock closed 50'],
  ),
]
