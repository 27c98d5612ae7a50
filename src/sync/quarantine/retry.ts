import * as z from 'zod'
import {
  selectReadable,
  selectUnhealed,
  type UnhealedPayload,
  unhealedPayload,
} from '../../db/quarantine/retry'
import { daysOf, readDay } from '../activities/days'
import { BudgetSpent } from '../budget/budget'
import { lookUpContracts } from '../contracts/look-up'
import { rereadOrders } from '../orders/reread'
import { syncPositions } from '../positions/sync'
import type { RetryReport } from '../run/report'
import { roundTrip } from '../run/round-trip'
import { readLists, type SyncRun } from '../run/sync-run'
import { readStored } from './read-stored'

/**
 * Retries the quarantined rows, or those that the request names: asks Alpaca for each, then parses
 * as stored what Alpaca no longer has.
 *
 * @returns the report, and whether the budget ended first.
 */
export async function retryQuarantine(
  run: SyncRun,
): Promise<{ report: RetryReport; hasMore: boolean }> {
  const before = await readQuarantined(run)
  const hasMore = before.length > 0 && !(await tryAll(run, before))
  const left = before.length > 0 ? await readQuarantined(run) : []
  const still = new Set(left.map(({ id }) => id))
  const quarantined = before.filter(({ id }) => still.has(id)).length
  const retried = before.length
  return { report: { retried, healed: retried - quarantined, quarantined }, hasMore }
}

/** Returns false when the budget ended first. */
async function tryAll(run: SyncRun, rows: readonly UnhealedPayload[]): Promise<boolean> {
  const { ids } = run.request
  try {
    await askAlpaca(run, rows)
    const [readable = []] = await readLists(run, selectReadable(run.account.id, { all: true, ids }))
    await readStored(run, readable)
    return true
  } catch (error) {
    if (error instanceof BudgetSpent) return false
    throw error
  }
}

async function askAlpaca(run: SyncRun, rows: readonly UnhealedPayload[]): Promise<void> {
  const named = (source: UnhealedPayload['source']) =>
    rows.flatMap((row) => (row.source === source && row.item_id !== null ? row.item_id : []))
  await rereadOrders(run, named('order'), { progressAt: () => ({}) })
  for (const day of daysOf(named('activity')))
    await readDay(run, day, { token: null, progress: () => ({}) })
  if (rows.some(({ source }) => source === 'position')) await syncPositions(run)
  await lookUpContracts(run, named('contract'))
}

async function readQuarantined(run: SyncRun): Promise<UnhealedPayload[]> {
  const [rows] = await roundTrip(run, selectUnhealed(run.account.id, run.request.ids))
  return z.array(unhealedPayload).parse(rows)
}
