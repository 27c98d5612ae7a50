import type { Micros } from '../../time/micros'
import { newYorkDate } from '../../time/new-york'
import { type Decimal, decimal, plain, ZERO } from '../model/decimal'
import type { LegKind } from '../model/instrument'
import { tradeDateOf } from '../output/fees'
import { descriptionOf } from './description'
import { feesOfFills } from './fee-parts'
import { type Term, termOf } from './holding-period'
import {
  deliveryKey,
  type OpenLot,
  OpenLots,
  type PremiumOf,
  premiumOfPart,
  shareOf,
  signOf,
  type TaxPart,
  takePremium,
  taxPartsOf,
} from './open-lots'
import { isSection1256, sixtyForty } from './section-1256'
import type { TaxFill, TaxTrade } from './tax-facts'

/** What a reader of a lot must know, or check. */
export const LOT_FLAGS = [
  'opened_before_history',
  'basis_unknown',
  'transferred_in',
  'transferred_out',
  'several_dates',
  'coin_exchange',
  'delivery_unknown',
  'no_wash_sale_rule',
  'held_over_year_end',
] as const

export type LotFlag = (typeof LOT_FLAGS)[number]

/** Why the gain of a lot differs from its part of the trade's net profit. */
export const DIFFERENCE_REASONS = ['moved_to_shares', 'option_premium', 'transferred_out'] as const

export type DifferenceReason = (typeof DIFFERENCE_REASONS)[number]

/** A part of the difference of one lot. */
export interface TaxDifference {
  reason: DifferenceReason
  amount: Decimal
  /** Of `option_premium`: the trade of the option, if one is known and there is only one. */
  tradeId: string | null
}

/** The form that a lot is reported on; null for none. */
export type TaxForm = '8949' | '6781'

/** A closed lot in the tax view. Dates are YYYY-MM-DD; amounts are dollars, fees included. */
export interface TaxLot {
  tradeId: string
  accountId: string
  /** The trade's. */
  underlying: string
  executionId: string
  orderId: string | null
  symbol: string
  /** The place among the parts of its fill. */
  part: number
  description: string
  legKind: LegKind
  side: 'long' | 'short'
  quantity: Decimal
  closedBy: string
  openedAt: Micros | null
  closedAt: Micros
  openedOn: string | null
  closedOn: string
  dateAcquired: string | null
  dateSold: string | null
  proceeds: Decimal | null
  basis: Decimal | null
  gain: Decimal | null
  term: Term | null
  form: TaxForm | null
  section1256: boolean
  /** The gain by term: 60/40 of Section 1256 contracts. Null where gain or term are not known. */
  shortTermGain: Decimal | null
  longTermGain: Decimal | null
  /** Buying and selling fees of the lot. */
  fees: Decimal
  /** The lot's part of the net profit of its trade; null if its opening is not known. */
  tradePl: Decimal | null
  difference: Decimal | null
  differences: TaxDifference[]
  /**
   * What left with a lot that was transferred out, as gain: the premium in its basis less its fees.
   * 0 for any other lot; null if it is not known.
   */
  movedOut: Decimal | null
  flags: LotFlag[]
  /** The opening and the closing order or event, for wash sales. */
  open: OpenLot | null
  /** What it closes, in units of the opening. */
  openedQuantity: Decimal
  /** Of an option that delivered shares: the key of its closing; else null. */
  delivery: string | null
}

/** Names a lot among all lots. It stays while the grouping of its trade stays. */
export const lotKeyOf = (
  lot: Pick<TaxLot, 'tradeId' | 'executionId' | 'symbol' | 'part'>,
): string => `${lot.tradeId}:${lot.executionId}:${lot.symbol}:${lot.part}`

/** The lots of a trade, and the premiums that went into shares which it still holds. */
export interface LotsOfTrade {
  lots: TaxLot[]
  open: OpenLots
  /** Null if the premium of an option is not known. */
  heldPremium: Decimal | null
}

/** From 20:00 New York the trade date of an order's execution is the next trading day. */
const dateOf = ({ kind, legKind, at }: Pick<TaxFill, 'kind' | 'legKind' | 'at'>): string =>
  kind === 'fill' && legKind !== 'crypto' ? tradeDateOf(at) : newYorkDate(at)

/** The date on which a lot was opened. */
export const openDateOf = ({ fill }: OpenLot): string => dateOf(fill)

/** Closing kinds whose options may deliver shares. */
const isSettled = ({ kind }: TaxFill): boolean => kind === 'assignment' || kind === 'exercise'

/**
 * The closed lots of a trade in the tax view, in the order of its fills.
 *
 * @param premiumOf the premium of an option of this or another trade that delivered shares.
 */
export function lotsOfTrade(trade: TaxTrade, premiumOf: PremiumOf): LotsOfTrade {
  const fees = feesOfFills(trade)
  const open = new OpenLots(trade.tradeId, trade.fills, fees, premiumOf)
  const lots = trade.fills.flatMap((fill) => {
    if (fill.effect !== 'close') return []
    const fee = fees.get(fill) ?? ZERO
    const whole = decimal(fill.qty)
    return taxPartsOf(fill).map((part, index) => {
      const closingFee = whole.isZero ? fee : shareOf(fee, part.quantity, whole)
      return lotOf({ trade, fill, part, index, closingFee, premiumOf }, open)
    })
  })
  return { lots, open, heldPremium: heldPremium(open) }
}

/**
 * What one contract of an option earned, fees included, that an event closed and that delivered
 * shares. Null if it is not known.
 *
 * @param acquiredAt when the lot was acquired that the event closed.
 */
export function premiumOfContract(
  trade: TaxTrade,
  executionId: string,
  acquiredAt: Micros | null,
): Decimal | null {
  const { lots } = lotsOfTrade(trade, () => ZERO)
  let [sum, contracts]: [Decimal, Decimal] = [ZERO, ZERO]
  for (const lot of lots) {
    if (lot.executionId !== executionId || lot.delivery === null) continue
    if (lot.openedAt !== acquiredAt) continue
    if (lot.tradePl === null) return null
    sum = sum.plus(lot.tradePl)
    contracts = contracts.plus(lot.quantity)
  }
  return contracts.isZero ? null : sum.div(contracts)
}

function heldPremium(open: OpenLots): Decimal | null {
  let held: Decimal | null = ZERO
  for (const { premiums } of open.all)
    for (const { amount } of premiums) held = held && amount && held.plus(amount)
  return held
}

/** A part of a closing fill, with what is needed to make a lot of it. */
interface Closing {
  trade: TaxTrade
  fill: TaxFill
  part: TaxPart
  index: number
  closingFee: Decimal
  premiumOf: PremiumOf
}

/** One end of a lot. `amount` is before fees; null where the opening is not known. */
interface End {
  amount: Decimal | null
  fee: Decimal
  /** Moved here from an option; null if it is not known. */
  premium: Decimal | null
}

/** The opening and the closing of a part. */
function endsOf({ fill, part, closingFee, premiumOf }: Closing, open: OpenLot | undefined) {
  const { quantity, realized, openedAs } = part
  const sign = signOf(fill)
  const origin = openedAs?.quantity ?? quantity
  // Cash that closes nothing: all of it is profit.
  const closed = quantity.isZero
    ? (realized ?? ZERO).times(sign)
    : part.total.times(fill.multiplier)
  const opened = realized && (sign > 0 ? closed.minus(realized) : closed.plus(realized))
  const opening: End = {
    amount: opened,
    fee: open === undefined ? ZERO : shareOf(open.fees, origin, open.quantity),
    premium: open === undefined ? ZERO : takePremium(open, origin),
  }
  const closing: End = {
    amount: closed,
    fee: closingFee,
    premium: premiumOfPart(part, premiumOf),
  }
  return { opening, closing }
}

const basisOf = ({ amount, fee, premium }: End): Decimal | null =>
  amount && premium && amount.plus(fee).minus(premium)

const proceedsOf = ({ amount, fee, premium }: End): Decimal | null =>
  amount && premium && amount.minus(fee).plus(premium)

/** Whether the amount at which a lot was opened is the one of a known order or event. */
function isOpeningKnown({ incomplete }: TaxTrade, open: OpenLot | undefined): boolean {
  if (open === undefined) return !incomplete
  return !incomplete || open.kind === 'fill' || open.kind === 'delivery'
}

function lotOf(closing: Closing, open: OpenLots): TaxLot {
  const { trade, fill, part, index } = closing
  const of = open.of(fill, part)
  const isKnown = part.acquiredAt !== null && isOpeningKnown(trade, of)
  const ends = endsOf(closing, of)
  if (!isKnown) ends.opening.amount = null
  const fees = ends.opening.fee.plus(ends.closing.fee)
  const isMoved = part.delivers
  const isOut = isTransferOut(fill, part)
  const section1256 = isOption(fill) && isSection1256(fill.symbol)
  const dates = datesOf(fill, part, of)
  const figures = figuresOf(fill, ends, { isMoved, isOut })
  const term = isMoved || isOut || section1256 ? null : dates.term
  const tradePl = isKnown && part.realized ? part.realized.minus(fees) : null
  const difference = figures.gain && tradePl && figures.gain.minus(tradePl)
  return {
    ...namesOf(closing),
    ...dates,
    ...figures,
    ...gainsByTerm(figures.gain, term, section1256),
    term,
    section1256,
    form: isMoved || isOut ? null : section1256 ? '6781' : '8949',
    part: index,
    fees,
    tradePl,
    difference,
    differences: differencesOf(difference, { isMoved, isOut, part, open: of }),
    movedOut: isOut ? movedOut(ends.opening, difference) : ZERO,
    flags: flagsOf(closing, of, { isOut, isKnown, gain: figures.gain }),
    open: of ?? null,
    openedQuantity: part.openedAs?.quantity ?? part.quantity,
    delivery: isMoved ? deliveryKeyOf(fill) : null,
  }
}

/** The key of an option's closing, as the shares that it delivered name it. */
export const deliveryKeyOf = ({ executionId, tradeId }: TaxFill): string =>
  deliveryKey({ execution_id: executionId, trade_id: tradeId })

/** What moves out closes at its own cost. */
const isTransferOut = ({ kind }: TaxFill, { realized }: TaxPart): boolean =>
  kind === 'transfer' && realized !== null && realized.isZero

const isOption = ({ legKind }: Pick<TaxFill, 'legKind'>): boolean =>
  legKind === 'call' || legKind === 'put'

function namesOf({ trade, fill, part }: Closing) {
  const { executionId, symbol, legKind } = fill
  return {
    tradeId: trade.tradeId,
    accountId: trade.accountId,
    underlying: trade.underlying,
    executionId,
    orderId: fill.orderId,
    symbol,
    legKind,
    description: descriptionOf({ legKind, symbol, quantity: plain(part.quantity) }),
    side: signOf(fill) > 0 ? ('long' as const) : ('short' as const),
    quantity: part.quantity,
    closedBy: fill.kind,
    closedAt: fill.at,
  }
}

/**
 * The dates of a lot. Of a written option the date acquired is that of the closing purchase, and
 * the date sold that of the opening sale (Pub. 550, Options). A short sale of shares is not over
 * before shares are delivered: the date of the purchase that closes it is both (Form 8949
 * instructions, columns (b) and (c)).
 */
function datesOf(fill: TaxFill, part: TaxPart, open: OpenLot | undefined) {
  const closedOn = dateOf(fill)
  const { acquiredAt, since } = part
  const openedOn = acquiredAt === null ? null : open ? dateOf(open.fill) : newYorkDate(acquiredAt)
  const from = { openedAt: acquiredAt, openedOn, closedOn }
  if (signOf(fill) < 0) {
    const dateSold = isOption(fill) ? openedOn : closedOn
    return { ...from, dateAcquired: closedOn, dateSold, term: 'short' as const }
  }
  if (openedOn === null || open?.kind === 'transfer')
    return { ...from, dateAcquired: null, dateSold: closedOn, term: null }
  if (since === null)
    return { ...from, dateAcquired: openedOn, dateSold: closedOn, term: termOf(openedOn, closedOn) }
  const [first, last] = [newYorkDate(since[0]), newYorkDate(since[1])]
  const [term, other] = [termOf(first, closedOn), termOf(last, closedOn)]
  const dateAcquired = first === last ? first : null
  return { ...from, dateAcquired, dateSold: closedOn, term: term === other ? term : null }
}

interface Kind {
  isMoved: boolean
  isOut: boolean
}

/** Proceeds, basis and gain. Fees lower proceeds, and raise the basis. */
function figuresOf(
  fill: TaxFill,
  { opening, closing }: { opening: End; closing: End },
  { isMoved, isOut }: Kind,
) {
  if (isMoved) return { proceeds: ZERO, basis: ZERO, gain: ZERO }
  const isLong = signOf(fill) > 0
  if (isOut) {
    const cost = isLong ? basisOf(opening) : proceedsOf(opening)
    return { proceeds: cost, basis: cost, gain: cost && ZERO }
  }
  const proceeds = proceedsOf(isLong ? closing : opening)
  const basis = basisOf(isLong ? opening : closing)
  return { proceeds, basis, gain: proceeds && basis && proceeds.minus(basis) }
}

function gainsByTerm(gain: Decimal | null, term: Term | null, section1256: boolean) {
  if (gain !== null && section1256) {
    const { long, short } = sixtyForty(gain)
    return { shortTermGain: short, longTermGain: long }
  }
  if (gain === null || term === null) return { shortTermGain: null, longTermGain: null }
  return term === 'short'
    ? { shortTermGain: gain, longTermGain: ZERO }
    : { shortTermGain: ZERO, longTermGain: gain }
}

function differencesOf(
  amount: Decimal | null,
  { isMoved, isOut, part, open }: Kind & { part: TaxPart; open: OpenLot | undefined },
): TaxDifference[] {
  if (amount === null || amount.isZero) return []
  if (isMoved) return [{ reason: 'moved_to_shares', amount, tradeId: null }]
  if (isOut) return [{ reason: 'transferred_out', amount, tradeId: null }]
  const from = new Set(open?.from)
  const closedBy = part.deliveredBy?.trade_id
  if (closedBy) from.add(closedBy)
  const [tradeId = null] = from.size === 1 ? from : []
  return [{ reason: 'option_premium', amount, tradeId }]
}

/** Fees make the whole difference of a lot that was transferred out. */
const movedOut = ({ premium }: End, difference: Decimal | null): Decimal | null =>
  premium === null ? null : premium.minus(difference ?? ZERO)

function flagsOf(
  { trade, fill, part }: Closing,
  open: OpenLot | undefined,
  { isOut, isKnown, gain }: { isOut: boolean; isKnown: boolean; gain: Decimal | null },
): LotFlag[] {
  const isLong = signOf(fill) > 0
  const isSeveral = part.since !== null && newYorkDate(part.since[0]) !== newYorkDate(part.since[1])
  const applies: Record<LotFlag, boolean> = {
    opened_before_history: part.acquiredAt === null,
    basis_unknown: gain === null || (!isKnown && trade.incomplete),
    transferred_in: open?.kind === 'transfer',
    transferred_out: isOut,
    several_dates: isLong && isSeveral,
    coin_exchange: fill.kind === 'conversion' || open?.kind === 'conversion',
    delivery_unknown: isSettled(fill) && isUnexplained(fill, part),
    no_wash_sale_rule: fill.legKind === 'crypto',
    held_over_year_end: isMarkedToMarket(fill, part, open),
  }
  return LOT_FLAGS.filter((flag) => applies[flag])
}

/** A Section 1256 contract that was held when a year ended: its value of that day is not known. */
function isMarkedToMarket(fill: TaxFill, { acquiredAt }: TaxPart, open: OpenLot | undefined) {
  if (!isOption(fill) || !isSection1256(fill.symbol) || acquiredAt === null) return false
  const openedOn = open ? dateOf(open.fill) : newYorkDate(acquiredAt)
  return yearOf(openedOn) !== yearOf(dateOf(fill))
}

/** The year of a date. */
const yearOf = (date: string): string => date.slice(0, 4)

/** An option that was exercised or assigned, and neither delivered shares nor was paid in cash. */
const isUnexplained = ({ symbol }: TaxFill, { delivers, total }: TaxPart): boolean =>
  !delivers && total.isZero && !isSection1256(symbol)
