import { type Case, date, story } from './story'

/** Tenders, exchanges and rights. */
export const OFFERS: readonly Case[] = [
  story(
    'tender of a part',
    'TAA,737TAA019',
    (a) => {
      a.buy(1, 100, 'TAA', 50)
      a.act('VOF', 8, null, [
        ['TAA', -97],
        ['737TAA019', 97],
      ])
      a.act('VOF', 15, null, [['737TAA019', -97]])
      a.act('REORG', 15, null, [['737TAA019', 0, null, 5141]])
      a.sell(16, 3, 'TAA', 51)
    },
    ['long_stock closed 294'],
  ),
  story(
    'exchange offer',
    'TAB,611TAB014,TAC',
    (a) => {
      a.buy(1, 99, 'TAB', 250)
      a.act('REORG', 8, null, [
        ['TAB', -99],
        ['611TAB014', 99],
      ])
      a.act('VOF', 16, null, [
        ['611TAB014', -99],
        ['TAC', 1190, 22.33],
      ])
      a.sell(17, 1190, 'TAC', 21)
    },
    ['long_stock closed 240'],
  ),
  story(
    'rights that are exercised',
    'TAD,067TAD019,068TAD018',
    (a) => {
      a.buy(1, 100, 'TAD', 1)
      a.act('VOF', 2, 'VDST', [['067TAD019', 2650]])
      a.row('FEE', date(8), { net_amount: '-2125', description: 'BNED Rights Exercise Cost' })
      a.row('FEE', date(8), { net_amount: '-100', description: 'BNED Voluntary Submission Fee' })
      a.act('VOF', 8, null, [
        ['067TAD019', -2500],
        ['068TAD018', 2500],
      ])
      a.act('VOF', 17, null, [
        ['068TAD018', -2500],
        ['TAD', 42500, 0.09],
      ])
      a.act('REORG', 18, 'WRM', [['067TAD019', -150]])
      a.sell(21, 42600, 'TAD', 0.1)
    },
    ['long_stock closed -90', 'long_stock closed 2125'],
  ),
  story(
    'REOS',
    'TAF,TAG,TAH',
    (a) => {
      a.buy(1, 50, 'TAF', 8)
      a.act('REO', 11, 'REOS', [
        ['TAF', -50],
        ['TAG', 50],
        ['TAH', 10],
      ])
      a.sell(14, 50, 'TAG', 9)
      a.sell(15, 10, 'TAH', 1)
    },
    ['long_stock closed 50', 'long_stock closed 10 from'],
  ),
  story(
    'rights of a short seller',
    'TAJ,070TAJ016',
    (a) => {
      a.short(1, 50, 'TAJ', 8)
      a.act('VOF', 4, 'VDST', [['070TAJ016', -50, 0]])
      a.act('REORG', 22, 'WRM', [['070TAJ016', 50]])
      a.cover(23, 50, 'TAJ', 7)
    },
    ['short_stock closed 50', 'short_stock closed 0'],
  ),
  story(
    'a tender that is returned in part',
    'GAQ,CNTGAQ',
    (a) => {
      a.buy(1, 20, 'GAQ', 20, { intent: 'open' })
      a.act(
        'VOF',
        10,
        null,
        [
          ['GAQ', -20],
          ['CNTGAQ', 20],
        ],
        { group_id: 'gaq1' },
      )
      a.act(
        'VOF',
        25,
        null,
        [
          ['CNTGAQ', -15],
          ['GAQ', 15],
        ],
        { group_id: 'gaq2' },
      )
      a.act(
        'VOF',
        25,
        null,
        [
          ['CNTGAQ', -5],
          ['CNTGAQ', 0, null, 150],
        ],
        { group_id: 'gaq3' },
      )
      a.sell(28, 15, 'GAQ', 21, { intent: 'close' })
    },
    ['long_stock closed 65'],
  ),
]
