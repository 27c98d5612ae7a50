import type { ActionKind } from '../engine/model/facts'

const KINDS: Readonly<Record<string, ActionKind>> = {
  SPLIT: 'split',
  SSP: 'old_split',
  NC: 'name',
  SC: 'name',
  MA: 'merger',
  SPIN: 'spin_off',
  SSO: 'spin_off',
  REO: 'reorganization',
  REORG: 'voluntary',
  VOF: 'voluntary',
  FIMAT: 'maturity',
  OPCA: 'option',
  DIV: 'stock_dividend',
  DIVROC: 'return_of_capital',
  CIL: 'cash_in_lieu',
}

/** Sub types of actions that pay shares and cash: without either they are not whole. */
const MIXED: Readonly<Record<string, ActionKind>> = {
  SCMA: 'mixed_merger',
  REOSC: 'mixed_reorganization',
}

/**
 * The activities that change the number of shares of a symbol alike for all holders; of the type
 * DIV those of one sub type.
 */
export const SPLIT_ACTIVITIES = [
  { type: 'SPLIT', subType: null },
  { type: 'SSP', subType: null },
  { type: 'DIV', subType: 'SDIV' },
] as const

/**
 * What the text of a corporate action names. It can hold an account number: nothing else is kept.
 */
const SYMBOL = '([A-Z][A-Z0-9.]*)'
const NAMES: readonly RegExp[] = [
  new RegExp(`\\bfrom ${SYMBOL} to ${SYMBOL}`, 'i'),
  new RegExp(`\\bTarget Symbol: ?${SYMBOL}`),
  new RegExp(`\\bInitiating Symbol: ?${SYMBOL}`),
  new RegExp(`\\bMerger [0-9.]+ ${SYMBOL}.* for [0-9.]+ ${SYMBOL}`),
]

/** The fields of a row that say what it is about. */
export interface ActionFields {
  activityType: string
  activitySubType: string | null
  description: string | null
  price: string | null
}

const isNothing = (text: string | null): boolean => text === null || Number(text) === 0

/**
 * Reads what a row of a corporate action is about, and the symbols that its text names
 * (src/alpaca/README.md 3.4). A REORG or REO row removes what is worthless if its sub type says so,
 * or if it has neither sub type nor price and its text says so.
 *
 * @returns null for a row that is no corporate action.
 * @example actionTerms({ activityType: 'REORG', activitySubType: 'WRM', … })?.kind // 'worthless'
 */
export function actionTerms(fields: ActionFields): { kind: ActionKind; names: string[] } | null {
  const { activityType, activitySubType, description } = fields
  const kind = KINDS[activityType]
  if (kind === undefined) return null
  const text = description ?? ''
  const names = NAMES.flatMap((pattern) => (pattern.exec(text) ?? []).slice(1))
  if (activityType === 'DIV' && activitySubType === 'ROC')
    return { kind: 'return_of_capital', names }
  // Rights are given out like the shares of a spin-off.
  if (activityType === 'VOF' && activitySubType === 'VDST') return { kind: 'spin_off', names }
  const mixed = MIXED[activitySubType ?? '']
  if (mixed !== undefined && (kind === 'merger' || kind === 'reorganization'))
    return { kind: mixed, names }
  const isReorganization = activityType === 'REORG' || activityType === 'REO'
  const isWorthless =
    activitySubType === 'WRM' ||
    (isReorganization &&
      activitySubType === null &&
      isNothing(fields.price) &&
      /\bworthless\b/i.test(text))
  return { kind: isWorthless ? 'worthless' : kind, names }
}
