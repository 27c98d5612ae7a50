import * as z from 'zod'
import type { Account } from '../../alpaca/account'
import type { PositionList } from '../../alpaca/client'
import { closeExplained, holdsWhatIsOpen } from '../../db/write/positions'
import { quarantine, type Refused } from '../../db/write/quarantine'
import { type AccountRun, write } from '../account-run'
import { roundTrip } from '../round-trip'

const EMPTY: Refused = {
  source: 'position',
  id: null,
  reason: 'the list is empty, while the account is worth what was held',
  payload: [],
}

const answer = z.array(z.object({ holds: z.boolean() }))

/**
 * Whether an empty list is to be doubted: the account, asked once more after the list, still shows about what the positions were
 * worth that were open. Nothing held is worth nothing, so the two cannot both be true.
 */
export async function isDoubtful(run: AccountRun, list: PositionList): Promise<boolean> {
  if (list.positions.length + list.rejects.length > 0 || !showsHoldings(run.account)) return false
  const account = await run.client.account()
  if (!showsHoldings(account)) return false
  const worth = [account.longMarketValue, account.shortMarketValue]
  const { ctx, budget } = run
  const [rows] = await roundTrip({ db: ctx.db, budget }, holdsWhatIsOpen(account.id, worth))
  return answer.parse(rows)[0]?.holds ?? false
}

const showsHoldings = ({ longMarketValue, shortMarketValue }: Account): boolean =>
  [longMarketValue, shortMarketValue].some((value) => value !== null && value !== '0')

/** Puts a doubted list aside: of what is open, it closes only what orders and activities have closed anyway. */
export async function putAside(run: AccountRun): Promise<void> {
  const { id } = run.account
  const now = run.ctx.now()
  await write(run, [closeExplained(id, now), quarantine(id, [EMPTY], now)])
  run.positions.seen += 1
  run.positions.quarantined += 1
  run.ctx.log({ level: 'warn', event: 'positions_doubted', account_id: id })
}
