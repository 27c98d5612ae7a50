import type { Micros } from '../../time/micros'
import { decimal, plain } from '../model/decimal'
import type { OverrideFact } from '../model/facts'
import { Instrument, type Sign } from '../model/instrument'
import type { CloseCause, LegKind } from '../model/trade'
import type { Structure } from '../strategies/recognise'
import type { Book } from './book'
import { Opening } from './opening'
import { Trade, type TradeLeg } from './trade-state'

/** Changed whenever the engine would group the same facts otherwise: checkpoints of another version are not read. */
export const ENGINE_VERSION = 4

interface SavedLot {
  quantity: string
  price: string
  at: Micros
}

interface SavedLeg {
  symbol: string
  underlying: string
  kind: LegKind
  strike: string | null
  expiry: string | null
  multiplier: string
  sign: Sign
  delivered: boolean
  /** opened, its value, closed, its value, realized. */
  sums: [string, string, string, string, string]
  causes: CloseCause[]
  lots: SavedLot[]
}

interface SavedTrade {
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
  assignedFrom: string | null
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

/** All that the future of what is folded together needs of its past, as plain data. */
export interface Checkpoint {
  /** Every moment before it is folded, none at or after it. */
  at: Micros
  trades: SavedTrade[]
  /** Activities dated later that were taken together with earlier ones: shares delivered after a weekend. */
  consumed: Consumed[]
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
      at: lot.at,
    })),
  }
}

/** What is saved of a trade that is still open, or that an override keeps. */
export function saveTrade(trade: Trade): SavedTrade {
  const { factId, structure, shape, units, openedAt, closedAt, incomplete, overrideId } = trade
  const { annotation, rolledFrom, chain, rollCount, assignedFrom, coveredById } = trade
  return {
    ...{ factId, structure, shape, units, openedAt, closedAt, incomplete, overrideId },
    ...{ annotation, rolledFrom, chain, rollCount, assignedFrom, coveredBy: coveredById },
    renamed: trade.renames,
    numbered: trade.numbered,
    legs: trade.legs.map(saveLeg),
  }
}

function instrumentOf(leg: SavedLeg): Instrument {
  const { symbol, kind, strike, expiry, multiplier, underlying } = leg
  const struck = strike === null ? null : decimal(strike)
  return new Instrument(symbol, kind, struck, expiry, decimal(multiplier), underlying)
}

/** One opening stands for all that a leg's openings did: settled trades are never taken apart again. */
function restoreOpening(
  book: Book,
  saved: SavedTrade,
  leg: SavedLeg,
  follows: Opening | null,
): Opening {
  const [opened, openedValue, closed, closedValue, realized] = leg.sums.map((text) => decimal(text))
  const opening = new Opening(
    { id: saved.factId, createdAt: saved.openedAt },
    book.held(instrumentOf(leg), leg.sign),
    opened ?? decimal(0),
    null,
    leg.delivered ? follows : null,
  )
  Object.assign(opening, { opened, openedValue, closed, closedValue, realized })
  opening.openedAt = saved.openedAt
  opening.final = true
  opening.causes = [...leg.causes]
  opening.lots = leg.lots.map((lot) => ({
    opening,
    quantity: decimal(lot.quantity),
    price: decimal(lot.price),
    at: lot.at,
  }))
  return opening
}

function restoreTrade(book: Book, saved: SavedTrade, idOf: (factId: string) => string): Trade {
  const trade = new Trade(saved.factId, idOf, saved)
  const { units, incomplete, overrideId, annotation, rolledFrom, chain, rollCount, assignedFrom } =
    saved
  const coveredById = saved.coveredBy
  Object.assign(trade, {
    units,
    incomplete,
    overrideId,
    annotation,
    rolledFrom,
    chain,
    rollCount,
    assignedFrom,
  })
  for (const [from, to] of saved.renamed) trade.rename(from, to)
  trade.numbered = saved.numbered
  Object.assign(trade, { coveredById, settled: true })
  let first: Opening | null = null
  for (const leg of saved.legs) {
    const opening: Opening = restoreOpening(book, saved, leg, first)
    first ??= opening
    book.attach(opening, trade)
  }
  trade.openedAt = saved.openedAt
  trade.closedAt = saved.closedAt
  return trade
}

/** Puts back the trades that were open at a checkpoint. */
export function restoreTrades(
  book: Book,
  checkpoint: Checkpoint,
  idOf: (factId: string) => string,
): Trade[] {
  const trades = checkpoint.trades.map((saved) => restoreTrade(book, saved, idOf))
  const byId = new Map(trades.map((trade) => [trade.id, trade]))
  for (const trade of trades) {
    trade.coveredBy = trade.coveredById === null ? null : (byId.get(trade.coveredById) ?? null)
  }
  return trades
}
