import * as z from 'zod'
import {
  type StoredOverride,
  type SubjectFact,
  type SubjectTrade,
  selectOverridesNear,
  selectSubjectFacts,
  selectSubjects,
  storedOverride,
  subjectFact,
  subjectTrade,
} from '../../db/overrides/subjects'
import type { Read } from './change'
import { OverrideError } from './errors'

/** The trades of a request, the facts that opened them, and the overrides of the same facts. */
export interface Subjects {
  trades: [SubjectTrade, ...SubjectTrade[]]
  /** The earliest first. */
  facts: SubjectFact[]
  overrides: StoredOverride[]
}

/**
 * Reads them, in one round trip.
 *
 * @throws OverrideError `trade_not_found`
 */
export async function readSubjects(
  read: Read,
  tradeIds: readonly string[],
  param: string,
): Promise<Subjects> {
  const [trades, facts, overrides] = await read(
    selectSubjects(tradeIds),
    selectSubjectFacts(tradeIds),
    selectOverridesNear(tradeIds),
  )
  const [first, ...others] = z.array(subjectTrade).parse(trades)
  if (!first || others.length + 1 < new Set(tradeIds).size)
    throw new OverrideError('trade_not_found', param, 'No trade has this id.')
  return {
    trades: [first, ...others],
    facts: z.array(subjectFact).parse(facts),
    overrides: z.array(storedOverride).parse(overrides),
  }
}

/**
 * Refuses facts of which a merge or a split speaks already: they would have to be in two trades.
 *
 * @throws OverrideError `override_conflict`
 */
export function refuseConflicts(
  facts: readonly string[],
  overrides: readonly StoredOverride[],
  param: string,
): void {
  const other = overrides.find(
    ({ kind, facts: taken }) => kind !== 'annotate' && taken.some((fact) => facts.includes(fact)),
  )
  if (!other) return
  const message = `The ${other.kind} ${other.id} holds some of these orders; take it back first.`
  throw new OverrideError('override_conflict', param, message)
}
