import { known } from './invariant'

export const TRADE_CLOSE_CAUSES = [
  'order',
  'expiration',
  'assignment',
  'exercise',
  'corporate_action',
  'transfer',
] as const

/** How quantity came to be closed. */
export type CloseCause = (typeof TRADE_CLOSE_CAUSES)[number]

/** Causes in alphabetical order, each once. Immutable: adding one makes another list. */
export type Causes = readonly CloseCause[]

export const NO_CAUSES: Causes = []

/** The lists of all sets of causes; a set is the sum of the powers of two of its causes. */
const LISTS: readonly Causes[] = Array.from({ length: 2 ** TRADE_CLOSE_CAUSES.length }, (_, set) =>
  set === 0 ? NO_CAUSES : TRADE_CLOSE_CAUSES.filter((_, i) => (set & (1 << i)) !== 0).sort(),
)

/** The list of each cause alone: most are. */
const ALONE: Record<CloseCause, Causes> = {
  order: ['order'],
  expiration: ['expiration'],
  assignment: ['assignment'],
  exercise: ['exercise'],
  corporate_action: ['corporate_action'],
  transfer: ['transfer'],
}

function setOf(causes: Causes): number {
  let set = 0
  for (const cause of causes) set |= 1 << TRADE_CLOSE_CAUSES.indexOf(cause)
  return set
}

/** The causes with others added; the same list when all of them are there already. */
export function withCauses(causes: Causes, others: Causes): Causes {
  if (causes.length === 0 || causes === others) return others
  let all = causes
  for (const cause of others) all = withCause(all, cause)
  return all
}

/** The causes with one added; the same list when it is there already. */
export function withCause(causes: Causes, cause: CloseCause): Causes {
  if (causes.length === 0) return ALONE[cause]
  if (causes.includes(cause)) return causes
  const set = setOf(causes) | (1 << TRADE_CLOSE_CAUSES.indexOf(cause))
  return known(LISTS[set], 'a list of causes', cause)
}
