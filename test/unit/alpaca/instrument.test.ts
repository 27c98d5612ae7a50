import { describe, expect, test } from 'vitest'
import { coinPair, coinTerms } from '../../../src/alpaca/coin'
import { readInstrument } from '../../../src/alpaca/instrument'
import { Refusal } from '../../../src/time/refusal'

const OPTION = 'AAPL261218C00340000'

describe('readInstrument', () => {
  test('the asset class decides, not the shape of the symbol', () => {
    expect(readInstrument(OPTION, 'us_equity')).toMatchObject({
      kind: 'stock',
      underlying: OPTION,
    })
    expect(readInstrument(OPTION, 'us_option')).toMatchObject({
      kind: 'option',
      underlying: 'AAPL',
      optionType: 'call',
    })
    expect(readInstrument('AAPL', 'us_option')).toEqual(new Refusal('not an OCC option symbol'))
  })

  test('without an asset class the shape of the symbol decides', () => {
    expect(readInstrument(OPTION, null)).toMatchObject({
      assetClass: 'us_option',
      underlying: 'AAPL',
    })
    expect(readInstrument('BTC/USD', null)).toMatchObject({
      assetClass: 'crypto',
      underlying: 'BTC/USD',
    })
    expect(readInstrument('ETHUSD', null)).toMatchObject({
      assetClass: 'crypto',
      underlying: 'ETH/USD',
    })
  })

  test.each(['BRK.B', 'GME.WS', 'FI111225', '067RGT019', 'USD', 'F', 'GOOGL', 'WTUSD'])(
    '%s is a stock',
    (symbol) => {
      const stock = { kind: 'stock', underlying: symbol }
      expect(readInstrument(symbol, null)).toEqual({ ...stock, assetClass: null })
      expect(readInstrument(symbol, 'us_equity')).toEqual({ ...stock, assetClass: 'us_equity' })
    },
  )

  test('an unknown asset class is kept', () => {
    expect(readInstrument('FI111225', 'ipo')).toMatchObject({
      assetClass: 'ipo',
      underlying: 'FI111225',
    })
  })
})

describe('coinPair', () => {
  test.each([
    ['BTC/USD', 'BTC/USD'],
    ['BTCUSD', 'BTC/USD'],
    ['BTCUSDT', 'BTC/USDT'],
    ['USDTUSD', 'USDT/USD'],
    ['ETHUSDC', 'ETH/USDC'],
    ['ETHBTC', 'ETH/BTC'],
    ['DOGE', 'DOGE'],
    ['USD', 'USD'],
  ])('%s becomes %s', (symbol, pair) => {
    expect(coinPair(symbol)).toBe(pair)
  })
})

describe('coinTerms', () => {
  test.each([
    ['BTC/USD', 'BTC/USD', null],
    ['BTCUSD', 'BTC/USD', null],
    ['ETH/BTC', 'ETH/USD', 'BTC/USD'],
    ['ETHBTC', 'ETH/USD', 'BTC/USD'],
    ['BTC/USDC', 'BTC/USD', 'USDC/USD'],
    ['ETHUSDT', 'ETH/USD', 'USDT/USD'],
    ['USDCUSD', 'USDC/USD', null],
    ['USDC/USDT', 'USDC/USD', 'USDT/USD'],
    ['BTC/USDG', 'BTC/USD', 'USDG/USD'],
    ['DOGE', 'DOGE/USD', null],
  ])('%s is %s, paid with %s', (symbol, underlying, paidWith) => {
    expect(coinTerms(symbol)).toEqual({ underlying, paidWith })
  })
})
