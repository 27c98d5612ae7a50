import Big from 'big.js'
import { describe, expect, it } from 'vitest'
import { generateAccount } from '../../../src/local/alpaca/generate/account'
import { orderPayload } from '../../../src/local/alpaca/order-payload'
import { DAY, micros, rfc3339 } from '../../../src/time/micros'
import { booksOfActivities } from './support/account-books'

const NOW = '2026-11-22T16:00:00Z'

/** Each kind of row that the account has: its type, sub type, and direction where it has one. */
const KINDS = [
  ...['FILL buy', 'FILL sell', 'FILL sell_short', 'OPEXP', 'OPASN', 'OPEXC', 'OPTRD', 'OPCSH'],
  ...['OPCA SPIN', 'OPCA MA.SCMA', 'OPCA DIV.CDIV'],
  ...[
    'FEE OCC',
    'FEE ORF',
    'FEE REG',
    'FEE TAF',
    'FEE CAT',
    'FEE ADR',
    'FEE NRC',
    'FEE NRV',
    'FEE',
  ],
  ...['CFEE coin', 'CFEE dollars', 'PTC', 'PTR', 'JNLC', 'CSD', 'CSW', 'INT MGN', 'INT FPSL'],
  ...['DIV CDIV', 'DIV SPD', 'DIVNRA', 'DIV canceled', 'DIV correct'],
  ...['ACATS in', 'ACATS out', 'JNLS in', 'JNLS out', 'FOPT in', 'FOPT out', 'OCT in', 'OCT out'],
]

const CORPORATE_ACTIONS = [
  ...['SPLIT FSPLIT', 'SPLIT RSPLIT', 'SPLIT USPLIT', 'DIV SDIV', 'DIV ROC', 'CIL'],
  ...['NC SNC', 'NC CNC', 'NC SCNC', 'MA CMA', 'MA SMA', 'MA SCMA', 'SPIN'],
  ...['VOF VTND', 'REORG', 'REORG WRM'],
]

function kindsOf(row: Readonly<Record<string, unknown>>): string[] {
  const { activity_type: type, activity_sub_type: subType, side, status, qty, symbol } = row
  const kinds = [[type, subType ?? side].filter(Boolean).join(' ')]
  if (status !== undefined && status !== 'executed') kinds.push(`${type} ${status}`)
  if (type === 'CFEE') return [symbol === undefined ? 'CFEE dollars' : 'CFEE coin']
  const moves = ['ACATS', 'JNLS', 'FOPT', 'OCT'].includes(String(type))
  return moves ? [`${type} ${String(qty).startsWith('-') ? 'out' : 'in'}`] : kinds
}

describe.each([
  ['no corporate actions', KINDS],
  ['all', [...KINDS, ...CORPORATE_ACTIONS]],
] as const)('an account with the episodes "%s"', (episodes, expected) => {
  const { broker, advance } = generateAccount({ seed: 'episodes', now: NOW, episodes })
  // Late enough for the rows of the last event.
  const settled = rfc3339(micros(NOW) + 5 * DAY)
  advance(settled)
  const rows = broker.activities(micros(settled)).map(({ payload }) => payload)

  it('has each kind of row', () => {
    const kinds = new Set(rows.flatMap(kindsOf))
    expect(expected.filter((kind) => !kinds.has(kind))).toEqual([])
  })

  it('has cash and positions that its rows add up to, to the cent', () => {
    const held = broker.holdings().map(({ symbol, qty }) => [symbol, qty])
    const after = rfc3339(micros(settled) + 5 * DAY)
    const { cash, positions } = booksOfActivities(broker, after)
    expect(positions).toEqual(Object.fromEntries(held))
    expect(cash).toBe(new Big(String(broker.account(micros(after)).cash)).toFixed(2))
  })

  it('has an equity of its cash and the values of its positions', () => {
    const at = micros(broker.clock)
    const { cash, equity } = broker.account(at)
    const values = broker.positions(at).map((position) => String(position.market_value))
    const worth = values.reduce((sum, value) => sum.plus(value), new Big(String(cash)))
    expect(equity).toBe(worth.toFixed())
  })

  it('holds no short coins', () => {
    const coins = broker.holdings().filter(({ symbol }) => symbol.includes('/'))
    expect(coins.filter(({ qty }) => qty.startsWith('-'))).toEqual([])
  })
})

describe('the episodes of an account', () => {
  it('leave every order of the other stories as it is', () => {
    const usual = generateAccount({ seed: 'same', now: NOW }).broker
    const full = generateAccount({ seed: 'same', now: NOW, episodes: 'all' }).broker
    const shapes = (broker: typeof usual) =>
      [...broker.orders.all()].map((order) => {
        const { symbol, side, qty, limit_price, status, created_at } = orderPayload(order, false)
        return JSON.stringify([symbol, side, qty, limit_price, status, created_at])
      })
    const all = new Set(shapes(full))
    const shares = shapes(usual)
    expect(shares.filter((shape) => !all.has(shape))).toEqual([])
    expect(all.size).toBeGreaterThan(shares.length)
  })

  it.each(['2026-03-09T03:00:00Z', '2025-12-25T16:00:00Z', '2027-02-28T20:30:00Z'])(
    'can be generated for a history that ends at %s',
    (now) => {
      const { broker } = generateAccount({ seed: 'ends', now, episodes: 'all' })
      expect(broker.orders.size).toBeGreaterThan(500)
    },
  )
})
