import { type Case, date, story } from './story'

/** Dividends, and capital that is returned. */
export const DIVIDENDS: readonly Case[] = [
  story(
    'returns of capital beyond the basis',
    'DAA',
    (a) => {
      a.buy(1, 10, 'DAA', 2)
      a.act('DIV', 8, 'ROC', [['DAA', 0, null, 15]])
      a.act('DIV', 15, 'ROC', [['DAA', 0, null, 10]])
      a.sell(16, 10, 'DAA', 1)
    },
    ['long_stock closed 15'],
  ),
  story(
    'a dividend less its tax',
    'DAB',
    (a) => {
      a.buy(1, 100, 'DAB', 10)
      a.row('DIV', date(10), {
        activity_sub_type: 'CDIV',
        symbol: 'DAB',
        net_amount: '30',
        per_share_amount: '0.3',
      })
      a.row('DIVNRA', date(10), { symbol: 'DAB', net_amount: '-9' })
      a.sell(15, 100, 'DAB', 10.5)
    },
    ['long_stock closed 50 div 21'],
  ),
  story(
    'a dividend of shares that were sold before',
    'DAC',
    (a) => {
      a.buy(1, 100, 'DAC', 10)
      a.sell(9, 100, 'DAC', 11)
      a.row('DIV', date(15), {
        activity_sub_type: 'CDIV',
        symbol: 'DAC',
        net_amount: '30',
        description: 'Cash DIV @ 0.3, Pos QTY: 100, Rec Date: 2026-09-08',
      })
    },
    ['long_stock closed 100 div 30'],
  ),
  story(
    'a dividend after a rename, under the old symbol',
    'DAD,DAE',
    (a) => {
      a.buy(1, 100, 'DAD', 10)
      a.act(
        'NC',
        10,
        'SNC',
        [
          ['DAD', -100, 10],
          ['DAE', 100, 10],
        ],
        { group_id: 'g-dad' },
      )
      a.row('DIV', date(15), {
        activity_sub_type: 'CDIV',
        symbol: 'DAD',
        net_amount: '30',
        description: 'Cash DIV @ 0.3, Pos QTY: 100, Rec Date: 2026-09-08',
      })
      a.sell(16, 100, 'DAE', 11)
    },
    ['long_stock closed 100 div 30'],
  ),
  story(
    'a dividend on spun-off shares',
    'DAF,DAG',
    (a) => {
      a.buy(1, 100, 'DAF', 10)
      a.act('SPIN', 8, null, [['DAG', 20, 0]], { group_id: 'g-daf' })
      a.row('DIV', date(15), { activity_sub_type: 'CDIV', symbol: 'DAG', net_amount: '4' })
      a.sell(16, 20, 'DAG', 3)
    },
    ['long_stock open 0 [DAF 100 = 1000]', 'long_stock closed 60 div 4'],
  ),
  story(
    'a settle date with a time and an empty currency',
    'EBO',
    (a) => {
      a.buy(1, 10, 'EBO', 10, { intent: 'open' })
      a.row('DIV', date(15), {
        activity_sub_type: 'SPD',
        symbol: 'EBO',
        net_amount: '-0.03',
        currency: '',
        date: '2026-09-15T00:00:00Z',
      })
    },
    ['long_stock open 0 [EBO 10 = 100] div -0.03'],
  ),
  story(
    'a dividend between two holders',
    'EBW',
    (a) => {
      a.sell(1, 1, 'EBW260904P00010000', 0.5, { intent: 'open', fillSide: 'sell_short' })
      a.buy(1, 100, 'EBW', 11, { intent: 'open' })
      a.row('OPASN', date(8), { symbol: 'EBW260904P00010000', qty: '1', group_id: 'ebw' })
      a.row('OPTRD', date(8), {
        symbol: 'EBW',
        qty: '100',
        price: '10',
        net_amount: '-1000',
        group_id: 'ebw',
      })
      a.row('DIV', date(15), { activity_sub_type: 'CDIV', symbol: 'EBW', net_amount: '50' })
    },
    [
      'short_put closed 50',
      'long_stock open 0 [EBW 100 = 1100] div 25',
      'long_stock open 0 [EBW 100 = 1000] div 25 from',
    ],
  ),
  story(
    'a return of capital between two lots of different basis',
    'GAU',
    (a) => {
      a.buy(1, 10, 'GAU', 1, { intent: 'open' })
      a.buy(2, 10, 'GAU', 5, { intent: 'open' })
      a.act('DIV', 14, 'ROC', [['GAU', 0, null, 40]])
      a.sell(15, 20, 'GAU', 4, { intent: 'close' })
    },
    ['long_stock closed 60'],
  ),
  story(
    'a dividend of shares sold before its ex-date, and others traded before it was paid',
    'DAH',
    (a) => {
      a.buy(1, 100, 'DAH', 10)
      a.sell(3, 100, 'DAH', 11)
      a.buy(10, 10, 'DAH', 12)
      a.sell(11, 10, 'DAH', 13)
      a.row('DIV', date(15), {
        activity_sub_type: 'CDIV',
        symbol: 'DAH',
        net_amount: '30',
        description: 'Cash DIV @ 0.3, Pos QTY: 100, Rec Date: 2026-09-08',
      })
    },
    ['long_stock closed 100 div 30', 'long_stock closed 10'],
  ),
  story(
    'a dividend without a record date, paid on a day on which others were traded',
    'DAI',
    (a) => {
      a.buy(1, 100, 'DAI', 10)
      a.sell(9, 100, 'DAI', 11)
      a.buy('2026-09-15T15:00:00Z', 10, 'DAI', 12)
      a.sell('2026-09-15T16:00:00Z', 10, 'DAI', 13)
      a.row('DIV', date(15), { activity_sub_type: 'CDIV', symbol: 'DAI', net_amount: '30' })
    },
    ['long_stock closed 100 div 30', 'long_stock closed 10'],
  ),
  story(
    'withheld tax dated like its dividend, of shares sold between ex-date and payment',
    'DAJ',
    (a) => {
      a.buy(1, 100, 'DAJ', 10)
      a.sell(9, 100, 'DAJ', 11)
      a.buy(10, 50, 'DAJ', 12)
      a.row('DIV', date(15), {
        activity_sub_type: 'CDIV',
        symbol: 'DAJ',
        net_amount: '30',
        description: 'Cash DIV @ 0.3, Pos QTY: 100, Rec Date: 2026-09-08',
      })
      a.row('DIVNRA', date(15), { symbol: 'DAJ', net_amount: '-9' })
    },
    ['long_stock closed 100 div 21', 'long_stock open 0 [DAJ 50 = 600]'],
  ),
  story(
    'a regular and a special dividend paid on one day, with tax withheld from each',
    'DAK',
    (a) => {
      a.buy(1, 100, 'DAK', 10)
      a.sell(4, 100, 'DAK', 11)
      a.buy(7, 100, 'DAK', 12)
      a.row('DIV', date(15), {
        activity_sub_type: 'CDIV',
        symbol: 'DAK',
        net_amount: '30',
        description: 'Cash DIV @ 0.3, Pos QTY: 100, Rec Date: 2026-09-03',
      })
      a.row('DIV', date(15), {
        activity_sub_type: 'CDIV',
        symbol: 'DAK',
        net_amount: '100',
        description: 'Cash DIV @ 1, Pos QTY: 100, Rec Date: 2026-09-10',
      })
      a.row('DIVNRA', date(15), {
        symbol: 'DAK',
        net_amount: '-9',
        description: 'DIV tax withholding on $30 at 30% for tax country CAN; w8w9: w8',
      })
      a.row('DIVNRA', date(15), {
        symbol: 'DAK',
        net_amount: '-30',
        description: 'DIV tax withholding on $100 at 30% for tax country CAN; w8w9: w8',
      })
    },
    ['long_stock closed 100 div 21', 'long_stock open 0 [DAK 100 = 1200] div 70'],
  ),
  story(
    'a dividend on shares called away on the ex-date, and one owed on the short',
    'DAL',
    (a) => {
      a.buy(1, 100, 'DAL', 10, { intent: 'open' })
      a.sell(2, 1, 'DAL260918C00011000', 0.5, { intent: 'open', fillSide: 'sell_short' })
      a.row('OPASN', date(8), { symbol: 'DAL260918C00011000', qty: '1', group_id: 'dal' })
      a.row('OPTRD', date(8), {
        symbol: 'DAL',
        qty: '-100',
        price: '11',
        net_amount: '1100',
        group_id: 'dal',
      })
      a.row('DIV', date(15), {
        activity_sub_type: 'CDIV',
        symbol: 'DAL',
        net_amount: '30',
        description: 'Cash DIV @ 0.3, Pos QTY: 100, Rec Date: 2026-09-08',
      })
    },
    ['long_stock closed 100 div 30', 'covered_call closed 50 covered'],
  ),
  story(
    'a dividend owed on shares that an assigned call sold short, covered before it is paid',
    'DAM',
    (a) => {
      a.sell(2, 1, 'DAM260918C00011000', 0.5, { intent: 'open', fillSide: 'sell_short' })
      a.row('OPASN', date(7), { symbol: 'DAM260918C00011000', qty: '1', group_id: 'dam' })
      a.row('OPTRD', date(7), {
        symbol: 'DAM',
        qty: '-100',
        price: '11',
        net_amount: '1100',
        group_id: 'dam',
      })
      a.cover(9, 100, 'DAM', 12)
      a.buy(10, 100, 'DAM', 12)
      a.row('DIV', date(15), {
        activity_sub_type: 'CDIV',
        symbol: 'DAM',
        net_amount: '-30',
        description: 'Cash DIV @ 0.3, Pos QTY: -100, Rec Date: 2026-09-08',
      })
    },
    [
      'short_call closed 50',
      'short_stock closed -100 div -30 from',
      'long_stock open 0 [DAM 100 = 1200]',
    ],
  ),
]
