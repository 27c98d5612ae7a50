import { describe, expect, it } from 'vitest'
import { Broker } from '../../../src/local/alpaca/broker'
import { apiOver } from './call'

const broker = new Broker({ fees: true, openedAt: '2026-09-09T14:00:00Z' })
for (let i = 0; i < 9; i++) {
  const at = `2026-09-10T14:00:00.00${i}Z`
  const order = broker.submit({ at, symbol: 'F261016C00012000', side: 'buy', qty: '1' })
  broker.fill(order.id, { at, price: '1' })
}
broker.postDailyFees('2026-09-10')
const { get, rows } = apiOver(broker)

const all = () => rows('/v2/account/activities?direction=asc')

describe('GET /v2/account/activities', () => {
  it('sorts by id, so that the fees of a day precede its fills', async () => {
    const types = (await all()).map((row) => row.activity_type)
    expect(types).toEqual(['JNLC', ...Array(11).fill('FEE'), ...Array(9).fill('FILL')])
  })

  it.each(['asc', 'desc'])(
    'returns all rows page by page with page_token, %s',
    async (direction) => {
      const walked: unknown[] = []
      for (let token = ''; ; ) {
        const page = await rows(`/v2/account/activities?direction=${direction}&page_size=4${token}`)
        walked.push(...page)
        if (page.length < 4) break
        token = `&page_token=${page.at(-1)?.id}`
      }
      expect(walked).toEqual(direction === 'asc' ? await all() : (await all()).reverse())
    },
  )

  it('filters after, until and date by created_at, not by the date of the row', async () => {
    const late = await rows('/v2/account/activities?after=2026-09-11')
    expect(late).toMatchObject([{ activity_sub_type: 'CAT', date: '2026-09-10' }])
    expect(await rows('/v2/account/activities?date=2026-09-11')).toEqual(late)
    expect(await rows('/v2/account/activities?until=2026-09-10')).toMatchObject([
      { activity_type: 'JNLC' },
    ])
  })

  it('filters by type, category and order', async () => {
    const fills = await rows('/v2/account/activities/FILL')
    expect(fills).toHaveLength(9)
    expect(await rows('/v2/account/activities?category=trade_activity')).toEqual(fills)
    expect(await rows('/v2/account/activities?activity_types=FILL,JNLC')).toHaveLength(10)
    expect(await rows('/v2/account/activities?activity_types=MISC')).toHaveLength(12)
    const of = `/v2/account/activities?order_id=${fills[0]?.order_id}`
    expect(await rows(of)).toEqual([fills[0]])
  })

  it('returns no row before it was created', async () => {
    const early = apiOver(broker, { now: () => new Date('2026-09-10T14:00:10Z') })
    const types = (await early.rows('/v2/account/activities')).map((row) => row.activity_type)
    expect(types).toEqual([...Array(9).fill('FILL'), 'JNLC'])
  })

  it.each([
    'activity_types=FILL&category=trade_activity',
    'activity_types=NONSENSE',
    'page_size=101',
    'page_size=0',
    'page_token=x',
    'direction=up',
    'after=soon',
  ])('refuses %s', async (query) => {
    const { status, body } = await get(`/v2/account/activities?${query}`)
    expect([status, body]).toEqual([422, { code: 42210000, message: expect.any(String) }])
  })
})
