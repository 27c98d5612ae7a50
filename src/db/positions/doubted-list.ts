import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { alpacaPositions, syncQuarantine } from '../schema'
import { jsonText } from '../statements/recordset'

/** An open position as stored, to compare with a new list. */
export const heldPosition = z.object({
  id: z.string(),
  symbol: z.string(),
  assetId: z.string().nullable(),
  marketValue: z.string().nullable(),
  costBasis: z.string().nullable(),
})

export type HeldPosition = z.infer<typeof heldPosition>

/** Selects the open positions of an account, each as a `heldPosition`. */
export const selectHeld = (accountId: string): SQL =>
  sql`select id, symbol, asset_id as "assetId", market_value::text as "marketValue",
    cost_basis::text as "costBasis"
    from ${alpacaPositions} where account_id = ${accountId} and is_open order by symbol`

/**
 * The reason with which a doubted list is quarantined. Its payload names the missing symbols:
 * `{"missing": [...]}`.
 */
export const DOUBTED = 'the list misses positions that the account is still worth'

/**
 * Selects `seen_at`: since when lists with this payload have been doubted, without an accepted list
 * in between.
 */
export const selectDoubtedSince = (accountId: string, payload: unknown): SQL =>
  sql`select seen_at from ${syncQuarantine} where account_id = ${accountId} and source = 'position'
    and healed_at is null and reason = ${DOUBTED} and payload = ${jsonText(payload)}::jsonb`
