import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readStreamFrame } from '../../../src/alpaca/trade-updates'
import { micros } from '../../../src/time/micros'

const ID = '61e69015-8549-4bfd-b9c3-01e75843f47d'

const read = (frame: unknown) => readStreamFrame(JSON.stringify(frame))

const update = (event: string, updated_at?: unknown, id = ID) => ({
  stream: 'trade_updates',
  data: { event, order: { id, updated_at } },
})

const authorization = (status: string) => ({ stream: 'authorization', data: { status } })

describe('readStreamFrame', () => {
  test('reads binary frames like text frames', () => {
    const text = JSON.stringify(update('new', '2026-09-10T17:11:25.164468Z'))
    const bytes = new TextEncoder().encode(text).buffer as ArrayBuffer
    expect(readStreamFrame(bytes)).toEqual(readStreamFrame(text))
    expect(readStreamFrame(bytes)).toMatchObject({ kind: 'order', orderId: ID, isFill: false })
  })

  test("rounds nanoseconds to microseconds and reads New York's offset", () => {
    expect(read(update('fill', '2026-09-10T13:11:25.164467512-04:00'))).toEqual({
      kind: 'order',
      orderId: ID,
      updatedAt: micros('2026-09-10T17:11:25.164468Z'),
      isFill: true,
    })
  })

  test.each([undefined, null, 5, 'soon'])('reports an order whose time is %j', (at) => {
    expect(read(update('partial_fill', at))).toMatchObject({ orderId: ID, updatedAt: null })
  })

  test('reports the order of an event that is not known', () => {
    expect(read(update('restated'))).toMatchObject({ kind: 'order', isFill: false })
  })

  test('reads the answers of the handshake', () => {
    expect(read(authorization('authorized'))).toEqual({ kind: 'authorized' })
    expect(read(authorization('unauthorized'))).toEqual({ kind: 'unauthorized' })
    const listening = (streams: string[]) => read({ stream: 'listening', data: { streams } })
    expect(listening(['trade_updates'])).toEqual({ kind: 'listening' })
    expect(listening([])).toEqual({ kind: 'unknown' })
  })

  test('tells errors of the keys, of the connection limit and others apart', () => {
    const error = (error_message?: unknown) => read({ action: 'error', data: { error_message } })
    expect(read({ action: 'error' })).toEqual({ kind: 'error', isLimit: false })
    expect(error('internal error')).toEqual({ kind: 'error', isLimit: false })
    expect(error('connection limit exceeded')).toEqual({ kind: 'error', isLimit: true })
    expect(error(5)).toEqual({ kind: 'error', isLimit: false })
    expect(error('not authenticated')).toEqual({ kind: 'unauthorized' })
  })

  test('an order id that is no UUID is not passed on', () => {
    expect(read(update('fill', undefined, '../account'))).toEqual({ kind: 'unknown' })
  })

  test('no bytes and no JSON make it throw', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.jsonValue(), (bytes, value) => {
        const copy = new Uint8Array(bytes).buffer
        expect(readStreamFrame(copy)).toEqual({ kind: 'unknown' })
        expect(read(value)).toEqual({ kind: 'unknown' })
      }),
    )
  })
})
