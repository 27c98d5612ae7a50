import type { FoldMark } from '../../db/ledger/marks'
import type { BegunFolds } from './begun-folds'
import type { Claim } from './claim'

const MINUTE = 60_000
const FIRST_WAIT = 10 * MINUTE
const LONGEST_WAIT = 6 * 60 * MINUTE
/**
 * A fold of a single unit that died so often is no accident any more: a deploy or an outage kills a
 * run, too.
 */
const KILLS = 2
/** New facts are tried at once until so many folds have died. */
const STUBBORN = 5
/** Suspects of one dead fold are folded alone, or in so many groups if they are more. */
const MOST_GROUPS = 32

/** Whether a run died while it folded this mark, and no fold of it has ended since. */
export const isSuspect = (mark: FoldMark, begun: BegunFolds): boolean =>
  !begun.has(mark.underlying) && (mark.folding_since !== null || mark.deaths > 0)

/** Whether so many folds of this mark alone have died that it is no accident. */
export const isKiller = ({ deaths }: FoldMark): boolean => deaths >= KILLS

/** Whether the last fold of this mark stopped with an error. */
export const isFailing = (mark: FoldMark, begun: BegunFolds): boolean =>
  mark.failing || typeof begun.get(mark.underlying) === 'string'

/** When a suspect may be folded again: null at once. */
export function waitsUntil({ deaths, folding_since, ...mark }: FoldMark): Date | null {
  if (folding_since === null || deaths < KILLS) return null
  const hasNews = mark.version > mark.tried_version
  if (hasNews && deaths < STUBBORN) return null
  const wait = Math.min(FIRST_WAIT * 2 ** (deaths - KILLS), LONGEST_WAIT)
  return new Date(folding_since + wait)
}

/** Whether a suspect has to wait, so that its fold does not kill every run. */
export function isHeld(mark: FoldMark, begun: BegunFolds, now: Date): boolean {
  if (!isSuspect(mark, begun)) return false
  const until = waitsUntil(mark)
  // A death that lies ahead was written by another clock.
  const isPast = mark.folding_since !== null && mark.folding_since <= now.getTime()
  return until !== null && isPast && until > now
}

/** Whether a run on an account with these marks folds what may kill its isolate. */
export const isDangerous = (suspects: readonly FoldMark[], now: Date): boolean =>
  suspects.some((mark) => !isHeld(mark, new Map(), now))

/**
 * The order in which suspects are folded: those that died with many before those that died alone,
 * and small ones before large ones, so that most of them are done when the one that kills comes.
 *
 * @returns groups that are folded at once. What died alone stays alone.
 */
export function suspectGroups(suspects: readonly Claim[]): Claim[][] {
  const deathsOf = ({ marks }: Claim) => Math.max(...marks.map(({ deaths }) => deaths))
  const sorted = suspects.toSorted((a, b) => deathsOf(a) - deathsOf(b) || a.orders - b.orders)
  const many = sorted.filter((claim) => deathsOf(claim) === 0)
  const size = Math.ceil(many.length / MOST_GROUPS)
  const groups = Array.from({ length: size === 0 ? 0 : Math.ceil(many.length / size) }, (_, i) =>
    many.slice(i * size, (i + 1) * size),
  )
  return [...groups, ...sorted.slice(many.length).map((claim) => [claim])]
}
