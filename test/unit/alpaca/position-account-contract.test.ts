import { describe, expect, test } from 'vitest'
import { parseAccount } from '../../../src/alpaca/account'
import { parseContract, readDeliverables } from '../../../src/alpaca/contract'
import { parsePosition, parsePositions } from '../../../src/alpaca/position'
import { positionPayload } from './payloads'

describe('a position', () => {
  test('has the terms of its symbol', () => {
    const payload = positionPayload({ exchange: '', qty_available: '1' })
    expect(parsePosition(payload)).toEqual({
      ok: true,
      row: {
        assetId: 'bc67077c-dd3f-5291-a1fb-5a9efe14cd46',
        assetClass: 'us_option',
        symbol: 'AAPL261218C00340000',
        underlying: 'AAPL',
        qty: '1',
        side: 'long',
        avgEntryPrice: '12.55',
        currentPrice: '15.95',
        marketValue: '1595',
        costBasis: '1255',
        unrealizedPl: '340',
        unrealizedPlpc: '0.27092',
        unrealizedIntradayPl: '205',
        unrealizedIntradayPlpc: '0.14748',
        expiryDate: '2026-12-18',
        strikePrice: '340',
        optionType: 'call',
        raw: payload,
      },
    })
  })

  test('that is short stays negative as sent', () => {
    const short = positionPayload({ qty: '-24', side: 'short', market_value: '-2011.44' })
    expect(parsePosition(short)).toMatchObject({
      row: { qty: '-24', side: 'short', marketValue: '-2011.44' },
    })
  })

  test('in a coin has the pair of its orders as underlying', () => {
    const coin = positionPayload({
      symbol: 'BTCUSD',
      asset_class: 'crypto',
      avg_entry_price: '22577.2578201313066474',
    })
    expect(parsePosition(coin)).toMatchObject({
      row: {
        symbol: 'BTCUSD',
        underlying: 'BTC/USD',
        avgEntryPrice: '22577.2578201313066474',
        optionType: null,
      },
    })
  })

  test('has the price 0 when it is worthless and null without a quote', () => {
    expect(parsePosition(positionPayload({ current_price: '0' }))).toMatchObject({
      row: { currentPrice: '0' },
    })
    const unquoted = positionPayload({
      current_price: null,
      market_value: '',
      unrealized_pl: undefined,
    })
    expect(parsePosition(unquoted)).toMatchObject({
      row: { currentPrice: null, marketValue: null, unrealizedPl: null },
    })
  })

  test('has its side from the sign when the payload has none', () => {
    expect(parsePosition(positionPayload({ side: '', qty: '-1' }))).toMatchObject({
      row: { side: 'short' },
    })
  })

  test.each<[string, Record<string, unknown>]>([
    ['symbol: missing', { symbol: '' }],
    ['symbol: not an OCC option symbol', { symbol: 'AAPL' }],
    ['qty: missing', { qty: null }],
    ['qty: not a decimal number', { qty: 'many' }],
    ['side: neither long nor short', { side: 'flat' }],
    ['side: contradicts the sign of qty', { side: 'short' }],
    ['side: contradicts the sign of qty', { qty: '-1' }],
    ['market_value: not a decimal number', { market_value: {} }],
  ])('is refused with the reason %s', (reason, changes) => {
    const payload = positionPayload(changes)
    const { positions, rejects } = parsePositions([payload, positionPayload()])
    expect(positions).toHaveLength(1)
    expect(rejects).toEqual([{ source: 'position', id: payload.symbol || null, reason, payload }])
  })
})

describe('an account', () => {
  test('has exact decimals, and its number only in raw', () => {
    const payload = {
      id: 'acc',
      account_number: 'PA3',
      status: 'ACTIVE',
      currency: 'USD',
      cash: 96886.08,
      equity: '99728.08',
      created_at: '2026-08-05T03:44:56.476004Z',
      long_market_value: 2842,
      short_market_value: 'little',
    }
    const parsed = parseAccount(payload)
    expect(parsed).toEqual({
      ok: true,
      row: {
        id: 'acc',
        status: 'ACTIVE',
        currency: 'USD',
        cash: '96886.08',
        equity: '99728.08',
        createdAt: '2026-08-05T03:44:56.476004Z',
        longMarketValue: '2842',
        shortMarketValue: null,
        raw: payload,
        refused: null,
      },
    })
  })

  test('without an id is refused', () => {
    expect(parseAccount({ cash: '1' })).toMatchObject({
      ok: false,
      reject: { source: 'account', reason: 'id: missing' },
    })
  })
})

describe('a contract', () => {
  const adjusted = {
    symbol: 'GME1261016C00003000',
    root_symbol: 'GME1',
    underlying_symbol: 'GME',
    multiplier: '100',
    size: '110',
    expiration_date: '2026-10-16',
    strike_price: '3',
    type: 'call',
  }

  test('has the multiplier of the premium, not its size', () => {
    expect(parseContract({ ...adjusted, multiplier: 10 })).toMatchObject({
      row: {
        symbol: 'GME1261016C00003000',
        root: 'GME1',
        underlying: 'GME',
        multiplier: '10',
        strikePrice: '3',
      },
    })
    expect(parseContract({ ...adjusted, multiplier: null })).toMatchObject({
      row: { multiplier: '100' },
    })
  })

  test('has the absent fields from its symbol', () => {
    expect(parseContract({ symbol: 'GME1261016C00003000' })).toMatchObject({
      row: {
        root: 'GME1',
        underlying: 'GME',
        expiryDate: '2026-10-16',
        strikePrice: '3',
        optionType: 'call',
      },
    })
  })

  test.each([
    ['multiplier: zero', { ...adjusted, multiplier: '0' }],
    ['multiplier: negative', { ...adjusted, multiplier: '-1' }],
    ['symbol: not an OCC option symbol', { ...adjusted, symbol: 'GME1' }],
  ])('is refused with the reason %s', (reason, payload) => {
    expect(parseContract(payload)).toMatchObject({
      ok: false,
      reject: { source: 'contract', reason, payload },
    })
  })
})

describe('the deliverables of a contract', () => {
  const shares = { type: 'equity', symbol: 'GME', amount: '150', allocation_percentage: '95' }
  const warrants = { type: 'equity', symbol: 'GME.WS', amount: '10', allocation_percentage: '5' }
  const cash = { type: 'cash', symbol: 'USD', amount: '12.50' }

  test.each([
    ['shares of the underlying', [shares], { shares: '150', cash: '0' }],
    ['shares and cash', [cash, shares], { shares: '150', cash: '12.5' }],
    ['another security too', [shares, warrants], 'other'],
    ['another security alone', [warrants], 'other'],
    ['cash alone', [cash], 'other'],
    ['several amounts of cash', [shares, cash, cash], 'other'],
    ['no shares', [{ ...shares, amount: '0' }], 'other'],
    ['an amount that is no number', [{ ...shares, amount: 'many' }], 'other'],
    ['an unknown type', [{ ...shares, type: 'crypto' }], 'other'],
    ['no list', 'GME', 'other'],
    ['an empty list', [], null],
    ['null', null, null],
    ['nothing', undefined, null],
  ] as const)('of %s are read', (_, listed, expected) => {
    expect(readDeliverables(listed, 'GME')).toEqual(expected)
  })
})
