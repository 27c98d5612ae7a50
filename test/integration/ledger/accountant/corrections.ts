import { at, type Case, date, story } from './story'

/** Rows that were canceled, corrected or reversed, and fills that were. */
export const CORRECTIONS: readonly Case[] = [
  story(
    'a busted purchase counts nowhere',
    'BAA',
    (a) => {
      a.order(at(3), 'buy', 10, 'BAA', 20, { more: { filled_qty: '0' }, parts: [] })
      a.activities.push({
        ...a.activities.find(({ activity_type: t }) => t === 'FILL'),
        id: '20260903110000000::00000000-0000-4000-8000-0000000aaa01',
        symbol: 'BAA',
        qty: '10',
        cum_qty: '10',
        price: '20',
        side: 'buy',
        transaction_time: at(3),
        order_id: a.orders.at(-1)?.id,
      })
    },
    ['long_stock unfilled null'],
  ),
  story(
    'a corrected price',
    'BAB',
    (a) => {
      a.order(at(3), 'buy', 10, 'BAB', 21, {
        parts: [[10, 21]],
        more: { filled_at: at(3, '20:00'), updated_at: at(3, '20:00') },
      })
      const fill = a.activities.at(-1)
      if (fill) fill.price = '20'
      a.sell(9, 10, 'BAB', 22)
    },
    ['long_stock closed 10'],
  ),
  story(
    'a purchase that is corrected after its sale keeps its time',
    'BAC',
    (a) => {
      const [at3, at5] = [at(3), at(5)]
      const more = { filled_at: at5, updated_at: at5 }
      const orderId = a.order(at3, 'buy', 10, 'BAC', 19, { told: false, more })
      const name = (n: number) => `00000000-0000-4000-8000-0000000ba${n}`
      const fill = { activity_type: 'FILL', side: 'buy', symbol: 'BAC', order_id: orderId }
      const all = { ...fill, qty: '10', cum_qty: '10', leaves_qty: '0' }
      a.activities.push(
        {
          ...{ ...all, id: `20260903110000000::${name(301)}` },
          ...{ type: 'fill', price: '20', transaction_time: at3 },
        },
        {
          ...{ ...all, id: `20260905110000000::${name(302)}`, previous_id: name(301) },
          ...{ type: 'trade_correct', price: '19', transaction_time: at5 },
        },
      )
      a.sell(4, 10, 'BAC', 22)
    },
    ['long_stock closed 30'],
  ),
  story(
    'a canceled expiry and its correction as an assignment',
    'ECA',
    (a) => {
      a.sell(1, 1, 'ECA260911P00050000', 2, { intent: 'open', fillSide: 'sell_short' })
      a.row('OPEXP', date(11), { symbol: 'ECA260911P00050000', qty: '1', status: 'canceled' })
      a.row('OPASN', date(14), {
        symbol: 'ECA260911P00050000',
        qty: '1',
        group_id: 'eca',
        status: 'correct',
      })
      a.row('OPTRD', date(14), {
        symbol: 'ECA',
        qty: '100',
        price: '50',
        net_amount: '-5000',
        group_id: 'eca',
        status: 'correct',
      })
      a.sell(15, 100, 'ECA', 49)
    },
    ['short_put closed 200', 'long_stock closed -100 from'],
  ),
  story(
    'a reversed dividend',
    'ECB',
    (a) => {
      a.buy(1, 10, 'ECB', 10, { intent: 'open' })
      a.row('DIV', date(10), { activity_sub_type: 'CDIV', symbol: 'ECB', net_amount: '5' })
      a.row('DIV', date(11), { activity_sub_type: 'CDIV', symbol: 'ECB', net_amount: '-5' })
      a.row('DIV', date(11), { activity_sub_type: 'CDIV', symbol: 'ECB', net_amount: '4' })
    },
    ['long_stock open 0 [ECB 10 = 100] div 4'],
  ),
  story(
    'a reversed split: there and back',
    'ECC',
    (a) => {
      a.buy(1, 10, 'ECC', 10, { intent: 'open' })
      a.act(
        'SPLIT',
        14,
        'FSPLIT',
        [
          ['ECC', -10, 10],
          ['ECC', 20, 5],
        ],
        { group_id: 'ecc1' },
      )
      a.act(
        'SPLIT',
        15,
        'FSPLIT',
        [
          ['ECC', -20, 5],
          ['ECC', 10, 10],
        ],
        { group_id: 'ecc2' },
      )
      a.sell(16, 10, 'ECC', 11)
    },
    ['long_stock closed 10'],
  ),
  story(
    'a reversed split: mirrored rows on one day',
    'ECD',
    (a) => {
      a.buy(1, 10, 'ECD', 10, { intent: 'open' })
      a.act(
        'SPLIT',
        16,
        'FSPLIT',
        [
          ['ECD', -10, 10],
          ['ECD', 20, 5],
        ],
        { group_id: 'ecd1' },
      )
      a.act(
        'SPLIT',
        16,
        'FSPLIT',
        [
          ['ECD', 10, 10],
          ['ECD', -20, 5],
        ],
        { group_id: 'ecd2' },
      )
      a.act(
        'SPLIT',
        16,
        'FSPLIT',
        [
          ['ECD', -10, 10],
          ['ECD', 30, 3.333333],
        ],
        { group_id: 'ecd3' },
      )
      a.sell(17, 30, 'ECD', 4)
    },
    ['long_stock closed 20'],
  ),
  story(
    'a merger row twice, one canceled',
    'ECE,ECF',
    (a) => {
      a.buy(1, 10, 'ECE', 10, { intent: 'open' })
      a.act(
        'MA',
        25,
        'SMA',
        [
          ['ECE', -10, 10],
          ['ECF', 5, 20],
        ],
        { group_id: 'ece1', status: 'canceled' },
      )
      a.act(
        'MA',
        25,
        'SMA',
        [
          ['ECE', -10, 10],
          ['ECF', 4, 25],
        ],
        { group_id: 'ece2', status: 'correct' },
      )
      a.sell(28, 4, 'ECF', 30)
    },
    ['long_stock closed 20'],
  ),
]
