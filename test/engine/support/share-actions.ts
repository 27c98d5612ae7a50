import { type Decimal, decimal, ZERO } from '../../../src/engine/model/decimal'
import type { ActionKind } from '../../../src/engine/model/facts'
import { type Instrument, instrumentOf } from '../../../src/engine/model/instrument'

const ONE = decimal(1)

export const shares = (symbol: string): Instrument =>
  instrumentOf(symbol, 'stock', null, null, ONE, symbol)

/** A row of an action. A price is the cost of one share. */
export interface ActionRow {
  readonly instrument: Instrument
  readonly quantity: Decimal
  readonly price?: Decimal | null
  readonly cash?: Decimal
}

export interface ShareAction {
  readonly kind: ActionKind
  readonly rows: readonly ActionRow[]
  /** True where rows without a group would not tell what they are. */
  readonly isGrouped?: boolean
}

/** A position that an action is about, and what chance decides. */
export interface Acted {
  readonly instrument: Instrument
  /** Signed. */
  readonly quantity: Decimal
  /** Cost of a share as the rows have it. */
  readonly worth: Decimal
  /** The symbol of what comes instead. */
  readonly other: string
  readonly pick: (ratios: readonly number[]) => number
  /** A sum of cash for the position at some price. */
  readonly paid: (rate: number) => Decimal
  readonly cents: Decimal
  /** New names that are not held. */
  readonly names: readonly string[]
}

const out = ({ instrument, quantity, worth }: Acted): ActionRow => ({
  instrument,
  quantity: quantity.neg(),
  price: worth,
})

/** The broker rounds what a ratio gives. A new name alone changes no quantity. */
const into = (
  { quantity, worth }: Acted,
  symbol: string,
  ratio: number,
  price: Decimal | null = worth.div(ratio),
): ActionRow => {
  const given = ratio === 1 ? quantity : quantity.times(ratio).round(6)
  return { instrument: shares(symbol), quantity: given, price }
}

const cash = ({ instrument }: Acted, amount: Decimal): ActionRow => ({
  instrument,
  quantity: ZERO,
  cash: amount,
})

const symbolOf = ({ instrument }: Acted): string => instrument.symbol

const one = (kind: ActionKind, ...rows: ActionRow[]): ShareAction[] => [{ kind, rows }]

/** An action for shares and cash; of a tiny position the cash can round to nothing. */
const mixed = (
  kind: 'merger' | 'reorganization',
  paid: Decimal,
  rowsOf: (paid: Decimal) => readonly ActionRow[],
): ShareAction[] => one(paid.isZero ? kind : `mixed_${kind}`, ...rowsOf(paid))

/** A name after another on one day. */
function renamedTwice(acted: Acted): ShareAction[] {
  const [first, second] = acted.names
  if (first === undefined || second === undefined) return []
  const again = { ...out(acted), instrument: shares(first) }
  return [
    ...one('name', out(acted), into(acted, first, 1)),
    ...one('name', again, into(acted, second, 1)),
  ]
}

function restatedSpinOff(acted: Acted): ShareAction[] {
  const { instrument, quantity, worth, other } = acted
  const part = worth.times(decimal(2, 1)).round(6)
  const kept = { instrument, quantity, price: worth.minus(part) }
  return one('spin_off', out(acted), kept, into(acted, other, 0.5, part.times(2)))
}

/** Each kind of action on the shares of one symbol, as the rows of Alpaca have it. */
export const SHARE_ACTIONS: readonly ((acted: Acted) => ShareAction[])[] = [
  (a) => one('split', out(a), into(a, symbolOf(a), a.pick([2, 0.5, 1.5, 0.05]))),
  ({ instrument, quantity }) => one('old_split', { instrument, quantity, price: null }),
  (a) => one('split', out(a), into(a, 'NEW', 1), into(a, 'WT', 0.25, ZERO)),
  (a) => one('name', out(a), into(a, a.other, 1)),
  renamedTwice,
  (a) => one('name', out(a), into(a, symbolOf(a), 1)),
  (a) => one('merger', out(a), cash(a, a.paid(1))),
  (a) => one('merger', out(a), into(a, a.other, a.pick([0.3, 2]))),
  (a) => mixed('merger', a.paid(0.5), (paid) => [out(a), into(a, a.other, 0.5), cash(a, paid)]),
  (a) => one('spin_off', into(a, a.other, 0.25, ZERO)),
  restatedSpinOff,
  (a) => one('worthless', { ...out(a), price: null }),
  (a) => one('stock_dividend', into(a, symbolOf(a), 0.12, null)),
  (a) => [
    {
      kind: 'reorganization',
      rows: [out(a), into(a, a.other, 1, null), into(a, 'WT', 0.2, null)],
      // Rows of a short position without a value do not tell what is removed.
      isGrouped: a.quantity.lt(0),
    },
  ],
  (a) =>
    mixed('reorganization', a.paid(0.1), (paid) => [
      { ...out(a), cash: paid },
      into(a, a.other, 0.5, null),
    ]),
  (a) => one('maturity', { ...out(a), cash: a.paid(1) }),
  (a) => one('cash_in_lieu', cash(a, a.cents.times(a.quantity.s))),
  (a) => one('return_of_capital', cash(a, a.paid(0.3))),
]
