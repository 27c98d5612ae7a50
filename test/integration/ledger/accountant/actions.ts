import { type Case, date, story } from './story'

/** Mergers, spin-offs, splits and new names. */
export const ACTIONS: readonly Case[] = [
  story(
    'cash merger of a scaled position',
    'CAA',
    (a) => {
      a.buy(1, 60, 'CAA', 20)
      a.buy(2, 40, 'CAA', 25)
      a.act('MA', 11, 'CMA', [
        ['CAA', -100, 22],
        ['CAA', 0, null, 3000],
      ])
    },
    ['long_stock closed 800'],
  ),
  story(
    'cash merger after a sale of a part',
    'CAB',
    (a) => {
      a.buy(1, 100, 'CAB', 10)
      a.sell(3, 40, 'CAB', 12)
      a.act('MA', 14, 'CMA', [
        ['CAB', 0, null, 900],
        ['CAB', -60, 10],
      ])
    },
    ['long_stock closed 380'],
  ),
  story(
    'cash beyond the basis of a mixed merger',
    'CAC,CAD',
    (a) => {
      a.buy(1, 10, 'CAC', 6)
      a.act(
        'MA',
        10,
        'SCMA',
        [
          ['CAC', -10, 6],
          ['CAD', 10, 0],
          ['CAC', 0, null, 82.9],
        ],
        { group_id: 'g-cac' },
      )
      a.sell(15, 10, 'CAD', 4)
    },
    ['long_stock closed 62.9'],
  ),
  story(
    'a corrected merger',
    'CAE',
    (a) => {
      a.buy(1, 100, 'CAE', 20)
      a.act('MA', 10, 'CMA', [['CAE', -100, 20]], { group_id: 'g-cae', status: 'correct' })
      a.act('MA', 10, 'CMA', [['CAE', 0, null, 2500]], { group_id: 'g-cae', status: 'canceled' })
      a.act('MA', 10, 'CMA', [['CAE', 0, null, 2600]], { group_id: 'g-cae', status: 'correct' })
    },
    ['long_stock closed 600'],
  ),
  story(
    'two mergers of one day without groups',
    'CAF,CAG,CAH,CAI',
    (a) => {
      a.buy(1, 100, 'CAF', 10)
      a.buy(1, 50, 'CAG', 30)
      a.act('MA', 15, 'SMA', [
        ['CAF', -100, 10],
        ['CAG', -50, 30],
        ['CAI', 20, 75],
        ['CAH', 200, 5],
      ])
      a.sell(16, 200, 'CAH', 6)
      a.sell(16, 20, 'CAI', 80)
    },
    ['long_stock closed 200', 'long_stock closed 100'],
  ),
  story(
    'spin-off of a fraction',
    'PAA,PAB',
    (a) => {
      a.buy(1, 7, 'PAA', 100)
      a.act('SPIN', 10, null, [
        ['PAB', 1.75, 20],
        ['PAA', -7, 100],
        ['PAA', 7, 95],
      ])
      a.sell(15, 1.75, 'PAB', 30)
      a.sell(16, 7, 'PAA', 100)
    },
    ['long_stock closed 35', 'long_stock closed 17.5 from'],
  ),
  story(
    'spin-off of two securities',
    'PAC,PAD,PAE',
    (a) => {
      a.buy(1, 10, 'PAC', 100)
      a.act(
        'SPIN',
        11,
        null,
        [
          ['PAD', 5, 40],
          ['PAC', -10, 100],
          ['PAC', 10, 70],
          ['PAE', 10, 10],
        ],
        { group_id: 'g-pac' },
      )
      a.sell(15, 10, 'PAC', 80)
      a.sell(16, 5, 'PAD', 50)
      a.sell(17, 10, 'PAE', 9)
    },
    ['long_stock closed 100', 'long_stock closed 50 from', 'long_stock closed -10 from'],
  ),
  story(
    'unit split by values',
    'PAF,PAG,PAH',
    (a) => {
      a.buy(1, 8, 'PAF', 10)
      a.act('SPLIT', 10, 'USPLIT', [
        ['PAF', -8, 10],
        ['PAG', 8, 9],
        ['PAH', 2, 4],
      ])
      a.sell(15, 8, 'PAG', 9.5)
      a.act('REORG', 20, 'WRM', [['PAH', -2]])
    },
    ['long_stock closed 4', 'long_stock closed -8 from'],
  ),
  story(
    'split, then a dividend in shares, then a rename',
    'PAR,PAS',
    (a) => {
      a.buy(1, 10, 'PAR', 30)
      a.act(
        'SPLIT',
        9,
        'FSPLIT',
        [
          ['PAR', -10, 30],
          ['PAR', 30, 10],
        ],
        { group_id: 'g-par' },
      )
      a.act('DIV', 11, 'SDIV', [['PAR', 3]])
      a.act(
        'NC',
        14,
        'SNC',
        [
          ['PAR', -33, 9.090909],
          ['PAS', 33, 9.090909],
        ],
        { group_id: 'g-pas' },
      )
      a.sell(15, 33, 'PAS', 11)
    },
    ['long_stock closed 63'],
  ),
  story(
    'reverse split with cash in lieu',
    'PAT',
    (a) => {
      a.buy(1, 25, 'PAT', 4)
      a.act(
        'SPLIT',
        14,
        'RSPLIT',
        [
          ['PAT', -25, 4],
          ['PAT', 2, 50],
        ],
        { group_id: 'g-pat' },
      )
      a.act('CIL', 15, null, [['PAT', 0, null, 21]])
      a.sell(16, 2, 'PAT', 45)
    },
    ['long_stock closed 11'],
  ),
  story(
    'bankruptcy: a rename, then nothing',
    'PAX,PAXQ',
    (a) => {
      a.buy(1, 100, 'PAX', 1.5)
      a.act('NC', 8, 'SCNC', [
        ['PAXQ', 100, 1.5],
        ['PAX', -100, 1.5],
      ])
      a.sell(9, 40, 'PAXQ', 0.2)
      a.act('REORG', 22, 'WRM', [['PAXQ', -60]])
    },
    ['long_stock closed -142'],
  ),
  story(
    'an old split that names the difference',
    'PAZ',
    (a) => {
      a.buy(1, 10, 'PAZ', 50)
      a.act('SSP', 10, null, [['PAZ', 40]])
      a.sell(11, 50, 'PAZ', 11)
    },
    ['long_stock closed 50'],
  ),
  story(
    'REO worthless',
    'EBP',
    (a) => {
      a.buy(1, 10, 'EBP', 10, { intent: 'open' })
      a.act('REO', 15, 'WRM', [['EBP', -10, 0]])
    },
    ['long_stock closed -100'],
  ),
  story(
    'two cash legs of a liquidation',
    'EBQ',
    (a) => {
      a.buy(1, 10, 'EBQ', 10, { intent: 'open' })
      a.act(
        'REORG',
        14,
        null,
        [
          ['EBQ', -10],
          ['EBQ', 0, null, 60],
        ],
        { group_id: 'ebq' },
      )
    },
    ['long_stock closed -40'],
  ),
  story(
    'fractions that do not divide',
    'EBS,EBT',
    (a) => {
      a.buy(1, 1, 'EBS', 10, { intent: 'open' })
      a.buy(2, 2, 'EBS', 10.01, { intent: 'open' })
      a.act('MA', 24, 'SMA', [
        ['EBS', -3, 10.006667],
        ['EBT', 1.000001, 30.02],
      ])
      a.sell(25, 1.000001, 'EBT', 30)
    },
    ['long_stock closed -0.02'],
  ),
  story(
    'a merger whose shares are spread over two trades',
    'GAK,GAL',
    (a) => {
      a.sell(1, 1, 'GAK260904P00010000', 0.5, { intent: 'open', fillSide: 'sell_short' })
      a.buy(1, 50, 'GAK', 11, { intent: 'open' })
      a.row('OPASN', date(8), { symbol: 'GAK260904P00010000', qty: '1', group_id: 'gak' })
      a.row('OPTRD', date(8), {
        symbol: 'GAK',
        qty: '100',
        price: '10',
        net_amount: '-1000',
        group_id: 'gak',
      })
      a.act('MA', 28, 'SMA', [
        ['GAK', -150, 10.333333],
        ['GAL', 75, 20.666667],
      ])
      a.sell(29, 75, 'GAL', 22)
    },
    ['short_put closed 50', 'long_stock closed 0', 'long_stock closed 100 from'],
  ),
  story(
    'a symbol that is reused after its removal',
    'GAV',
    (a) => {
      a.buy(1, 10, 'GAV', 1, { intent: 'open' })
      a.act('REORG', 9, 'WRM', [['GAV', -10]])
      a.buy(15, 10, 'GAV', 3, { intent: 'open' })
      a.sell(16, 10, 'GAV', 4, { intent: 'close' })
    },
    ['long_stock closed -10', 'long_stock closed 10'],
  ),
]
