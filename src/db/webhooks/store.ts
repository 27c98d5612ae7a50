import { asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../connection/client'
import { type KeyedRequest, keepEffect } from '../idempotency/keys'
import { webhookDeliveries, webhooks } from '../schema'
import { againAfterDeadlock, runBatch } from '../statements/batch'
import { jsonText } from '../statements/recordset'

/** A webhook as it is stored. Times are in Postgres' text form, the secrets are sealed. */
export type WebhookRow = typeof webhooks.$inferSelect

/** A delivery as it is stored. */
export type DeliveryRow = typeof webhookDeliveries.$inferSelect

/** What a client can set of a webhook. */
export type WebhookFields = Pick<
  WebhookRow,
  'url' | 'types' | 'format' | 'accountId' | 'accountName'
>

/** The most webhooks there can be: each costs every event a row and a request. */
export const MOST_WEBHOOKS = 50

/** Reads all webhooks, oldest first. */
export const listWebhooks = (db: Database): Promise<WebhookRow[]> =>
  db.select().from(webhooks).orderBy(asc(webhooks.createdAt), asc(webhooks.id))

/** Reads a webhook; null if there is none with the id. */
export async function findWebhook(db: Database, id: string): Promise<WebhookRow | null> {
  const [row] = await db.select().from(webhooks).where(eq(webhooks.id, id))
  return row ?? null
}

/** Reads a webhook with its newest deliveries; null if there is none with the id. */
export async function readWebhook(
  db: Database,
  id: string,
  limit: number,
): Promise<{ webhook: WebhookRow; deliveries: DeliveryRow[] } | null> {
  const [[webhook], deliveries] = await db.batch([
    db.select().from(webhooks).where(eq(webhooks.id, id)),
    db
      .select()
      .from(webhookDeliveries)
      .where(eq(webhookDeliveries.webhookId, id))
      .orderBy(desc(webhookDeliveries.createdAt), sql`${webhookDeliveries.seq} desc nulls last`)
      .limit(limit),
  ])
  return webhook === undefined ? null : { webhook, deliveries }
}

/** Reads a delivery of a webhook; null if there is none with the id. */
export async function findDelivery(
  db: Database,
  webhookId: string,
  id: string,
): Promise<DeliveryRow | null> {
  const [row] = await db.select().from(webhookDeliveries).where(eq(webhookDeliveries.id, id))
  return row?.webhookId === webhookId ? row : null
}

/** Records in the same transaction which webhook a request with an Idempotency-Key changed. */
const effectOn = (keyed: KeyedRequest | undefined, id: string): SQL[] =>
  keyed === undefined ? [] : [keepEffect(keyed, sql`${jsonText({ webhook: id })}::jsonb`)]

/** Stores a webhook. Returns false, and stores nothing, if there are too many already. */
export async function insertWebhook(
  db: Database,
  { id, secret, ...fields }: WebhookFields & { id: string; secret: string },
  keyed: KeyedRequest | undefined,
): Promise<boolean> {
  const { accountId, accountName, url, types, format } = fields
  const [inserted] = await runBatch(
    db,
    sql`insert into ${webhooks} (id, account_id, account_name, url, types, format, secret)
      select ${id}::uuid, ${accountId}, ${accountName}, ${url}, ${textArray(types)}, ${format},
        ${secret}
      where (select count(*) from ${webhooks}) < ${MOST_WEBHOOKS}::int
      returning id`,
    ...effectOn(keyed, id),
  )
  return inserted !== undefined && inserted.length > 0
}

/** A change of a webhook. What is undefined stays as it is. */
export type WebhookChange = FieldChanges & { active?: boolean | undefined }

type FieldChanges = { [Name in keyof WebhookFields]?: WebhookFields[Name] | undefined }

/**
 * Changes a webhook. Switched on again after legbook switched it off, it gets everything that did
 * not arrive since its receiver failed.
 */
export async function updateWebhook(
  db: Database,
  id: string,
  { active, ...fields }: WebhookChange,
): Promise<void> {
  // Deliveries before the webhook, as sending locks them.
  const [first, ...rest] = [
    ...(active === true ? [makeMissedDue(id)] : []),
    ...(active === undefined ? [] : [active ? switchOn(id) : switchOff(id)]),
    ...setFields(id, fields),
  ]
  if (first === undefined) return
  await againAfterDeadlock(
    () => runBatch(db, first, ...rest),
    () => true,
  )
}

function setFields(id: string, fields: FieldChanges): SQL[] {
  const { url, types, format, accountId, accountName } = fields
  const sets = [
    // Whether another receiver fails is not known.
    ...(url === undefined ? [] : [sql`url = ${url}`, sql`failing_since = null`]),
    ...(types === undefined ? [] : [sql`types = ${textArray(types)}`]),
    ...(format === undefined ? [] : [sql`format = ${format}`]),
    ...(accountId === undefined ? [] : [sql`account_id = ${accountId}`]),
    ...(accountName === undefined ? [] : [sql`account_name = ${accountName}`]),
  ]
  if (sets.length === 0) return []
  return [sql`update ${webhooks} set ${sql.join(sets, sql`, `)} where id = ${id}::uuid`]
}

const switchOff = (id: string): SQL =>
  sql`update ${webhooks} set active = false, disabled_at = coalesce(disabled_at, now()),
    disabled_reason = null where id = ${id}::uuid`

const switchOn = (id: string): SQL =>
  sql`update ${webhooks} set active = true, disabled_at = null, disabled_reason = null,
    failing_since = null where id = ${id}::uuid and not active`

/** Only of a webhook that legbook switched off, and only while the event is kept. */
const makeMissedDue = (id: string): SQL =>
  sql`update ${webhookDeliveries} d set status = 'pending', attempt = 0, next_at = now()
    from ${webhooks} w
    where w.id = ${id}::uuid and w.disabled_reason is not null and d.webhook_id = w.id
      and d.claimed_until is null and d.seq is not null
      and (d.status = 'pending' or (d.status = 'failed' and d.attempted_at >= w.failing_since
        and exists (select from events e where e.account_id = d.account_id and e.seq = d.seq)))`

/** Deletes a webhook with its deliveries. Returns false if there was none. */
export async function deleteStoredWebhook(
  db: Database,
  id: string,
  keyed: KeyedRequest | undefined,
): Promise<boolean> {
  const [, deleted] = await againAfterDeadlock(
    () =>
      runBatch(
        db,
        sql`delete from ${webhookDeliveries} where webhook_id = ${id}::uuid`,
        sql`delete from ${webhooks} where id = ${id}::uuid returning id`,
        ...effectOn(keyed, id),
      ),
    () => true,
  )
  return deleted !== undefined && deleted.length > 0
}

/** Stores another secret of a webhook, and the effect of the request. */
export async function storeRotation(
  db: Database,
  id: string,
  rotate: SQL,
  keyed: KeyedRequest | undefined,
): Promise<void> {
  await runBatch(db, rotate, ...effectOn(keyed, id))
}

/** Words hold no character that the text form of an array would have to escape. */
const textArray = (words: readonly string[]): SQL => sql`${`{${words.join()}}`}::text[]`
