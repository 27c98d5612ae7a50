import { sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../connection/client'
import { accountStops, alpacaAccountKeys, alpacaAccounts } from '../schema'

/** What a live feed needs to know of its account. */
const feedAccount = z.object({
  label: z.string(),
  /** Whether the account, or its label, is stopped: nothing is read from Alpaca. */
  stopped: z.boolean(),
  /** The host and the sealed text of stored keys; null without any. */
  base_url: z.string().nullable(),
  sealed_keys: z.string().nullable(),
})

export type FeedAccount = z.infer<typeof feedAccount>

/** Reads the account of a live feed; null if it is not stored. One round trip. */
export async function readFeedAccount(
  db: Database,
  accountId: string,
): Promise<FeedAccount | null> {
  const { rows } = await db.execute(sql`select a.label,
      exists (select from ${accountStops} s where s.alpaca_account_id = a.account_id
        or (s.skips_label and s.label = a.label)) as stopped,
      k.base_url, k.sealed_keys
    from ${alpacaAccounts} a left join ${alpacaAccountKeys} k on k.account_id = a.account_id
    where a.account_id = ${accountId}`)
  return z.array(feedAccount).parse(rows)[0] ?? null
}
