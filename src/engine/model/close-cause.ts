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

/** The causes with others added; the same list when all of them are there already. */
export function withCauses(causes: Causes, others: Causes): Causes {
  if (others.length === 0 || causes === others) return causes
  const added = others.filter((cause) => !causes.includes(cause))
  if (added.length === 0) return causes
  return causes.length === 0 ? others : [...causes, ...added].sort()
}

const ALONE: Record<CloseCause, Causes> = {
  order: ['order'],
  expiration: ['expiration'],
  assignment: ['assignment'],
  exercise: ['exercise'],
  corporate_action: ['corporate_action'],
  transfer: ['transfer'],
}

/** The causes with one added. */
export const withCause = (causes: Causes, cause: CloseCause): Causes =>
  causes.length === 0 ? ALONE[cause] : withCauses(causes, ALONE[cause])
