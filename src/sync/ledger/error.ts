import type { LogEntry } from '../run/log'

// A symbol is 21 characters long at the most; what is longer is none.
const LONGEST_NAME = 21
const MOST_NAMES = 10

/** Work of the ledger besides folding, each part of which can fail without the others. */
export type LedgerPart = 'fees' | 'positions' | 'reconciliation'

/** What of a ledger could not be brought up to date. */
export interface LedgerFailures {
  /** Underlyings whose trades were left unchanged. */
  underlyings: readonly string[]
  parts: readonly LedgerPart[]
}

export const NO_FAILURES: LedgerFailures = { underlyings: [], parts: [] }

const PARTS: Record<LedgerPart, string> = {
  fees: 'the fees could not be shared out',
  positions: 'the positions could not be linked to their trades',
  reconciliation: 'the ledger could not be compared with the broker',
}

/**
 * Trades of some underlyings, or parts of the ledger, could not be worked out. All the rest was,
 * and is written.
 */
export class LedgerError extends Error {
  override readonly name = 'LedgerError'

  /** @param changeKept whether the error answers an edit, which is stored. */
  constructor(
    readonly failures: LedgerFailures,
    { changeKept = false }: { changeKept?: boolean } = {},
  ) {
    super(`${sentence(failures)}${changeKept ? KEPT : ''}`)
  }
}

const KEPT = '; the change is kept, and takes effect as soon as they can be worked out again'

function sentence({ underlyings, parts }: LedgerFailures): string {
  const failed = parts.map((part) => PARTS[part])
  if (underlyings.length === 0) return failed.join(' and ')
  const names = underlyings.slice(0, MOST_NAMES).map((name) => name.slice(0, LONGEST_NAME))
  const more = underlyings.length > MOST_NAMES ? ' and others' : ''
  const trades = `the trades of ${names.join(', ')}${more} could not be worked out`
  return [trades, ...failed].join(' and ')
}

/** Whether nothing failed. */
export const isWhole = ({ underlyings, parts }: LedgerFailures): boolean =>
  underlyings.length + parts.length === 0

/** All that two steps of a run found to fail. */
export function joinFailures(one: LedgerFailures, other: LedgerFailures): LedgerFailures {
  return {
    underlyings: [...new Set([...one.underlyings, ...other.underlyings])].sort(),
    parts: [...new Set([...one.parts, ...other.parts])],
  }
}

/** The line of the log that names a part which failed. */
export const partFailed = (accountId: string, part: LedgerPart, reason: string): LogEntry => ({
  level: 'error',
  event: 'ledger_part_failed',
  account_id: accountId,
  part,
  reason,
})
