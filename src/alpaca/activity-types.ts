/**
 * How an activity changes a position. `unbooked`: it changes one, but the ledger has no rule for
 * it, so that the position is reported as adjusted.
 */
export type PositionEffect =
  | 'fill'
  | 'expiration'
  | 'assignment'
  | 'exercise'
  | 'delivery'
  | 'adjustment'
  | 'transfer'
  | 'coin_fee'
  | 'unbooked'

/**
 * What the net amount of an activity is. `none`: no cash moved. The rows of a corporate action or a
 * transfer name the value of what they move, and the cash of a fill follows from its price.
 */
export type CashEffect = 'executions' | 'deposits' | 'fees' | 'other' | 'none'

/** What an activity of a type means. */
export interface ActivityMeaning {
  /** Null: it changes no position. */
  readonly position: PositionEffect | null
  readonly cash: CashEffect
  /** Who pays it: the trades it is charged on, or the account. Absent of what is no fee. */
  readonly chargedTo?: 'trades' | 'account'
  /** True of cash that settles the option events of its group. */
  readonly settles?: true
}

const MEANINGS = {
  FILL: { position: 'fill', cash: 'none' },
  OPEXP: { position: 'expiration', cash: 'executions' },
  OPASN: { position: 'assignment', cash: 'executions' },
  OPEXC: { position: 'exercise', cash: 'executions' },
  OPCSH: { position: null, cash: 'executions', settles: true },
  OPTRD: { position: 'delivery', cash: 'executions' },
  OPCA: { position: 'adjustment', cash: 'none' },
  SPLIT: { position: 'adjustment', cash: 'none' },
  NC: { position: 'adjustment', cash: 'none' },
  SPIN: { position: 'unbooked', cash: 'none' },
  REORG: { position: 'unbooked', cash: 'none' },
  MA: { position: 'unbooked', cash: 'other' },
  ACATS: { position: 'transfer', cash: 'none' },
  JNLS: { position: 'transfer', cash: 'none' },
  CFEE: { position: 'coin_fee', cash: 'fees', chargedTo: 'trades' },
  FEE: { position: null, cash: 'fees', chargedTo: 'trades' },
  PTC: { position: null, cash: 'fees', chargedTo: 'account' },
  PTR: { position: null, cash: 'fees', chargedTo: 'account' },
  JNLC: { position: null, cash: 'deposits' },
  JNL: { position: null, cash: 'deposits' },
  CSD: { position: null, cash: 'deposits' },
  CSW: { position: null, cash: 'deposits' },
  ACATC: { position: null, cash: 'deposits' },
  TRANS: { position: null, cash: 'deposits' },
} as const satisfies Record<string, ActivityMeaning>

/** The types whose meaning the ledger depends on. Alpaca's set of types is open. */
export type KnownActivityType = keyof typeof MEANINGS

/** Dividends, interest and every type that the table does not know: cash, and no position. */
const OTHER: ActivityMeaning = { position: null, cash: 'other' }

/**
 * The one table of Alpaca's activity types. Facts, cash, fees, positions and reconciliation all ask
 * it.
 *
 * @example meaningOf('OPASN').position // 'assignment'
 */
export const meaningOf = (activityType: string): ActivityMeaning =>
  Object.hasOwn(MEANINGS, activityType) ? MEANINGS[activityType as KnownActivityType] : OTHER

/** The known types whose meaning fits. */
export const typesWhere = (fits: (meaning: ActivityMeaning) => boolean): readonly string[] =>
  Object.entries<ActivityMeaning>(MEANINGS).flatMap(([type, meaning]) =>
    fits(meaning) ? [type] : [],
  )

/** Whether an activity ends an option: it expires, is assigned or is exercised. */
export const endsOption = ({ position }: ActivityMeaning): boolean =>
  position === 'expiration' || position === 'assignment' || position === 'exercise'
