import { at, type Case, date, story } from './story'

/** Shares, contracts and coins that move in and out. */
export const TRANSFERS: readonly Case[] = [
  story(
    'shares from another broker at a price',
    'MAA',
    (a) => {
      a.row('ACATS', date(2), { symbol: 'MAA', qty: '10', price: '23.75' })
      a.sell(9, 10, 'MAA', 25)
    },
    ['long_stock closed 12.5'],
  ),
  story(
    'shares journaled out at a market price',
    'MAB',
    (a) => {
      a.buy(1, 10, 'MAB', 20)
      a.row('JNLS', date(10), { symbol: 'MAB', qty: '-4', price: '30' })
      a.sell(11, 6, 'MAB', 25)
    },
    ['long_stock closed 30'],
  ),
  story(
    'an option from another broker',
    'MAD',
    (a) => {
      a.row('ACATS', date(2), { symbol: 'MAD261218C00150000', qty: '1', price: '23.75' })
      a.sell(9, 1, 'MAD261218C00150000', 30, { intent: 'close' })
    },
    ['long_call closed 625'],
  ),
  story(
    'a short option from another broker',
    'MAE',
    (a) => {
      a.row('ACATS', date(2), { symbol: 'MAE261218P00150000', qty: '-2', price: '3' })
      a.buy(9, 2, 'MAE261218P00150000', 1, { intent: 'close' })
    },
    ['short_put closed 400'],
  ),
  story(
    'free of payment in, then a split',
    'MAF',
    (a) => {
      a.row('FOPT', date(2), { symbol: 'MAF', qty: '10', price: '100' })
      a.act(
        'SPLIT',
        9,
        'FSPLIT',
        [
          ['MAF', -10, 100],
          ['MAF', 40, 25],
        ],
        { group_id: 'g-maf' },
      )
      a.sell(10, 40, 'MAF', 26)
    },
    ['long_stock closed 40'],
  ),
  story(
    'a coin is bought and sold with its fees',
    'BTC/USD',
    (a) => {
      a.buy(1, 1, 'BTC/USD', 50000)
      a.row('CFEE', date(1), {
        symbol: 'BTCUSD',
        qty: '-0.0025',
        price: '50000',
        description: 'Coin Pair Transaction Fee (Non USD)',
        created_at: at(1, '15:01'),
      })
      a.sell(9, 0.9975, 'BTC/USD', 52000)
      a.row('CFEE', date(9), {
        net_amount: '-129.68',
        description: 'Coin Pair Transaction Fee (USD)',
        created_at: at(9, '15:01'),
      })
    },
    ['long_crypto closed 1870 fees 129.68'],
  ),
  story(
    'a stablecoin pays',
    'LINK/USD,USDC/USD',
    (a) => {
      a.buy(21, 1000, 'USDC/USD', 1.001)
      a.row('CFEE', date(21), {
        symbol: 'USDCUSD',
        qty: '-2.5',
        price: '1',
        description: 'Coin Pair Transaction Fee (Non USD)',
        created_at: at(21, '15:01'),
      })
      a.order(at(22), 'buy', 50, 'LINK/USDC', 10, {})
      a.pair('LINKUSD', 50, 'USDCUSD', -500, 500)
      a.row('CFEE', date(22), {
        symbol: 'LINKUSD',
        qty: '-0.125',
        price: '10',
        description: 'Coin Pair Transaction Fee (Non USD)',
        created_at: at(22, '15:01'),
      })
      a.sell(23, 49.875, 'LINK/USD', 11)
    },
    ['long_crypto partial 0 [USDC/USD 497.5 = 499.25]', 'long_crypto closed 46.87'],
  ),
]
