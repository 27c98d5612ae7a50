import { describe, expect, it } from 'vitest'
import { parseAccount } from '../../../src/alpaca/account'
import { parseActivities } from '../../../src/alpaca/activity'
import { parseContract } from '../../../src/alpaca/contract'
import { flattenOrders } from '../../../src/alpaca/order-page'
import { parsePositions } from '../../../src/alpaca/position'
import { Recordings } from './payloads'
import { describeShapes } from './shapes'

const folder = process.env.ALPACA_RECORDINGS
const TITLE = 'EXTRA: the stand-in and the parsers agree with the recorded responses of a folder'

if (folder === undefined) it.skip(`${TITLE} (set ALPACA_RECORDINGS to one)`)
else describe(TITLE, () => compareWith(new Recordings(folder)))

function compareWith(recordings: Recordings): void {
  describeShapes('the recordings', () => recordings.payloads())

  const recorded = recordings.names().filter((name) => name.startsWith('real_'))
  it.each(recorded.filter((name) => /^real_orders?_/.test(name)))('parses %s', (name) => {
    const { orders, rejects } = flattenOrders(recordings.rows(name))
    expect(rejects).toEqual([])
    expect(orders.length).toBeGreaterThan(0)
  })

  const activities = recorded.filter((name) => /^real_activit(y|ies)_/.test(name))
  // Of one recording only five keys of each row were kept.
  const whole = activities.filter((name) => !name.endsWith('_abridged'))
  it.each(whole)('parses %s', (name) => {
    const rows = recordings.rows(name)
    expect(parseActivities(rows)).toMatchObject({
      rejects: [],
      activities: { length: rows.length },
    })
  })

  it.each(recorded.filter((name) => /^real_positions?_/.test(name)))('parses %s', (name) => {
    const rows = recordings.rows(name)
    expect(parsePositions(rows)).toMatchObject({ rejects: [], positions: { length: rows.length } })
  })

  it.each(recorded.filter((name) => name.startsWith('real_option_contract')))(
    'parses %s',
    (name) => {
      for (const row of recordings.rows(name))
        expect(parseContract(row)).toMatchObject({ ok: true })
    },
  )

  it('parses the account', () => {
    const [account] = recordings.rows('real_account')
    expect(parseAccount(account)).toMatchObject({ ok: true, row: { refused: null } })
  })
}
