import { addDays, dayNumber } from '../../time/calendar'
import type { Micros } from '../../time/micros'
import { type Decimal, decimal, least, ZERO } from '../model/decimal'
import { type OpenLot, shareOf } from './open-lots'
import { isSection1256 } from './section-1256'
import { convert, inverse, type Splits } from './splits'
import type { TaxTrade } from './tax-facts'
import { lotKeyOf, openDateOf, type TaxLot } from './tax-lots'

/** 61 days: the day of the sale, and so many before and after it (26 U.S.C. 1091(a)). */
const DAYS = 30

/** What wash sales change about a lot. Amounts are dollars. */
export interface WashSale {
  /** Whether the loss of the lot is a wash sale, wholly or in part. */
  isWash: boolean
  /** The part of the loss that is disallowed, above zero; null of an option, which is flagged. */
  disallowed: Decimal | null
  /** Shares of the lot that were replaced; null of an option. */
  replaced: Decimal | null
  /** The disallowed losses of earlier lots that add to the basis of this one. */
  addedBasis: Decimal
  /**
   * The date from which the replacements among it count as held, YYYY-MM-DD: the earliest of
   * several. Null of a lot that replaces nothing.
   */
  heldSince: string | null
}

/** A disallowed loss that waits in the shares that replaced the ones sold. */
interface Carried {
  /** In shares as acquired. */
  quantity: Decimal
  amount: Decimal
  /** For how many days the shares were held that it replaced. */
  days: number
}

/** What wash sales need of a lot: an underlying can have more lots than fit into memory whole. */
export interface WashLot
  extends Pick<
    TaxLot,
    | 'symbol'
    | 'side'
    | 'legKind'
    | 'form'
    | 'term'
    | 'section1256'
    | 'quantity'
    | 'openedQuantity'
    | 'gain'
    | 'openedOn'
    | 'closedOn'
    | 'closedAt'
    | 'closedBy'
    | 'delivery'
  > {
  readonly key: string
  /** The key, the symbol and the source of what it closes; null if that is not known. */
  readonly opened: { readonly key: string; readonly symbol: string; readonly source: string } | null
}

/** A lot that a wash sale changes. */
export interface WashedLot {
  lot: WashLot
  wash: WashSale
}

/** What was acquired: a lot as opened, in shares of that moment. */
interface Acquisition {
  readonly key: string
  readonly sign: 1 | -1
  readonly at: Micros
  readonly symbol: string
  readonly underlying: string
  readonly date: string
  /** What the opening order, or event, bought is one acquisition: it replaces none of itself. */
  readonly source: string
  /** Shares of one unit. */
  readonly each: Decimal
  held: Decimal
  /** What of it will be closed on the day that is being gone through. */
  due: Decimal
  /** The first shares sold carry what was disallowed first. */
  carried: Carried[]
}

const isOption = (open: OpenLot): boolean =>
  open.fill.legKind === 'call' || open.fill.legKind === 'put'

const ONE = decimal(1)

/** Openings that are no purchase (of a short sale: no sale) by the owner. */
const UNBOUGHT = new Set(['transfer', 'corporate_action', 'conversion'])

const sourceOf = ({ fill }: OpenLot): string =>
  fill.orderId === null ? `event ${fill.executionId}` : `order ${fill.orderId}`

/** Null of what is no purchase, and of what the rule does not name. */
function acquisitionOf(open: OpenLot): Acquisition | null {
  const { kind, fill, key, sign, at, symbol } = open
  if (UNBOUGHT.has(kind) || fill.legKind === 'crypto') return null
  if (isOption(open) && isSection1256(symbol)) return null
  const each = isOption(open) ? decimal(fill.multiplier) : ONE
  return {
    ...{ key, sign, at, symbol, each },
    underlying: fill.underlying,
    date: openDateOf(open),
    source: sourceOf(open),
    held: open.quantity.times(each),
    due: ZERO,
    carried: [],
  }
}

function washLotOf(lot: TaxLot): WashLot {
  const { symbol, side, legKind, form, term, section1256, quantity, openedQuantity } = lot
  const { gain, openedOn, closedOn, closedAt, closedBy, delivery, open } = lot
  return {
    ...{ symbol, side, legKind, form, term, section1256, quantity, openedQuantity },
    ...{ gain, openedOn, closedOn, closedAt, closedBy, delivery },
    key: lotKeyOf(lot),
    opened: open && { key: open.key, symbol: open.symbol, source: sourceOf(open) },
  }
}

const earliestFirst = (a: Acquisition, b: Acquisition): number => {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1
  return a.at - b.at || (a.key < b.key ? -1 : 1)
}

/** Shares that wait to carry a loss that was disallowed. */
const carryingOf = ({ carried }: Acquisition): Decimal =>
  carried.reduce((sum, { quantity }) => sum.plus(quantity), ZERO)

/**
 * Shares that can still replace others that were closed at a moment. Of those bought before, only
 * what is held at the end of the day: the same day's other sales replace nothing.
 */
function freeOf(one: Acquisition, closedAt: Micros): Decimal {
  if (one.held.isZero) return ZERO
  const carrying = carryingOf(one)
  if (one.at > closedAt) return one.held.minus(carrying)
  const after = carrying.minus(one.due)
  const left = one.held.minus(one.due)
  return after.gt(0) ? left.minus(after) : left
}

const isLotOfOption = ({ legKind }: WashLot): boolean => legKind === 'call' || legKind === 'put'

const NONE: WashSale = {
  isWash: false,
  disallowed: ZERO,
  replaced: ZERO,
  addedBasis: ZERO,
  heldSince: null,
}

const inOrder = (a: WashLot, b: WashLot): number => {
  if (a.closedOn !== b.closedOn) return a.closedOn < b.closedOn ? -1 : 1
  return a.closedAt - b.closedAt
}

/**
 * Finds the wash sales among the lots of one underlying, and carries what is disallowed to the
 * lots that replaced the shares sold. Lots are taken in the order in which they were closed. A loss
 * of a long lot is washed by shares or options of the underlying that were bought, one of a short
 * lot by those that were sold short (1091(e)). Replacements bought before the sale must still be
 * held at the end of its day. The earliest is taken first, and each share replaces one.
 */
export class WashSales {
  private readonly lots: WashLot[] = []
  private readonly acquisitions: Acquisition[] = []
  private readonly deliveries = new Map<string, Acquisition>()

  /** @param splits of its shares: what was acquired counts in shares of the day of the sale. */
  constructor(private readonly splits: Splits) {}

  /** Adds the lots of a trade of the underlying, of any account of the owner, and its openings. */
  add(trade: TaxTrade, lots: readonly TaxLot[], opened: Iterable<OpenLot>): void {
    this.splits.add(trade)
    for (const lot of lots) if (isSubject(lot)) this.lots.push(washLotOf(lot))
    for (const open of opened) {
      const acquisition = acquisitionOf(open)
      if (acquisition === null) continue
      this.acquisitions.push(acquisition)
      for (const delivery of open.deliveredBy) this.deliveries.set(delivery, acquisition)
    }
  }

  /** The lots that wash sales change, in the order in which they were closed. */
  find(): WashedLot[] {
    const book = new WashBook(this.acquisitions.sort(earliestFirst), this.deliveries, this.splits)
    const found = new Map<WashLot, WashSale>()
    for (const day of Map.groupBy(this.lots.sort(inOrder), ({ closedOn }) => closedOn).values()) {
      for (const lot of day) book.expect(lot)
      for (const lot of day) {
        const wash = book.close(lot)
        if (wash !== NONE) found.set(lot, wash)
        book.judge(lot, found)
      }
    }
    return [...found].map(([lot, wash]) => ({ lot, wash }))
  }
}

/** The rule does not name coins, and 1256(f)(5) exempts Section 1256 contracts. */
const isSubject = ({ legKind, section1256, quantity }: TaxLot): boolean =>
  legKind !== 'crypto' && !section1256 && !quantity.isZero

class WashBook {
  private readonly byKey: ReadonlyMap<string, Acquisition>

  constructor(
    private readonly acquisitions: readonly Acquisition[],
    private readonly deliveries: ReadonlyMap<string, Acquisition>,
    private readonly splits: Splits,
  ) {
    this.byKey = new Map(acquisitions.map((one) => [one.key, one]))
  }

  /** Notes that a lot will be closed on the day that begins. */
  expect(lot: WashLot): void {
    const acquisition = this.of(lot)
    if (!acquisition) return
    acquisition.due = acquisition.due.plus(lot.openedQuantity.times(acquisition.each))
  }

  private of({ opened }: WashLot): Acquisition | undefined {
    return opened === null ? undefined : this.byKey.get(opened.key)
  }

  /** Takes a lot out of what is held, with the losses that it carries. */
  close(lot: WashLot): WashSale {
    const acquisition = this.of(lot)
    if (!acquisition) return NONE
    const quantity = lot.openedQuantity.times(acquisition.each)
    acquisition.held = acquisition.held.minus(quantity)
    acquisition.due = acquisition.due.minus(quantity)
    const taken = takeCarried(acquisition, quantity)
    if (taken.length === 0) return NONE
    const target = lot.delivery === null ? undefined : this.deliveries.get(lot.delivery)
    // What an exercised option carries goes on to the shares.
    if (target) {
      target.carried.push(...taken)
      return NONE
    }
    const days = Math.max(...taken.map((one) => one.days))
    return {
      ...NONE,
      addedBasis: taken.reduce((sum, { amount }) => sum.plus(amount), ZERO),
      heldSince: addDays(acquisition.date, -days),
    }
  }

  /** Finds what replaces a lot that was closed at a loss. */
  judge(lot: WashLot, found: Map<WashLot, WashSale>): void {
    const own = found.get(lot) ?? NONE
    const loss = lot.gain?.minus(own.addedBasis)
    if (!loss?.lt(0) || lot.form !== '8949') return
    const replacing = this.replacing(lot)
    if (isLotOfOption(lot)) {
      if (replacing.next().done) return
      found.set(lot, { ...own, isWash: true, disallowed: null, replaced: null })
      return
    }
    const days =
      lot.openedOn === null ? 0 : dayNumber(lot.closedOn) - dayNumber(own.heldSince ?? lot.openedOn)
    let rest = lot.quantity
    let disallowed = ZERO
    for (const acquisition of replacing) {
      const free = freeOf(acquisition, lot.closedAt)
      const ratio = this.toSharesOf(lot, acquisition)
      const available = convert(free, ratio)
      const quantity = least(rest, available)
      const isLast = quantity.eq(rest)
      const part = shareOf(loss.neg(), quantity, lot.quantity)
      const amount = isLast ? loss.neg().minus(disallowed) : part
      const own = quantity.eq(available) ? free : convert(quantity, inverse(ratio))
      acquisition.carried.push({ quantity: own, amount, days })
      disallowed = disallowed.plus(amount)
      rest = rest.minus(quantity)
      if (rest.isZero) break
    }
    if (disallowed.isZero) return
    found.set(lot, { ...own, isWash: true, disallowed, replaced: lot.quantity.minus(rest) })
  }

  /** How shares as acquired convert to shares of the moment at which a lot was closed. */
  private toSharesOf({ symbol, opened, closedAt }: WashLot, { underlying, at }: Acquisition) {
    return this.splits.ratio([symbol, opened?.symbol ?? symbol, underlying], at, closedAt)
  }

  /** What was acquired within the days around a sale and can replace it, the earliest first. */
  private *replacing(lot: WashLot): Generator<Acquisition> {
    const [from, to] = [addDays(lot.closedOn, -DAYS), addDays(lot.closedOn, DAYS)]
    const sign = lot.side === 'long' ? 1 : -1
    const source = lot.opened?.source
    for (let i = this.firstFrom(from); i < this.acquisitions.length; i++) {
      const one = this.acquisitions[i]
      if (!one || one.date > to) return
      if (one.sign === sign && one.source !== source && freeOf(one, lot.closedAt).gt(0)) yield one
    }
  }

  /** The place of the first acquisition of a date or later. */
  private firstFrom(date: string): number {
    let [low, high] = [0, this.acquisitions.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.acquisitions[middle]?.date ?? '') < date) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Takes the losses out that a quantity of an acquisition carries: the first shares sold first. */
function takeCarried(acquisition: Acquisition, quantity: Decimal): Carried[] {
  const taken: Carried[] = []
  let rest = quantity
  while (rest.gt(0)) {
    const [first] = acquisition.carried
    if (!first) break
    const part = least(rest, first.quantity)
    const isWhole = part.eq(first.quantity)
    const amount = isWhole ? first.amount : shareOf(first.amount, part, first.quantity)
    taken.push({ quantity: part, amount, days: first.days })
    if (isWhole) acquisition.carried.shift()
    else {
      first.quantity = first.quantity.minus(part)
      first.amount = first.amount.minus(amount)
    }
    rest = rest.minus(part)
  }
  return taken
}
