import type { ActivityFactRow } from '../../db/ledger/facts'
import { type Decimal, decimal, ZERO } from '../../engine/model/decimal'

/** The fills of one order that its busts and corrections leave. */
interface FillsLeft {
  fills: ActivityFactRow[]
  /** Quantity that is taken back and not filled by a correction. */
  busted: Decimal
  /** Quantity of fills that Alpaca no longer lists: whether it is taken back, the order tells. */
  vanished: Decimal
}

const isBust = ({ fill_type: type }: ActivityFactRow): boolean => type === 'trade_bust'

const isReversal = (row: ActivityFactRow): boolean =>
  isBust(row) || row.fill_type === 'trade_correct'

const quantityOf = ({ qty }: ActivityFactRow): Decimal => decimal(qty).abs()

/** The sum of the quantities of rows, without their signs. */
export const quantityOfAll = (rows: readonly ActivityFactRow[]): Decimal =>
  rows.reduce((sum, row) => sum.plus(quantityOf(row)), ZERO)

const isNamed = ({ id, execution_id: execution }: ActivityFactRow, name: string): boolean =>
  id === name || execution === name || id.endsWith(`::${name}`)

const hasPrice = (row: ActivityFactRow, price: string | null): boolean =>
  price === null || row.price === null || decimal(row.price).eq(decimal(price))

/**
 * The fill that a bust or a correction is about: the one that it names, else the latest one before
 * it that a bust fits by price, if possible also by quantity. A correction that names none tells
 * neither price nor quantity of what it corrects: the order's average decides then
 * (`fillsInForce`).
 */
function targetOf(
  reversal: ActivityFactRow,
  fills: readonly ActivityFactRow[],
): ActivityFactRow | undefined {
  const { previous_id: name } = reversal
  if (name !== null) return fills.find((fill) => isNamed(fill, name))
  if (!isBust(reversal)) return undefined
  const quantity = quantityOf(reversal)
  const fitting = fills.filter(
    (fill) =>
      fill.at <= reversal.at &&
      hasPrice(fill, reversal.price) &&
      (quantity.isZero || quantityOf(fill).gte(quantity)),
  )
  return fitting.findLast((fill) => quantityOf(fill).eq(quantity)) ?? fitting.at(-1)
}

const byTime = (a: ActivityFactRow, b: ActivityFactRow): number =>
  a.at - b.at || (a.id < b.id ? -1 : 1)

/**
 * Takes back what the broker busted or corrected, and fills that are canceled. A bust can take a
 * part of a fill. A correction is a fill itself, in the place of the one that it names, and can be
 * busted or corrected in turn.
 *
 * @param rows the rows of one order, in any order.
 */
export function withoutBusts(rows: readonly ActivityFactRow[]): FillsLeft {
  if (!rows.some((row) => isReversal(row) || !row.in_force))
    return { fills: [...rows], busted: ZERO, vanished: ZERO }
  const sorted = rows.toSorted(byTime)
  const fills = sorted.filter((row) => row.in_force && !isBust(row))
  const gone = sorted.filter((row) => !row.in_force && !isBust(row))
  let busted = quantityOfAll(gone.filter((row) => !row.has_vanished))
  const vanished = quantityOfAll(gone.filter((row) => row.has_vanished))
  for (const reversal of sorted.filter((row) => row.in_force && isReversal(row))) {
    const known = targetOf(reversal, gone)
    const others = fills.filter((fill) => fill !== reversal)
    const target = targetOf(reversal, others)
    if (known !== undefined && (target === undefined || isBust(reversal))) {
      // The fill is gone anyway.
      gone.splice(gone.indexOf(known), 1)
    } else if (target === undefined) {
      if (isBust(reversal)) busted = busted.plus(quantityOf(reversal))
    } else busted = busted.plus(takeBack(fills, target, reversal))
  }
  return { fills, busted, vanished }
}

/**
 * Takes a fill, or a part of it, out of the list. Returns what a correction does not fill again.
 */
function takeBack(
  fills: ActivityFactRow[],
  target: ActivityFactRow,
  reversal: ActivityFactRow,
): Decimal {
  const whole = quantityOf(target)
  const asked = isBust(reversal) ? quantityOf(reversal) : whole
  const isPart = !asked.isZero && asked.lt(whole)
  const rest = { ...target, qty: whole.minus(asked).toFixed() }
  fills.splice(fills.indexOf(target), 1, ...(isPart ? [rest] : []))
  // A correction is dated when it was made, but what it corrects was executed before.
  const place = isBust(reversal) ? -1 : fills.indexOf(reversal)
  if (place >= 0) fills[place] = { ...reversal, at: target.at }
  const left = (isPart ? asked : whole).minus(isBust(reversal) ? ZERO : quantityOf(reversal))
  return left.gt(0) ? left : ZERO
}
