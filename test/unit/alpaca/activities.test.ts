import { describe, expect, test } from 'vitest'
import { type Activity, parseActivities, parseActivity } from '../../../src/alpaca/activity'
import { meaningOf } from '../../../src/alpaca/activity-types'
import { eventPayload, fillPayload } from './payloads'

function read(payload: unknown): Activity {
  const parsed = parseActivity(payload)
  if (!parsed.ok) throw new Error(parsed.reject.reason)
  return parsed.row
}

const CREATED = '2025-12-09T11:31:06Z'

describe('a fill activity', () => {
  test('takes effect at its transaction time, and its id contains its execution id', () => {
    const payload = fillPayload({ ref_id: 'x' })
    expect(read(payload)).toEqual({
      id: '20260910131125217::2537e3da-fafd-475b-b333-4a71ab0e625b',
      activityType: 'FILL',
      activitySubType: null,
      fillType: 'fill',
      orderId: 'leg-1',
      exDate: null,
      previousId: null,
      executionId: '2537e3da-fafd-475b-b333-4a71ab0e625b',
      groupId: null,
      symbol: 'AAPL261218C00340000',
      underlying: 'AAPL',
      paidWith: null,
      feeRule: null,
      feeDay: null,
      side: 'buy',
      qty: '2',
      cumQty: '2',
      price: '12.55',
      netAmount: null,
      status: null,
      currency: null,
      date: null,
      transactionTime: '2026-09-10T17:11:25.217577Z',
      effectiveAt: '2026-09-10T17:11:25.217577Z',
      createdAt: null,
      raw: payload,
    })
  })

  test('keeps the side sell_short, which opens a short position', () => {
    expect(read(fillPayload({ side: 'sell_short' })).side).toBe('sell_short')
  })

  test.each([
    ['buy_minus', 'buy'],
    ['sell_plus', 'sell'],
    ['sell_short_exempt', 'sell_short'],
  ])('of side %s counts as %s', (word, side) => {
    expect(read(fillPayload({ side: word })).side).toBe(side)
  })

  test('keeps the quantity of its own execution, not that of the order', () => {
    const fraction = read(fillPayload({ symbol: 'GOOGL', qty: '9', cum_qty: '10.177047834' }))
    expect(fraction).toMatchObject({ qty: '9', cumQty: '10.177047834', underlying: 'GOOGL' })
  })

  test('uses its execution_id when its id contains none', () => {
    expect(read(fillPayload({ id: '123', execution_id: 'e-1' })).executionId).toBe('e-1')
    expect(read(fillPayload({ id: '123' })).executionId).toBeNull()
    expect(read(fillPayload({ id: '123::' })).executionId).toBeNull()
  })

  test.each<[string, Record<string, unknown>]>([
    ['id: missing', { id: null }],
    ['activity_type: missing', { activity_type: '' }],
    ['symbol: missing', { symbol: '' }],
    ['side: missing', { side: null }],
    ['side: neither buy, sell nor sell_short', { side: 'swap' }],
    ['qty: missing', { qty: null }],
    ['qty: not above zero', { qty: '-2' }],
    ['qty: not above zero', { qty: 0 }],
    ['price: missing', { price: null }],
    ['price: not a decimal number', { price: '12,5' }],
    ['transaction_time: missing', { transaction_time: null }],
    ['transaction_time: no time zone', { transaction_time: '2026-09-10T17:11:25' }],
  ])('is refused with the reason %s', (reason, changes) => {
    const payload = fillPayload(changes)
    const parsed = parseActivity(payload)
    expect(parsed).toMatchObject({ ok: false, reject: { source: 'activity', reason, payload } })
  })
})

describe('an activity that ends an option', () => {
  test.each([
    ['on the expiry day', '2025-10-10'],
    ['after the weekend', '2025-10-13'],
  ])('with the date %s takes effect after the last fill of the expiry day', (_, date) => {
    expect(read(eventPayload({ date })).effectiveAt).toBe('2025-10-11T03:59:59.999999Z')
  })

  test('with a date before the expiry takes effect at midnight of its date in New York', () => {
    const early = eventPayload({
      activity_type: 'OPASN',
      date: '2026-01-05',
      symbol: 'UNH260116P00347500',
    })
    expect(read(early).effectiveAt).toBe('2026-01-05T05:00:00Z')
  })

  test('keeps the sign of its quantity, which is positive for a short position', () => {
    expect(read(eventPayload())).toMatchObject({
      qty: '1',
      underlying: 'UNH',
      groupId: expect.any(String),
    })
    expect(read(eventPayload({ qty: -2 })).qty).toBe('-2')
  })

  test('with the old type OPXRC becomes OPEXC', () => {
    expect(read(eventPayload({ activity_type: 'OPXRC' })).activityType).toBe('OPEXC')
  })

  test.each<[string, Record<string, unknown>]>([
    ['symbol: missing', { symbol: null }],
    ['symbol: not an OCC option symbol', { symbol: 'UNH' }],
    ['qty: missing', { qty: '' }],
    ['date: missing', { date: null, created_at: '2025-10-13T00:00:00Z' }],
    ['price: missing', { activity_type: 'OPTRD', symbol: 'UNH', price: null, net_amount: '0' }],
    ['date: no such day', { date: '2025-13-01' }],
    ['date: not a date (YYYY-MM-DD)', { date: '13/10/2025' }],
  ])('is refused with the reason %s', (reason, changes) => {
    expect(parseActivity(eventPayload(changes))).toMatchObject({ ok: false, reject: { reason } })
  })
})

describe('other activities', () => {
  test.each([
    ['a stock dividend', { activity_type: 'DIV', activity_sub_type: 'SDIV', qty: '3' }],
    ['a return of capital', { activity_type: 'DIV', activity_sub_type: 'ROC', qty: null }],
    ['a split', { activity_type: 'SPLIT', qty: '3' }],
  ])('%s without a date is refused, because the ledger books it on that date', (_, fields) => {
    const payload = eventPayload({ ...fields, symbol: 'TR', date: null, created_at: CREATED })
    expect(parseActivity(payload)).toMatchObject({ reject: { reason: 'date: missing' } })
  })

  test('a cash dividend without a date has the day in New York that it was created', () => {
    const payload = eventPayload({
      activity_type: 'DIV',
      activity_sub_type: 'CDIV',
      symbol: 'TR',
      date: null,
      created_at: CREATED,
    })
    expect(read(payload)).toMatchObject({ effectiveAt: CREATED, date: '2025-12-09' })
    const evening = { ...payload, created_at: '2025-10-15T02:00:00Z' }
    expect(read(evening).date).toBe('2025-10-14')
  })

  test('delivered shares take effect at midnight of their date in New York', () => {
    const shares = read(
      eventPayload({
        activity_type: 'OPTRD',
        symbol: 'AAPL',
        qty: '-200',
        price: '150',
        net_amount: '30000',
        date: '2023-07-03',
      }),
    )
    expect(shares).toMatchObject({
      underlying: 'AAPL',
      qty: '-200',
      price: '150',
      effectiveAt: '2023-07-03T04:00:00Z',
    })
  })

  test('the fees of a day have neither symbol nor quantity', () => {
    const fee = read(
      eventPayload({
        activity_type: 'FEE',
        activity_sub_type: 'ORF',
        symbol: '',
        qty: null,
        net_amount: '-0.05',
        description: 'ORF for proceed of account 123',
      }),
    )
    expect(fee).toMatchObject({
      activitySubType: 'ORF',
      symbol: null,
      underlying: null,
      qty: null,
      netAmount: '-0.05',
    })
  })

  test('a fee on an execution has its execution id', () => {
    expect(
      read(eventPayload({ activity_type: 'FEE', symbol: null, execution_id: 'e-1' })).executionId,
    ).toBe('e-1')
  })

  test('a fee in coins has the pair as underlying', () => {
    expect(
      read(eventPayload({ activity_type: 'CFEE', symbol: 'BTCUSD', qty: '-0.0001' })).underlying,
    ).toBe('BTC/USD')
  })

  test('an adjusted contract keeps its type, sub type and signed quantity', () => {
    const removed = read(
      eventPayload({
        activity_type: 'OPCA',
        activity_sub_type: 'SPLIT.FSPLIT',
        symbol: 'LRCX241115C00950000',
        qty: -1,
        price: 10.5,
        net_amount: 1050,
        date: '2024-10-03',
      }),
    )
    expect(removed).toMatchObject({
      activitySubType: 'SPLIT.FSPLIT',
      qty: '-1',
      price: '10.5',
      netAmount: '1050',
      effectiveAt: '2024-10-03T04:00:00Z',
    })
  })

  test('the cost of exercised rights is no fee; its text alone names it', () => {
    const fee = { activity_type: 'FEE', symbol: null, qty: null, net_amount: '-2125' }
    const cost = read(eventPayload({ ...fee, description: 'BNED Rights Exercise Cost' }))
    expect(cost).toMatchObject({ activitySubType: 'RIGHTS', feeRule: null, feeDay: null })
    expect(meaningOf('FEE', cost.activitySubType).cash).toBe('executions')
    const submission = read(eventPayload({ ...fee, description: 'BNED Submission Fee' }))
    expect(submission).toMatchObject({ activitySubType: null, feeRule: 'account' })
  })

  test('a date can be midnight UTC, and no other moment', () => {
    const dividend = { activity_type: 'DIV', symbol: 'AAPL', qty: null, net_amount: '1' }
    const of = (date: string) => parseActivity(eventPayload({ ...dividend, date }))
    expect(of('2025-10-17T00:00:00Z')).toMatchObject({ ok: true, row: { date: '2025-10-17' } })
    for (const date of [
      '2025-10-17T10:00:00Z',
      '2025-10-17T00:00:00-04:00',
      '2025-02-30T00:00:00Z',
    ])
      expect(of(date).ok).toBe(false)
  })

  test('an unknown type is kept', () => {
    expect(read(eventPayload({ activity_type: 'REO', symbol: null })).activityType).toBe('REO')
  })

  test('a row without a date takes effect when created; without any time it is refused', () => {
    expect(read(eventPayload({ activity_type: 'JNLC', date: null })).effectiveAt).toBe(
      '2025-10-14T08:20:21.45728Z',
    )
    expect(
      parseActivity(eventPayload({ activity_type: 'JNLC', date: null, created_at: null })),
    ).toMatchObject({
      ok: false,
      reject: { reason: 'date: missing, and so are all other times' },
    })
  })
})

describe('a page of activities', () => {
  test('has each id once, and a different row under a known id is refused', () => {
    const other = fillPayload({ qty: '3' })
    const { activities, rejects } = parseActivities([
      fillPayload(),
      fillPayload(),
      other,
      'nonsense',
    ])
    expect(activities).toHaveLength(1)
    expect(rejects).toMatchObject([
      { reason: 'id: of another row of the page', payload: other },
      { reason: 'not an object', payload: 'nonsense', id: null },
    ])
  })
})
