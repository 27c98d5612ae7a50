/** How an activity changes a position. */
export type PositionEffect =
  | 'fill'
  | 'expiration'
  | 'assignment'
  | 'exercise'
  | 'delivery'
  | 'adjustment'
  | 'transfer'
  | 'coin_fee'

/**
 * What the net amount of an activity is. `none`: no cash moved. The rows of a corporate action or a
 * transfer name the value of what they move, and the cash of a fill follows from its price.
 * `dividends` and `interest` include what was withheld from them. `other` is income or cost that
 * the proof names by its type.
 */
export type CashEffect =
  | 'executions'
  | 'deposits'
  | 'fees'
  | 'dividends'
  | 'interest'
  | 'other'
  | 'none'

/** What an activity of a type means. */
export interface ActivityMeaning {
  /** Null: it changes no position. */
  readonly position: PositionEffect | null
  readonly cash: CashEffect
  /** Who pays it: the trades it is charged on, or the account. Absent of what is no fee. */
  readonly chargedTo?: 'trades' | 'account'
  /** True where the quantity of a row is that of the position: the row moves none of it. */
  readonly namesHolding?: true
  /** True of cash that settles the option events of its group. */
  readonly settles?: true
  /** True of rows by which the holder takes up an offer. */
  readonly offers?: true
  /** True of what an exercise of rights costs: it belongs to the shares that come of it. */
  readonly exercisesRights?: true
  /** Set where the effect is unknown: each row is reported as a difference, by activity id. */
  readonly isUnnamed?: true
}

/** The meaning of a type, and of its sub types that mean something else. */
interface TypeEntry extends ActivityMeaning {
  readonly subTypes?: Readonly<Record<string, ActivityMeaning>>
}

/** A corporate action: its cash belongs to the trades that it is booked on. */
const ACTION = { position: 'adjustment', cash: 'executions' } as const
/** Its `qty` is the number of shares held, absent or 0, like that of a cash dividend. */
const RETURN_OF_CAPITAL = { ...ACTION, namesHolding: true } as const
const DEPOSIT = { position: null, cash: 'deposits' } as const
const DIVIDEND = { position: null, cash: 'dividends' } as const
const INTEREST = { position: null, cash: 'interest' } as const
const OTHER = { position: null, cash: 'other' } as const
const ACCOUNT_FEE = { position: null, cash: 'fees', chargedTo: 'account' } as const
/** A type whose effect no source tells. Its cash counts, because the broker's figure has it. */
const UNNAMED: ActivityMeaning = { position: null, cash: 'other', isUnnamed: true }

/**
 * Sub type of what an exercise of rights costs. Alpaca sends it as a fee without a sub type, which
 * its text alone tells from others (src/alpaca/README.md 3.6).
 */
export const RIGHTS_COST = 'RIGHTS'

const MEANINGS = {
  FILL: { position: 'fill', cash: 'none' },
  OPEXP: { position: 'expiration', cash: 'executions' },
  OPASN: { position: 'assignment', cash: 'executions' },
  OPEXC: { position: 'exercise', cash: 'executions' },
  OPTRD: { position: 'delivery', cash: 'executions' },
  OPCSH: { position: null, cash: 'executions', settles: true },
  OPCA: { position: 'adjustment', cash: 'none' },
  SPLIT: ACTION,
  NC: ACTION,
  SPIN: ACTION,
  REORG: ACTION,
  MA: ACTION,
  REO: ACTION,
  VOF: { ...ACTION, offers: true },
  FIMAT: ACTION,
  CIL: ACTION,
  SSP: ACTION,
  SSO: ACTION,
  SC: ACTION,
  ACATS: { position: 'transfer', cash: 'none' },
  JNLS: { position: 'transfer', cash: 'none' },
  FOPT: { position: 'transfer', cash: 'none' },
  OCT: { position: 'transfer', cash: 'none' },
  CFEE: { position: 'coin_fee', cash: 'fees', chargedTo: 'trades' },
  FEE: {
    position: null,
    cash: 'fees',
    chargedTo: 'trades',
    subTypes: { [RIGHTS_COST]: { position: null, cash: 'executions', exercisesRights: true } },
  },
  PTC: ACCOUNT_FEE,
  PTR: ACCOUNT_FEE,
  JNLC: DEPOSIT,
  JNL: DEPOSIT,
  CSD: DEPOSIT,
  CSW: DEPOSIT,
  ACATC: DEPOSIT,
  TRANS: DEPOSIT,
  DIV: { ...DIVIDEND, subTypes: { SDIV: ACTION, ROC: RETURN_OF_CAPITAL } },
  DIVCGL: DIVIDEND,
  DIVCGS: DIVIDEND,
  DIVFEE: DIVIDEND,
  DIVFT: DIVIDEND,
  DIVNRA: DIVIDEND,
  DIVROC: RETURN_OF_CAPITAL,
  DIVTW: DIVIDEND,
  DIVTXEX: DIVIDEND,
  DIVWH: DIVIDEND,
  CGD: DIVIDEND,
  WH: DIVIDEND,
  // A sweep balance looks like a position of SWEEPFDIC: it is neither a security nor cash.
  INT: { ...INTEREST, subTypes: { SWP: { position: null, cash: 'none' } } },
  INTNRA: INTEREST,
  INTTW: INTEREST,
  SWP: { position: null, cash: 'none' },
  INTPNL: OTHER,
  EXTRD: OTHER,
  FXTRD: OTHER,
  MISC: OTHER,
  // A memo of money on its way: whether it is reversed, and whether cash moves, is unknown.
  MEM: UNNAMED,
} as const satisfies Record<string, TypeEntry>

/** The types whose meaning is known. Alpaca's set of types is open. */
export type KnownActivityType = keyof typeof MEANINGS

const entryOf = (activityType: string): TypeEntry | undefined =>
  Object.hasOwn(MEANINGS, activityType) ? MEANINGS[activityType as KnownActivityType] : undefined

/**
 * The one table of Alpaca's activity types. Facts, cash, fees, positions and reconciliation all ask
 * it. A type that it does not have counts as cash, and is reported.
 *
 * @example meaningOf('OPASN', null).position // 'assignment'
 * @example meaningOf('INT', 'SWP').cash // 'none'
 */
export function meaningOf(activityType: string, subType: string | null): ActivityMeaning {
  const entry = entryOf(activityType)
  if (entry === undefined) return UNNAMED
  const { subTypes } = entry
  if (subType === null || subTypes === undefined || !Object.hasOwn(subTypes, subType)) return entry
  return subTypes[subType] ?? entry
}

/** The types that the table has. */
export const KNOWN_TYPES: readonly string[] = Object.keys(MEANINGS)

/** The known types whose meaning fits, whatever the sub types are. */
export const typesWhere = (fits: (meaning: ActivityMeaning) => boolean): readonly string[] =>
  KNOWN_TYPES.filter((type) => fits(meaningOf(type, null)))

/** A type whose rows fit, except those of some sub types, or only those of some. */
export interface FittingType {
  readonly type: string
  /** Whether rows fit unless their sub type is listed; otherwise only rows of those listed fit. */
  readonly byDefault: boolean
  readonly subTypes: readonly string[]
}

/** The known types some of whose rows fit. */
export const fittingTypes = (fits: (meaning: ActivityMeaning) => boolean): readonly FittingType[] =>
  KNOWN_TYPES.flatMap((type) => {
    const byDefault = fits(meaningOf(type, null))
    const subTypes = Object.keys(entryOf(type)?.subTypes ?? {}).filter(
      (subType) => fits(meaningOf(type, subType)) !== byDefault,
    )
    return byDefault || subTypes.length > 0 ? [{ type, byDefault, subTypes }] : []
  })

/** Whether the quantity of an activity is a change of the position. */
export const movesQuantity = ({ position, namesHolding }: ActivityMeaning): boolean =>
  position !== null && namesHolding !== true

/** Whether an activity is a row of a corporate action that changes a quantity. */
export const isMovingAction = (meaning: ActivityMeaning): boolean =>
  meaning.position === 'adjustment' && movesQuantity(meaning)

/** Whether an activity ends an option: it expires, is assigned or is exercised. */
export const endsOption = ({ position }: ActivityMeaning): boolean =>
  position === 'expiration' || position === 'assignment' || position === 'exercise'
