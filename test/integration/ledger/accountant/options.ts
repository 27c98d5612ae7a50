import { at, type Case, date, story } from './story'

/** Options that are adjusted, delivered or settled in cash. */
export const OPTIONS: readonly Case[] = [
  story(
    'SPXW call settles in cash',
    'SPX',
    (a) => {
      a.buy(1, 1, 'SPXW260908C06000000', 20, { intent: 'open' })
      a.row('OPEXC', date(8), { symbol: 'SPXW260908C06000000', qty: '-1', group_id: 'g-spx1' })
      a.row('OPCSH', date(8), { symbol: '', net_amount: '5000', group_id: 'g-spx1' })
      a.sell(9, 1, 'SPXW260910P06000000', 12, { intent: 'open', fillSide: 'sell_short' })
      a.row('OPASN', date(10), { symbol: 'SPXW260910P06000000', qty: '1', group_id: 'g-spx2' })
      a.row('OPCSH', date(10), { symbol: '', net_amount: '-3000', group_id: 'g-spx2' })
      for (const [symbol, side, price, intent] of [
        ['SPX260918C05000000', 'buy', 30, 'open'],
        ['SPXW260918C05050000', 'sell', 10, 'open'],
      ] as const)
        a.order(at(14), side, 1, symbol, price, {
          intent,
          parent: 'spx-vertical',
          fillSide: side === 'sell' ? 'sell_short' : 'buy',
        })
      a.row('OPEXC', date(18), {
        symbol: 'SPX260918C05000000',
        qty: '-1',
        group_id: 'g-spx3',
        net_amount: '8000',
      })
      a.row('OPASN', date(21), { symbol: 'SPXW260918C05050000', qty: '1', group_id: 'g-spx4' })
      a.row('OPCSH', date(21), {
        symbol: 'SPXW260918C05050000',
        net_amount: '-3000',
        group_id: 'g-spx4',
      })
    },
    ['long_call closed 3000', 'short_put closed -1800', 'bull_call_spread closed 3000'],
  ),
  story(
    'XSP iron condor of which one side settles',
    'XSP',
    (a) => {
      const legs = [
        ['XSP260911P00480000', 'buy', 0.5],
        ['XSP260911P00490000', 'sell', 1.5],
        ['XSP260911C00510000', 'sell', 1.4],
        ['XSP260911C00520000', 'buy', 0.4],
      ] as const
      for (const [symbol, side, price] of legs)
        a.order(at(9), side, 2, symbol, price, {
          intent: 'open',
          parent: 'xsp-ic',
          fillSide: side === 'sell' ? 'sell_short' : 'buy',
        })
      a.row('OPEXP', date(11), { symbol: 'XSP260911C00510000', qty: '2', group_id: 'x1' })
      a.row('OPEXP', date(11), { symbol: 'XSP260911C00520000', qty: '-2', group_id: 'x2' })
      a.row('OPEXP', date(11), { symbol: 'XSP260911P00480000', qty: '-2', group_id: 'x3' })
      a.row('OPASN', date(11), { symbol: 'XSP260911P00490000', qty: '2', group_id: 'x4' })
      a.row('OPCSH', date(11), { symbol: '', net_amount: '-1240', group_id: 'x4' })
    },
    ['iron_condor closed -840'],
  ),
  story(
    'an adjusted contract delivers shares and cash',
    'OAA',
    (a) => {
      a.contracts.set('OAA1261218C00010000', {
        symbol: 'OAA1261218C00010000',
        root_symbol: 'OAA1',
        underlying_symbol: 'OAA',
        multiplier: '100',
        expiration_date: '2026-12-18',
        strike_price: '10',
        type: 'call',
      })
      a.buy(1, 1, 'OAA261218C00010000', 2, { intent: 'open' })
      a.act(
        'OPCA',
        8,
        'MA.SCMA',
        [
          ['OAA261218C00010000', -1, 2, 200],
          ['OAA1261218C00010000', 1, 2, -200],
        ],
        { group_id: 'g-oaa' },
      )
      a.row('OPEXC', date(15), { symbol: 'OAA1261218C00010000', qty: '-1', group_id: 'g-oab' })
      a.row('OPTRD', date(15), {
        symbol: 'OAA',
        qty: '50',
        price: '20',
        net_amount: '-1000',
        group_id: 'g-oab',
      })
      a.row('OPCSH', date(15), { symbol: '', net_amount: '300', group_id: 'g-oab' })
    },
    ['long_call closed 100', 'long_stock open 0 [OAA 50 = 1000] from'],
  ),
  story(
    'exercise in the middle of a day',
    'OAB',
    (a) => {
      a.buy(1, 1, 'OAB261218C00024000', 2.2, { intent: 'open' })
      a.short(at(10, '14:00'), 100, 'OAB', 27.1)
      a.row('OPEXC', date(10), {
        symbol: 'OAB261218C00024000',
        qty: '-1',
        group_id: 'g-oabx',
        created_at: at(10, '14:05'),
      })
      a.row('OPTRD', date(10), {
        symbol: 'OAB',
        qty: '100',
        price: '24',
        net_amount: '-2400',
        group_id: 'g-oabx',
        created_at: at(10, '14:05'),
      })
    },
    ['long_call closed -220', 'short_stock closed 310'],
  ),
  story(
    'an option through a split with an uneven value',
    'OAC',
    (a) => {
      a.buy(1, 1, 'OAC261218C00100000', 1.07, { intent: 'open' })
      a.act(
        'OPCA',
        9,
        'SPLIT.FSPLIT',
        [
          ['OAC261218C00100000', -1, 1.07, 107],
          ['OAC261218C00005000', 20, 0.05, -100],
        ],
        { group_id: 'g-oac' },
      )
      a.sell(15, 20, 'OAC261218C00005000', 0.08, { intent: 'close' })
    },
    ['long_call closed 53'],
  ),
  story(
    'a protective put is exercised',
    'OAD',
    (a) => {
      a.buy(1, 100, 'OAD', 50)
      a.buy(2, 1, 'OAD261218P00045000', 1.5, { intent: 'open' })
      a.row('OPEXC', date(15), {
        symbol: 'OAD261218P00045000',
        qty: '-1',
        group_id: 'g-oad',
        created_at: at(15, '15:30'),
      })
      a.row('OPTRD', date(15), {
        symbol: 'OAD',
        qty: '-100',
        price: '45',
        net_amount: '4500',
        group_id: 'g-oad',
      })
    },
    ['long_stock closed -500', 'long_put closed -150'],
  ),
  story(
    'a wheel through a rename',
    'OAE,OAF',
    (a) => {
      a.sell(1, 1, 'OAE260911P00050000', 2, { intent: 'open', fillSide: 'sell_short' })
      a.row('OPASN', date(14), { symbol: 'OAE260911P00050000', qty: '1', group_id: 'g-oae' })
      a.row('OPTRD', date(14), {
        symbol: 'OAE',
        qty: '100',
        price: '50',
        net_amount: '-5000',
        group_id: 'g-oae',
      })
      a.act(
        'NC',
        16,
        'SNC',
        [
          ['OAE', -100, 50],
          ['OAF', 100, 50],
        ],
        { group_id: 'g-oaf' },
      )
      a.sell(17, 1, 'OAF260925C00052000', 1, { intent: 'open', fillSide: 'sell_short' })
      a.row('OPASN', date(28), { symbol: 'OAF260925C00052000', qty: '1', group_id: 'g-oag' })
      a.row('OPTRD', date(28), {
        symbol: 'OAF',
        qty: '-100',
        price: '52',
        net_amount: '5200',
        group_id: 'g-oag',
      })
    },
    ['short_put closed 200', 'long_stock closed 200 from', 'covered_call closed 100 covered'],
  ),
  story(
    'a covered call through a rename of shares and contract',
    'OAG,OAH',
    (a) => {
      a.buy(1, 100, 'OAG', 20)
      a.sell(2, 1, 'OAG261218C00025000', 1, { intent: 'open', fillSide: 'sell_short' })
      a.act(
        'NC',
        10,
        'SNC',
        [
          ['OAG', -100, 20],
          ['OAH', 100, 20],
        ],
        { group_id: 'g-oagn' },
      )
      a.act(
        'OPCA',
        10,
        'NC.SNC',
        [
          ['OAG261218C00025000', 1, 1, -100],
          ['OAH261218C00025000', -1, 1, 100],
        ],
        { group_id: 'g-oago' },
      )
      a.buy(15, 1, 'OAH261218C00025000', 0.4, { intent: 'close' })
      a.sell(16, 100, 'OAH', 22)
    },
    ['long_stock closed 200', 'covered_call closed 60 covered'],
  ),
  story(
    'a vertical through a stock merger',
    'OAI,OAJ',
    (a) => {
      a.order(at(1), 'buy', 1, 'OAI261218C00100000', 5, { intent: 'open', parent: 'oai' })
      a.order(at(1), 'sell', 1, 'OAI261218C00110000', 2, {
        intent: 'open',
        parent: 'oai',
        fillSide: 'sell_short',
      })
      a.contracts.set('OAJ1261218C00100000', {
        symbol: 'OAJ1261218C00100000',
        root_symbol: 'OAJ1',
        underlying_symbol: 'OAJ',
        multiplier: '100',
        expiration_date: '2026-12-18',
        strike_price: '100',
        type: 'call',
      })
      a.contracts.set('OAJ1261218C00110000', {
        symbol: 'OAJ1261218C00110000',
        root_symbol: 'OAJ1',
        underlying_symbol: 'OAJ',
        multiplier: '100',
        expiration_date: '2026-12-18',
        strike_price: '110',
        type: 'call',
      })
      a.act(
        'OPCA',
        10,
        'MA.SMA',
        [
          ['OAI261218C00100000', -1, 5, 500],
          ['OAJ1261218C00100000', 1, 5, -500],
        ],
        { group_id: 'g-oai1' },
      )
      a.act(
        'OPCA',
        10,
        'MA.SMA',
        [
          ['OAI261218C00110000', 1, 2, -200],
          ['OAJ1261218C00110000', -1, 2, 200],
        ],
        { group_id: 'g-oai2' },
      )
      a.order(at(15), 'sell', 1, 'OAJ1261218C00100000', 7, { intent: 'close', parent: 'oaj' })
      a.order(at(15), 'buy', 1, 'OAJ1261218C00110000', 3, { intent: 'close', parent: 'oaj' })
    },
    ['bull_call_spread closed 100'],
  ),
  story(
    'a covered call at a cash merger',
    'EAJ',
    (a) => {
      a.buy(1, 100, 'EAJ', 20, { intent: 'open' })
      a.sell(2, 1, 'EAJ261218C00022000', 1, { intent: 'open', fillSide: 'sell_short' })
      a.act(
        'MA',
        14,
        'CMA',
        [
          ['EAJ', -100, 20],
          ['EAJ', 0, null, 2500],
        ],
        { group_id: 'eaj' },
      )
      a.row('OPASN', date(15), { symbol: 'EAJ261218C00022000', qty: '1', group_id: 'eaj2' })
      a.row('OPCSH', date(15), { symbol: '', net_amount: '-300', group_id: 'eaj2' })
    },
    ['long_stock closed 500', 'covered_call closed -200 covered'],
  ),
  story(
    'an option adjusted for a special dividend: strike',
    'EAL',
    (a) => {
      a.buy(1, 2, 'EAL261218C00010000', 3, { intent: 'open' })
      a.act(
        'OPCA',
        10,
        'DIV.CDIV',
        [
          ['EAL261218C00010000', -2, 3, 600],
          ['EAL261218C00009850', 2, 3, -600],
        ],
        { group_id: 'eal' },
      )
      a.sell(15, 2, 'EAL261218C00009850', 3.5, { intent: 'close' })
    },
    ['long_call closed 100'],
  ),
  story(
    'an option adjusted and adjusted back',
    'EAM',
    (a) => {
      a.contracts.set('EAM1261218C00010000', {
        symbol: 'EAM1261218C00010000',
        root_symbol: 'EAM1',
        underlying_symbol: 'EAM',
        multiplier: '100',
        expiration_date: '2026-12-18',
        strike_price: '10',
        type: 'call',
      })
      a.buy(1, 2, 'EAM261218C00010000', 3, { intent: 'open' })
      a.act(
        'OPCA',
        9,
        'SPIN',
        [
          ['EAM261218C00010000', -2, 3, 600],
          ['EAM1261218C00010000', 2, 3, -600],
        ],
        { group_id: 'eam1' },
      )
      a.act(
        'OPCA',
        14,
        'CADJ',
        [
          ['EAM1261218C00010000', -2, 3, 600],
          ['EAM261218C00010000', 2, 3, -600],
        ],
        { group_id: 'eam2' },
      )
      a.sell(15, 2, 'EAM261218C00010000', 2.5, { intent: 'close' })
    },
    ['long_call closed -100'],
  ),
  story(
    'four contracts adjusted on one day without groups',
    'EAN',
    (a) => {
      for (const [s, side, p] of [
        ['P00080000', 'buy', 1],
        ['P00090000', 'sell', 2],
        ['C00110000', 'sell', 2],
        ['C00120000', 'buy', 1],
      ] as const)
        a.order(at(1), side, 1, `EAN261218${s}`, p, {
          intent: 'open',
          parent: 'ean',
          fillSide: side === 'sell' ? 'sell_short' : 'buy',
        })
      a.act('OPCA', 10, 'SPLIT.FSPLIT', [
        ['EAN261218P00080000', -1, 1, 100],
        ['EAN261218P00040000', 2, 0.5, -100],
        ['EAN261218P00090000', 1, 2, -200],
        ['EAN261218P00045000', -2, 1, 200],
        ['EAN261218C00110000', 1, 2, -200],
        ['EAN261218C00055000', -2, 1, 200],
        ['EAN261218C00120000', -1, 1, 100],
        ['EAN261218C00060000', 2, 0.5, -100],
      ])
      for (const [s, side, p] of [
        ['P00040000', 'sell', 0.2],
        ['P00045000', 'buy', 0.5],
        ['C00055000', 'buy', 0.5],
        ['C00060000', 'sell', 0.2],
      ] as const)
        a.order(at(15), side, 2, `EAN261218${s}`, p, { intent: 'close', parent: 'ean2' })
    },
    ['iron_condor closed 80'],
  ),
  story(
    'an adjusted short put that is assigned for shares and cash',
    'EAP',
    (a) => {
      a.contracts.set('EAP1261218P00050000', {
        symbol: 'EAP1261218P00050000',
        root_symbol: 'EAP1',
        underlying_symbol: 'EAP',
        multiplier: '100',
        expiration_date: '2026-12-18',
        strike_price: '50',
        type: 'put',
      })
      a.sell(1, 1, 'EAP261218P00050000', 3, { intent: 'open', fillSide: 'sell_short' })
      a.act(
        'OPCA',
        8,
        'MA.SCMA',
        [
          ['EAP261218P00050000', 1, 3, -300],
          ['EAP1261218P00050000', -1, 3, 300],
        ],
        { group_id: 'eap1' },
      )
      a.row('OPASN', date(15), { symbol: 'EAP1261218P00050000', qty: '1', group_id: 'eap2' })
      a.row('OPTRD', date(15), {
        symbol: 'EAP',
        qty: '50',
        price: '100',
        net_amount: '-5000',
        group_id: 'eap2',
      })
      a.row('OPCSH', date(15), { symbol: '', net_amount: '1000', group_id: 'eap2' })
      a.sell(16, 50, 'EAP', 85)
    },
    ['short_put closed 1300', 'long_stock closed -750 from'],
  ),
  story(
    'a rolled position through a split between',
    'EBA',
    (a) => {
      a.sell(1, 1, 'EBA260918P00100000', 5, { intent: 'open', fillSide: 'sell_short' })
      a.act(
        'OPCA',
        10,
        'SPLIT.FSPLIT',
        [
          ['EBA260918P00100000', 1, 5, -500],
          ['EBA260918P00050000', -2, 2.5, 500],
        ],
        { group_id: 'eba' },
      )
      a.order(at(15), 'buy', 2, 'EBA260918P00050000', 1, { intent: 'close', parent: 'eba' })
      a.order(at(15), 'sell', 2, 'EBA261016P00050000', 2, {
        intent: 'open',
        parent: 'eba',
        fillSide: 'sell_short',
      })
    },
    ['short_put closed 300', 'short_put open 0 [EBA261016P00050000 2 = -400]'],
  ),
  story(
    'a collar that is exercised',
    'GAZ',
    (a) => {
      a.buy(1, 100, 'GAZ', 30, { intent: 'open' })
      a.order(at(2), 'buy', 1, 'GAZ260911P00028000', 0.5, { intent: 'open', parent: 'gaz' })
      a.order(at(2), 'sell', 1, 'GAZ260911C00033000', 0.6, {
        intent: 'open',
        parent: 'gaz',
        fillSide: 'sell_short',
      })
      a.row('OPEXC', date(14), { symbol: 'GAZ260911P00028000', qty: '-1', group_id: 'gaz1' })
      a.row('OPTRD', date(14), {
        symbol: 'GAZ',
        qty: '-100',
        price: '28',
        net_amount: '2800',
        group_id: 'gaz1',
      })
      a.row('OPEXP', date(14), { symbol: 'GAZ260911C00033000', qty: '1', group_id: 'gaz2' })
    },
    ['long_stock closed -200', 'collar closed 10 covered'],
  ),
]
