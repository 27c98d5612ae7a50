import { describe, expect, it } from 'vitest'
import { EVENT_TYPES } from '../../../src/db/schema/events'
import { bodyOf, messageId, type Told } from '../../../src/webhooks/message'

const ACCOUNT = 'e6fe16f3-64a4-4921-8928-cadf02f92f98'

const told = (format: Told['webhook']['format'], changes: Partial<Told> = {}): Told => ({
  id: '0b8f5a36-6a57-4b0e-9b0e-3f6d1c0a2f11',
  accountId: ACCOUNT,
  seq: 42,
  type: 'trade.closed',
  at: '2026-11-05 14:51:42.963227+00',
  data: {
    id: 't',
    was: 'open',
    status: 'closed',
    strategy: 'iron_condor',
    underlying: 'QQQ',
    net_pl: -323.4,
  },
  label: 'paper',
  webhook: { id: 'w', format },
  ...changes,
})

const sent = (one: Told): unknown => JSON.parse(bodyOf(one))

it('a message has the type, the time and the data of its event, and the account', () => {
  expect(sent(told('json'))).toEqual({
    type: 'trade.closed',
    timestamp: '2026-11-05T14:51:42.963227Z',
    data: {
      account_id: ACCOUNT,
      seq: 42,
      id: 't',
      was: 'open',
      status: 'closed',
      strategy: 'iron_condor',
      underlying: 'QQQ',
      net_pl: -323.4,
    },
  })
})

it('a message is known by its account and the number of its event', () => {
  expect(messageId(told('json'))).toBe(`evt_${ACCOUNT}_42`)
  expect(messageId(told('json', { seq: null }))).toBe(
    'evt_test_0b8f5a36-6a57-4b0e-9b0e-3f6d1c0a2f11',
  )
})

it.each(EVENT_TYPES)('an event %s is a line of text in a chat', (type) => {
  for (const format of ['discord', 'slack'] as const) {
    for (const data of [told(format).data, {}, null]) {
      const text = Object(sent(told(format, { type, data })))
      const line: unknown = text.content ?? text.text
      expect(line).toMatch(/paper/)
      expect(line).not.toMatch(/undefined|null|\[object|NaN/)
    }
  }
})

it('a line of text has the profit of a trade that was closed, and of no other', () => {
  const lineOf = (type: Told['type']) => Object(sent(told('slack', { type }))).text
  expect(lineOf('trade.closed')).toBe('[paper] Trade closed: QQQ iron condor (net P/L -323.4)')
  expect(lineOf('trade.changed')).toBe('[paper] Trade changed: QQQ iron condor')
})

/** Text that a label, a strategy or a symbol can be. */
const ODD = '@everyone <@1> <!channel> <#2> *b* _i_ `c` [x](https://evil.example) & | > # \\ ~'

describe('discord', () => {
  it('gets a content that mentions nobody and formats nothing', () => {
    const data = { strategy: ODD, underlying: 'QQQ' }
    const body = Object(sent(told('discord', { label: ODD, data })))
    expect(Object.keys(body).toSorted()).toEqual(['allowed_mentions', 'content', 'flags'])
    expect(body.allowed_mentions).toEqual({ parse: [] })
    expect(body.content).not.toContain('@everyone')
    expect(body.content).not.toMatch(/(?<!\\)[<*_`[\]()>#~|]/)
  })

  it('gets a content of at most 2,000 characters, whatever the texts', () => {
    for (const text of [
      'x'.repeat(9_000),
      '*'.repeat(9_000),
      '😀'.repeat(5_000),
      '@'.repeat(9_000),
    ]) {
      for (const label of ['paper', 'papers']) {
        const { content } = Object(sent(told('discord', { label, data: { underlying: text } })))
        expect(content.length).toBeGreaterThan(1_900)
        expect(content.length).toBeLessThanOrEqual(2_000)
        expect(content.isWellFormed()).toBe(true)
        expect(content.endsWith('…')).toBe(true)
      }
    }
  })
})

describe('slack', () => {
  it('gets a text in which its own characters are escaped', () => {
    const data = { strategy: ODD, underlying: 'QQQ' }
    const body = Object(sent(told('slack', { label: ODD, data })))
    expect(body).toMatchObject({ mrkdwn: false, unfurl_links: false, unfurl_media: false })
    expect(body.text).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/)
    expect(body.text).toContain('&lt;!channel&gt;')
  })

  it('gets a text of at most 4,000 characters that ends with no half of an entity', () => {
    for (const text of ['x'.repeat(9_000), '<'.repeat(9_000), '&'.repeat(9_000)]) {
      for (const label of ['a', 'ab', 'abc', 'abcd', 'abcde']) {
        const body = Object(sent(told('slack', { label, data: { underlying: text } })))
        expect(body.text.length).toBeLessThanOrEqual(4_000)
        expect(body.text).not.toMatch(/&(?!(?:amp|lt|gt);)/)
      }
    }
  })
})
