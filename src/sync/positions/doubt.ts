import * as z from 'zod'
import type { Account } from '../../alpaca/account'
import type { BrokerPosition } from '../../alpaca/position'
import { closeExplained } from '../../db/positions/close-causes'
import {
  DOUBTED,
  type HeldPosition,
  heldPosition,
  selectDoubtedSince,
  selectHeld,
} from '../../db/positions/doubted-list'
import type { Refused } from '../../db/quarantine/store'
import { readStoredMoment } from '../../db/statements/moment'
import { type Decimal, decimal } from '../../engine/model/decimal'
import { roundTrip } from '../run/round-trip'
import { type SyncRun, write } from '../run/sync-run'

/**
 * What the positions of a list, or those missing on it, are worth: each for itself, or short ones
 * against long ones.
 */
interface Worth {
  gross: Decimal
  net: Decimal
}

type Valued = Pick<HeldPosition, 'marketValue' | 'costBasis'>

/**
 * The payload to quarantine instead of closing what a complete list misses; null when the list is
 * believed. A list is doubted when more than half of the value of the open positions is missing on
 * it, while the account, asked once more after the list, still shows about that value. Then only
 * those positions are closed that orders and activities have closed. A list that says the same for
 * days is believed: whatever would explain it has come by then.
 */
export async function doubtOf(
  run: SyncRun,
  positions: readonly BrokerPosition[],
): Promise<Refused | null> {
  const held = run.held ?? (await readHeld(run))
  const missing = missingOn(positions, held)
  const lost = worthOf(missing)
  if (!lost.gross.times(2).gt(worthOf(held).gross)) return null
  if (!showsBoth(await run.client.account(), worthOf(positions), lost)) return null
  const { id } = run.account
  const [closed = []] = await write(run, [closeExplained(id, positions, run.now())])
  const gone = new Set(closed.map((row) => row.id))
  const symbols = missing.filter((position) => !gone.has(position.id)).map(({ symbol }) => symbol)
  if (symbols.length === 0) return null
  const doubt = refusedList(symbols)
  if (await isOld(run, doubt)) return null
  run.log({
    level: 'warn',
    event: 'positions_doubted',
    account_id: id,
    missing: symbols.length,
  })
  return doubt
}

async function readHeld(run: SyncRun): Promise<HeldPosition[]> {
  const [rows] = await roundTrip(run, selectHeld(run.account.id))
  return z.array(heldPosition).parse(rows)
}

/**
 * A position is the same by its asset, or by its symbol: a coin's differs between endpoints
 * (src/alpaca/README.md 2).
 */
function missingOn(
  positions: readonly BrokerPosition[],
  held: readonly HeldPosition[],
): HeldPosition[] {
  const assets = new Set(positions.map(({ assetId }) => assetId))
  const symbols = new Set(positions.map(({ symbol }) => symbol))
  return held.filter(
    ({ assetId, symbol }) => !symbols.has(symbol) && (assetId === null || !assets.has(assetId)),
  )
}

/** By market value; without a quote, by cost. */
function worthOf(positions: readonly Valued[]): Worth {
  const values = positions.map(({ marketValue, costBasis }) =>
    decimal(marketValue ?? costBasis ?? 0),
  )
  return {
    gross: values.reduce((sum, value) => sum.plus(value.abs()), decimal(0)),
    net: values.reduce((sum, value) => sum.plus(value), decimal(0)),
  }
}

/**
 * Whether the account shows about the value of the list and of what is missing on it, and not that
 * of the list alone.
 */
function showsBoth(account: Account, listed: Worth, lost: Worth): boolean {
  const { longMarketValue: long, shortMarketValue: short, equity, cash } = account
  if (long !== null && short !== null) {
    const gross = decimal(long).abs().plus(decimal(short).abs())
    return isAbout(gross.minus(listed.gross), lost.gross)
  }
  if (equity === null || cash === null) return false
  return isAbout(decimal(equity).minus(cash).minus(listed.net), lost.net)
}

/** Prices move between two looks: not less than half, and not more than twice. */
function isAbout(shown: Decimal, lost: Decimal): boolean {
  if (lost.isZero || shown.s !== lost.s) return false
  const twice = shown.abs().times(2)
  return !twice.lt(lost.abs()) && !shown.abs().gt(lost.abs().times(2))
}

const refusedList = (missing: readonly string[]): Refused => ({
  source: 'position',
  id: null,
  reason: DOUBTED,
  payload: { missing: missing.toSorted() },
})

// As long as events that explain the end of a position take to come (src/alpaca/README.md 3.3,
// 3.4).
const DAYS_DOUBTED = 5

/** Whether the same list was doubted first so long ago that it must be true. */
async function isOld(run: SyncRun, doubt: Refused): Promise<boolean> {
  const [rows] = await roundTrip(run, selectDoubtedSince(run.account.id, doubt.payload))
  const [since] = z.array(z.object({ seen_at: z.string() })).parse(rows)
  if (since === undefined) return false
  const age = run.now().getTime() - Date.parse(readStoredMoment(since.seen_at))
  return age > DAYS_DOUBTED * 86_400_000
}
