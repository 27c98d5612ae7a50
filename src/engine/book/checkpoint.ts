import type { Micros } from '../../time/micros'
import type { CloseCause } from '../model/close-cause'
import { decimal, plain } from '../model/decimal'
import type { OverrideFact } from '../model/facts'
import {
  type AdjustedDeliverable,
  type Instrument,
  instrumentOf,
  isOption,
  type LegKind,
  type Sign,
} from '../model/instrument'
import { known } from '../model/invariant'
import type { Structure } from '../strategies/recognise'
import { OpeningState, type PositionState, type Roll, TradeState } from './state'
import type { Trade, TradeLeg } from './view'

/** If grouping results change, bump this: checkpoints of another version are not read. */
export const ENGINE_VERSION = 10

interface SavedLot {
  quantity: string
  price: string
  cost: string | null
  at: Micros
  /** Absent of a lot that is as it was opened. */
  origin?: { symbol: string; quantity: string; since: readonly [Micros, Micros] | null }
}

interface SavedLeg {
  symbol: string
  underlying: string
  kind: LegKind
  strike: string | null
  expiry: string | null
  multiplier: string
  /** Absent where the instrument has none. */
  adjusted?: { shares: string; cash: string } | 'other'
  sign: Sign
  delivered: boolean
  /** opened, its value, closed, its value, realized. */
  sums: [string, string, string, string, string]
  causes: CloseCause[]
  lots: SavedLot[]
}

export interface SavedTrade {
  factId: string
  structure: Structure
  shape: string
  units: number
  openedAt: Micros
  closedAt: Micros | null
  incomplete: boolean
  overrideId: string | null
  annotation: OverrideFact | null
  rolledFrom: string | null
  chain: string | null
  rollCount: number
  isRolled: boolean
  assignedFrom: string | null
  delivererOpenedAt: Micros | null
  coveredBy: string | null
  /** What legs were called, and are called now. */
  renamed: readonly (readonly [string, string])[]
  numbered: readonly string[] | null
  legs: SavedLeg[]
}

/** An activity and the moment it is dated. */
export interface Consumed {
  id: string
  at: Micros
}

/** Plain data: everything that later facts need to know about earlier ones. */
export interface Checkpoint {
  /** Every moment before it is folded, none at or after it. */
  at: Micros
  trades: SavedTrade[]
  /** Activities dated later than their event: shares delivered after a weekend, say. */
  consumed: Consumed[]
}

function saveDeliverable(instrument: Instrument): Pick<SavedLeg, 'adjusted'> {
  const adjusted = isOption(instrument) ? instrument.adjusted : null
  if (adjusted === null) return {}
  if (adjusted === 'other') return { adjusted }
  return { adjusted: { shares: plain(adjusted.shares), cash: plain(adjusted.cash) } }
}

function savedDeliverable({ adjusted }: SavedLeg): AdjustedDeliverable {
  if (adjusted === undefined || adjusted === 'other') return adjusted ?? null
  return { shares: decimal(adjusted.shares), cash: decimal(adjusted.cash) }
}

function saveLeg(leg: TradeLeg): SavedLeg {
  const { instrument, sign, delivered } = leg
  return {
    symbol: instrument.symbol,
    underlying: instrument.underlying,
    kind: instrument.kind,
    strike: instrument.strike === null ? null : plain(instrument.strike),
    expiry: instrument.expiry,
    multiplier: plain(instrument.multiplier),
    ...saveDeliverable(instrument),
    sign,
    delivered,
    sums: [
      plain(leg.opened),
      plain(leg.openedValue),
      plain(leg.closed),
      plain(leg.closedValue),
      plain(leg.realized),
    ],
    causes: [...leg.causes],
    lots: leg.lots.map((lot) => ({
      quantity: plain(lot.quantity),
      price: plain(lot.price),
      cost: lot.cost === null ? null : plain(lot.cost),
      at: lot.at,
      ...(lot.origin !== null && {
        origin: { ...lot.origin, quantity: plain(lot.origin.quantity) },
      }),
    })),
  }
}

function savedRoll({ factId, rolledFrom, chain, rollCount }: SavedTrade): Roll | null {
  if (rolledFrom === null) return null
  const first = { id: known(chain, 'the chain of a trade that was rolled into', factId) }
  return { from: { id: rolledFrom }, first, count: rollCount }
}

/** A trade as saved: one that is open, or that an override keeps open to more orders. */
export function saveTrade(trade: Trade): SavedTrade {
  const { factId, structure, shape, openedAt, closedAt, incomplete, overrideId } = trade
  const { annotation, rolledFrom, chain, rollCount, isRolled, coveredById } = trade
  const { assignedFrom, delivererOpenedAt } = trade
  return {
    ...{
      factId,
      structure,
      shape,
      units: trade.units.toNumber(),
      openedAt,
      closedAt,
      incomplete,
      overrideId,
    },
    ...{ annotation, rolledFrom, chain, rollCount, isRolled, coveredBy: coveredById },
    ...{ assignedFrom, delivererOpenedAt },
    renamed: trade.renames,
    numbered: trade.numbered,
    legs: trade.legs.map(saveLeg),
  }
}

function savedInstrument(leg: SavedLeg): Instrument {
  const { symbol, kind, strike, expiry, multiplier, underlying } = leg
  const struck = strike === null ? null : decimal(strike)
  const adjusted = savedDeliverable(leg)
  return instrumentOf(symbol, kind, struck, expiry, decimal(multiplier), underlying, adjusted)
}

/** One opening takes the place of all openings of a leg: sealed trades are never taken apart. */
function restoredOpening(
  saved: SavedTrade,
  leg: SavedLeg,
  position: PositionState,
  follows: OpeningState | null,
): OpeningState {
  const [opened, openedValue, closed, closedValue, realized] = leg.sums
  const fact = { id: saved.factId, createdAt: saved.openedAt }
  const delivered = leg.delivered ? follows : null
  const opening = new OpeningState(fact, position, decimal(opened), null, delivered)
  opening.noteOpened(decimal(opened), decimal(openedValue))
  opening.noteClosed(decimal(closed), decimal(closedValue), decimal(realized))
  opening.openedAt = saved.openedAt
  opening.final = true
  opening.causes = [...leg.causes]
  opening.lots = leg.lots.map((lot) => ({
    opening,
    quantity: decimal(lot.quantity),
    price: decimal(lot.price),
    cost: lot.cost === null ? null : decimal(lot.cost),
    at: lot.at,
    origin:
      lot.origin === undefined ? null : { ...lot.origin, quantity: decimal(lot.origin.quantity) },
  }))
  return opening
}

/** A saved trade, and the openings that are to be put into it. */
export function restoredTrade(
  saved: SavedTrade,
  idOf: (factId: string) => string,
  positionOf: (instrument: Instrument, sign: Sign) => PositionState,
): { trade: TradeState; openings: readonly OpeningState[] } {
  const { structure, shape } = saved
  const trade = new TradeState(saved.factId, idOf, { structure, shape, legs: null })
  trade.units = decimal(saved.units)
  trade.incomplete = saved.incomplete
  trade.overrideId = saved.overrideId
  trade.annotation = saved.annotation
  trade.roll = savedRoll(saved)
  trade.isRolled = saved.isRolled
  trade.assignFrom(saved.assignedFrom, saved.delivererOpenedAt)
  trade.coveredById = saved.coveredBy
  trade.numbered = saved.numbered
  trade.sealed = true
  for (const [from, to] of saved.renamed) trade.rename(from, to)
  const openings: OpeningState[] = []
  for (const leg of saved.legs) {
    const position = positionOf(savedInstrument(leg), leg.sign)
    openings.push(restoredOpening(saved, leg, position, openings[0] ?? null))
  }
  return { trade, openings }
}
