import { describe, expect, it } from 'vitest'
import { type Screen, showProgress } from '../../../src/local/start/progress'

const read = (orders: number, backfill: number | null) =>
  JSON.stringify({
    level: 'info',
    event: 'sync_progress',
    label: 'paper',
    account_id: 'a',
    orders,
    activities: 0,
    backfill,
  })
const finished = '{"level":"info","event":"sync_finished","label":"paper"}'

function shown(screen: Partial<Screen>, lines: string[]): string {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  const view = showProgress({ write, ...screen }, () => new Date('2026-11-20T15:00:00Z'))
  for (const line of lines) view.log(line)
  view.say('Ready on http://127.0.0.1:8787')
  return text
}

describe('the progress of a first sync', () => {
  it('is plain lines without a terminal', () => {
    expect(shown({}, [read(500, 0.25), read(1000, null), finished]).split('\n')).toEqual([
      'Reading   [######..................]  25 %  paper: 500 orders, 0 activities read',
      'Reading   [........................]  paper: 1000 orders, 0 activities read',
      '15:00:00 sync_finished label=paper',
      'Ready on http://127.0.0.1:8787',
      '',
    ])
  })

  it('is one bar in a terminal, below the log, and is removed at the end', () => {
    const text = shown({ isTTY: true }, [read(500, 0.5), 'a line', read(1000, 1), finished])
    // What a terminal shows at the end: each line after its last clearing.
    const rows = text.split('\n').map((row) => row.split('\r\u001b[2K').at(-1))
    expect(rows).toEqual([
      '15:00:00 a line',
      '15:00:00 sync_finished label=paper',
      'Ready on http://127.0.0.1:8787',
      '',
    ])
    expect(text.match(/\[#{12}\.{12}\] {2}50 %/g)).toHaveLength(2)
    expect(text).toContain(`[${'#'.repeat(24)}] 100 %`)
  })

  it('never wraps', () => {
    const text = shown({ isTTY: true, columns: 30 }, [read(500, 0.5)])
    for (const row of text.replaceAll('\r\u001b[2K', '\n').split('\n').slice(0, -2))
      expect(row.length).toBeLessThan(30)
  })

  it('prints the log line of a run that is not a first sync', () => {
    const line =
      '{"level":"info","event":"sync_progress","label":"paper","orders":500,"activities":0}'
    expect(shown({}, [line])).toContain('15:00:00 sync_progress label=paper orders=500')
  })
})
