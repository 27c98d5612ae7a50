import { eq, sql } from 'drizzle-orm'
import ICAL from 'ical.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { alpacaAccounts } from '../../../src/db/schema'
import { Broker } from '../../../src/local/alpaca/broker'
import { bearer, tokenNamed } from './api'
import { expectError } from './errors'
import { openSynced, type SyncedApi } from './world'

const TOKEN = tokenNamed('calendar')
const READER = tokenNamed('reader')

const API_TOKENS = JSON.stringify([
  { name: 'phone', token: TOKEN, scopes: ['calendar'] },
  { name: 'page', token: READER, scopes: ['read'] },
])

type Leg = [symbol: string, side: 'buy' | 'sell', price: string]

function put(broker: Broker, at: string, qty: string, ...legs: Leg[]): void {
  const order = broker.submitMultileg({
    at,
    qty,
    legs: legs.map(([symbol, side]) => ({ symbol, side })),
  })
  broker.fillSpread(order.id, { at, prices: legs.map(([, , price]) => price) })
}

function trade(broker: Broker, at: string, qty: string, [symbol, side, price]: Leg): void {
  const { id } = broker.submit({ at, symbol, side, qty })
  broker.fill(id, { at, price })
}

/** A spread, a condor that half is left of, a calendar, a covered call, a naked put, and shares. */
function options(): Broker {
  const broker = new Broker({ seed: 'ics', openedAt: '2026-08-03T14:30:00Z', deposit: '500000' })
  put(
    broker,
    '2026-09-01T15:00:00Z',
    '2',
    ['SPY261218C00500000', 'buy', '9'],
    ['SPY261218C00505000', 'sell', '6'],
  )
  put(
    broker,
    '2026-09-02T15:00:00Z',
    '1',
    ['QQQ261120P00450000', 'buy', '1'],
    ['QQQ261120P00460000', 'sell', '2'],
    ['QQQ261120C00540000', 'sell', '2'],
    ['QQQ261120C00550500', 'buy', '1'],
  )
  put(
    broker,
    '2026-09-03T15:00:00Z',
    '1',
    ['QQQ261120P00450000', 'sell', '0.4'],
    ['QQQ261120P00460000', 'buy', '0.7'],
  )
  put(
    broker,
    '2026-09-04T15:00:00Z',
    '1',
    ['IWM261016C00210000', 'sell', '3'],
    ['IWM261120C00210000', 'buy', '5'],
  )
  trade(broker, '2026-09-08T15:00:00Z', '100', ['KO', 'buy', '70'])
  broker.dividend('KO', { at: '2026-09-15T12:00:00Z', perShare: '0.51' })
  trade(broker, '2026-09-16T15:00:00Z', '1', ['KO261218C00073000', 'sell', '1.10'])
  trade(broker, '2026-09-17T15:00:00Z', '3', ['XOM261002P00120000', 'sell', '2.50'])
  trade(broker, '2026-09-18T15:00:00Z', '1', ['PEP261218P00150000', 'sell', '3'])
  trade(broker, '2026-09-21T15:00:00Z', '1', ['PEP261218P00150000', 'buy', '2'])
  broker.mark('KO', '75.5')
  broker.mark('XOM261002P00120000', '11')
  const others = ['SPY261218C00505000', 'QQQ261120C00540000', 'IWM261016C00210000']
  for (const symbol of others) broker.mark(symbol, '5')
  return broker
}

/** An account with one option, under the other label. */
function other(): Broker {
  const broker = new Broker({ seed: 'ics2', openedAt: '2026-08-03T14:30:00Z', deposit: '50000' })
  trade(broker, '2026-09-10T15:00:00Z', '1', ['AMD270115C00200000', 'buy', '8'])
  return broker
}

let api: SyncedApi

beforeAll(async () => {
  api = await openSynced({ paper: options(), live: other() }, { API_TOKENS })
  await setUpdated('alpaca_positions', `timestamptz '2026-09-30 15:00:00Z'`)
})

/** Sets the time of the last change of rows, which a trigger keeps otherwise. */
async function setUpdated(table: string, at: string, where = 'true'): Promise<void> {
  await api.db.execute(
    sql.raw(`do $$ begin set local session_replication_role = replica;
      update ${table} set updated_at = ${at} where ${where}; end $$`),
  )
}

const ask = (query = '', headers: Record<string, string> = bearer(READER)) =>
  api.request(`/calendar.ics${query}`, { headers })

async function calendarOf(query?: string) {
  const response = await ask(query)
  expect(response.status).toBe(200)
  const calendar = new ICAL.Component(ICAL.parse(await response.text()))
  const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one))
  return { calendar, events }
}

const summaries = async (query?: string): Promise<string[]> =>
  (await calendarOf(query)).events.map((one) => `${one.startDate.toString()} ${one.summary}`)

async function eventNamed(summary: string) {
  const { events } = await calendarOf()
  const found = events.find((one) => one.summary === summary)
  if (found === undefined) throw new Error(`no event: ${summary}`)
  return found
}

const stampOf = (event: ICAL.Event): string =>
  String(event.component.getFirstPropertyValue('dtstamp'))

describe('GET /calendar.ics', () => {
  it('has each expiry of open legs, assignments at risk and ex-dates', async () => {
    expect((await summaries()).toSorted()).toEqual(
      [
        '2026-09-15 KO ex-dividend',
        '2026-10-02 XOM 3x 120 short put: assignment at risk',
        '2026-10-02 XOM 3x 120 short put expires',
        '2026-10-16 IWM 1x 210 short call expires',
        '2026-11-20 IWM 1x 210 long call expires',
        '2026-11-20 QQQ 1x 540/550.5 call spread expires',
        '2026-12-18 KO 1x 73 short call: assignment at risk',
        '2026-12-18 KO 1x 73 covered call expires',
        '2026-12-18 SPY 2x 500/505 call spread expires',
        '2027-01-15 AMD 1x 200 long call expires',
      ].toSorted(),
    )
  })

  it('is a file of its own type with the name of the calendar', async () => {
    const response = await ask()
    expect(response.headers.get('Content-Type')).toBe('text/calendar; charset=utf-8')
    expect(response.headers.get('Content-Disposition')).toBe('inline; filename="legbook.ics"')
    const { calendar } = await calendarOf()
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('legbook')
  })

  it('describes legs, cash and account of an expiry, and links to its trade', async () => {
    const event = await eventNamed('SPY 2x 500/505 call spread expires')
    expect(event.description.split('\n')).toEqual([
      'long 2 500 call (SPY261218C00500000), opened at 9.00',
      'short 2 505 call (SPY261218C00505000), opened at 6.00',
      'bull call spread, opened on 2026-09-01, debit 600.00',
      'Account: paper',
    ])
    expect(event.endDate.toString()).toBe('2026-12-19')
    const [tradeId] = event.uid.split('-expiry-')
    expect(event.uid).toBe(`${tradeId}-expiry-20261218@legbook`)
    expect(event.component.getFirstPropertyValue('url')).toMatch(
      new RegExp(`^https?://[^/]+/trades/${tradeId}$`),
    )
    expect((await api.request(`/trades/${tradeId}`)).status).toBe(200)
  })

  it('says of an assignment at risk by which mark of which time', async () => {
    const event = await eventNamed('KO 1x 73 short call: assignment at risk')
    expect(event.description.split('\n')[0]).toBe(
      'In the money at the last mark (2026-09-30 11:00 New York): KO at 75.5.',
    )
    const naked = await eventNamed('XOM 3x 120 short put: assignment at risk')
    expect(naked.description).toContain('its mark 11 is more than an option at the money')
  })

  it('has the dividend of an ex-date', async () => {
    const event = await eventNamed('KO ex-dividend')
    expect(event.description).toBe('Dividend before tax withheld: 51.00\nAccount: paper')
  })

  it.each([
    ['?account=live', ['2027-01-15 AMD 1x 200 long call expires'], 'legbook live'],
    ['?account=ID', ['2027-01-15 AMD 1x 200 long call expires'], 'legbook live'],
  ])('is of one account by its label or id: %s', async (query, expected, name) => {
    const [row] = await api.db.select().from(alpacaAccounts).where(eq(alpacaAccounts.label, 'live'))
    const asked = query.replace('ID', row?.accountId ?? '')
    expect(await summaries(asked)).toEqual(expected)
    const { calendar } = await calendarOf(asked)
    expect(calendar.getFirstPropertyValue('name')).toBe(name)
  })

  it('refuses an unknown account', async () => {
    await expectError(await ask('?account=nobody'), 'invalid_parameter', 'account')
  })

  it('leaves out dividends of more than a year ago', async () => {
    const { now } = api.clock
    try {
      api.clock.now = new Date('2027-09-17T15:00:00Z')
      expect(await summaries()).not.toContain('2026-09-15 KO ex-dividend')
    } finally {
      api.clock.now = now
    }
  })

  it('leaves out an account that another one followed, unless it is asked for', async () => {
    const named = eq(alpacaAccounts.label, 'live')
    await api.db.update(alpacaAccounts).set({ succeededBy: 'another' }).where(named)
    try {
      expect((await summaries()).join()).not.toContain('AMD')
      expect((await summaries('?account=live')).join()).toContain('AMD')
    } finally {
      await api.db.update(alpacaAccounts).set({ succeededBy: null }).where(named)
    }
  })

  it('answers 304 until an event changes, which keeps its UID and raises its SEQUENCE', async () => {
    const tag = (await ask()).headers.get('ETag') ?? ''
    const again = await ask('', { ...bearer(READER), 'If-None-Match': tag })
    expect([again.status, await again.text()]).toEqual([304, ''])
    await api.sync()
    expect((await ask('', { ...bearer(READER), 'If-None-Match': tag })).status).toBe(304)

    const before = await eventNamed('SPY 2x 500/505 call spread expires')
    const untouched = await eventNamed('AMD 1x 200 long call expires')
    const id = before.uid.split('-expiry-')[0]
    const renamed = await api.request(`/trades/${id}`, {
      method: 'PATCH',
      body: JSON.stringify({ strategy: 'my hedge, hopefully' }),
    })
    expect(renamed.status).toBe(200)
    // Times in a calendar are whole seconds.
    const later = `updated_at + interval '2 seconds'`
    await setUpdated('alpaca_trades', later, `trade_id = '${id}'`)
    const after = await eventNamed('SPY 2x 500/505 my hedge, hopefully expires')
    expect(after.uid).toBe(before.uid)
    expect(after.sequence).toBeGreaterThan(before.sequence)
    expect(stampOf(after) > stampOf(before)).toBe(true)
    const same = await eventNamed('AMD 1x 200 long call expires')
    expect([same.sequence, stampOf(same)]).toEqual([untouched.sequence, stampOf(untouched)])
    expect((await ask('', { ...bearer(READER), 'If-None-Match': tag })).status).toBe(200)
  })
})

describe('the token of a calendar', () => {
  it('opens the feed from its address and from a header', async () => {
    const inAddress = await ask(`?token=${TOKEN}`, {})
    expect(inAddress.status).toBe(200)
    expect(await inAddress.text()).toContain('BEGIN:VEVENT')
    expect((await ask(`?account=live&token=${TOKEN}`, {})).status).toBe(200)
    expect((await ask('', bearer(TOKEN))).status).toBe(200)
    expect((await ask(`?token=${TOKEN}`, { 'If-None-Match': '*' })).status).toBe(304)
  })

  it.each([
    ['of the scope read', READER],
    ['with every other scope', 'token-that-may-do-everything'],
    ['that nobody set', tokenNamed('nobody')],
    ['without text', ''],
  ])('is none %s', async (_, token) => {
    const { message } = await expectError(await ask(`?token=${token}`, {}), 'unauthorized')
    expect(message).toBe('The token in the address is not a valid token of the scope calendar.')
  })

  it('does not help a wrong token of a header', async () => {
    await expectError(await ask(`?token=${TOKEN}`, bearer(tokenNamed('wrong'))), 'unauthorized')
  })

  it('is refused when it is given twice', async () => {
    const response = await ask(`?token=${TOKEN}&token=${TOKEN}`, {})
    await expectError(response, 'invalid_parameter', 'token')
  })

  it.each([
    ['GET', '/trades'],
    ['GET', '/trades.csv'],
    ['GET', '/positions'],
    ['GET', '/health?deep=1'],
    ['GET', '/live'],
    ['POST', '/sync'],
    ['POST', '/trades/rebuild'],
  ])('opens nothing else: %s %s', async (method, path) => {
    const headers = bearer(TOKEN)
    await expectError(await api.request(path, { method, headers }), 'forbidden')
    const join = path.includes('?') ? '&' : '?'
    const inAddress = await api.request(`${path}${join}token=${TOKEN}`, { method, headers: {} })
    expect([400, 401]).toContain(inAddress.status)
  })

  it('names itself at GET /me in a header alone', async () => {
    const response = await api.request('/me', { headers: bearer(TOKEN) })
    expect(await response.json()).toEqual({
      status: 'success',
      name: 'phone',
      scopes: ['calendar'],
    })
    await expectError(await api.request(`/me?token=${TOKEN}`, { headers: {} }), 'unauthorized')
  })

  it('is a secret: no log line and no error repeats it', async () => {
    await api.request(`/calendar.ics?account=nobody&token=${TOKEN}`, { headers: {} })
    const refused = await api.request(`/calendar.ics?token=${TOKEN}x`, { headers: {} })
    expect(await refused.text()).not.toContain(TOKEN)
    expect(JSON.stringify(api.logged)).not.toContain(TOKEN)
  })
})
