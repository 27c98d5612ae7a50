import { Cron } from 'croner'
import { describe, expect, it } from 'vitest'
import { readWorkerConfig } from '../../src/local/start/project'
import {
  CRONS,
  HOURLY_CRON,
  isFullReread,
  MARKET_HOURS_CRON,
  NIGHTLY_CRON,
} from '../../src/sync/run/schedule'

/** The ticks of a cron from a moment on, as `2026-07-01T13:00`. */
const ticks = (cron: string, from: string, count: number) =>
  new Cron(cron, { timezone: 'UTC' })
    .nextRuns(count, new Date(from))
    .map((at) => at.toISOString().slice(0, 16))

describe('the crons', () => {
  it('equal those of wrangler.toml', () => {
    expect(readWorkerConfig().triggers.crons).toEqual(CRONS)
  })

  it('name days by name, because Cloudflare numbers them differently', () => {
    for (const cron of CRONS) expect(cron.split(' ').at(-1)).not.toMatch(/\d/)
  })

  it('tick every five minutes from open to close in summer: 09:30 New York is 13:30 UTC', () => {
    expect(ticks(MARKET_HOURS_CRON, '2026-07-01T13:28:00Z', 2)).toEqual([
      '2026-07-01T13:30',
      '2026-07-01T13:35',
    ])
    expect(ticks(MARKET_HOURS_CRON, '2026-07-01T20:14:00Z', 1)).toEqual(['2026-07-01T20:15'])
  })

  it('tick every five minutes from open to close in winter: 16:15 New York is 21:15 UTC', () => {
    expect(ticks(MARKET_HOURS_CRON, '2026-12-01T14:28:00Z', 1)).toEqual(['2026-12-01T14:30'])
    expect(ticks(MARKET_HOURS_CRON, '2026-12-01T21:14:00Z', 1)).toEqual(['2026-12-01T21:15'])
  })

  it('tick once an hour on weekends', () => {
    const friday = '2026-07-03T21:56:00Z'
    expect(ticks(MARKET_HOURS_CRON, friday, 1)).toEqual(['2026-07-06T13:00'])
    expect(ticks(HOURLY_CRON, friday, 2)).toEqual(['2026-07-03T22:17', '2026-07-03T23:17'])
  })

  it('read the whole history again once a night', () => {
    expect(CRONS.filter(isFullReread)).toEqual([NIGHTLY_CRON])
    expect(ticks(NIGHTLY_CRON, '2026-07-01T00:00:00Z', 2)).toEqual([
      '2026-07-01T09:37',
      '2026-07-02T09:37',
    ])
  })
})
