import { type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from '../connection/client'
import { webhooks } from '../schema'

/** Hours for which the secret before a rotation signs too. */
export const ROTATION_HOURS = 24

/** The sealed secrets of a webhook. */
const sealedSecrets = z.object({
  id: z.string(),
  secret: z.string(),
  /** Null when it signs no more. */
  previousSecret: z.string().nullable(),
})

export type SealedSecrets = z.infer<typeof sealedSecrets>

/** A condition that the secret before the last rotation still signs. */
export const previousSigns: SQL = sql`${webhooks.previousUntil} > now()`

/** The columns of `SealedSecrets`. */
export const secretColumns: SQL = sql`${webhooks.id} as id, ${webhooks.secret} as secret,
  case when ${previousSigns} then ${webhooks.previousSecret} end as "previousSecret"`

/** Reads the sealed secrets of all webhooks, of which there are few. */
export async function readSecrets(db: Database): Promise<SealedSecrets[]> {
  const { rows } = await db.execute(sql`select ${secretColumns} from ${webhooks}`)
  return z.array(sealedSecrets).parse(rows)
}

/** Reads the sealed secret of a webhook; null if there is no such webhook. */
export async function readSecret(db: Database, id: string): Promise<string | null> {
  const { rows } = await db.execute(
    sql`select ${secretColumns} from ${webhooks} where ${webhooks.id} = ${id}::uuid`,
  )
  return z.array(sealedSecrets).parse(rows)[0]?.secret ?? null
}

/** Replaces a sealed text by the same secret, sealed again. Changes nothing after a rotation. */
export const replaceSealed = (id: string, from: string, to: string): SQL =>
  sql`update ${webhooks} set
    secret = case when secret = ${from} then ${to} else secret end,
    previous_secret = case when previous_secret = ${from} then ${to} else previous_secret end
    where id = ${id}::uuid and ${from} in (secret, previous_secret)`

/** Gives a webhook another secret; the one before it signs too for 24 hours. */
export const rotateSecret = (id: string, sealed: string): SQL =>
  sql`update ${webhooks} set previous_secret = secret, secret = ${sealed},
    previous_until = now() + make_interval(hours => ${ROTATION_HOURS}::int)
    where id = ${id}::uuid`
