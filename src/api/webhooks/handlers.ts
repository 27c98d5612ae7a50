import type { Context } from 'hono'
import * as z from 'zod'
import { listAccountIds } from '../../db/accounts/named'
import type { KeyedRequest } from '../../db/idempotency/keys'
import { readSecret, rotateSecret } from '../../db/webhooks/secrets'
import * as store from '../../db/webhooks/store'
import { refusalOf } from '../../webhooks/receiver-url'
import { newSecret } from '../../webhooks/secret'
import { sendAgain, sendTest } from '../../webhooks/send'
import type { AppEnv, Dependencies } from '../http/context'
import { ApiError } from '../http/errors'
import type { RouteHandler } from '../http/route'
import { unknownAccount } from '../lists/known-account'
import { presentDelivery, presentWebhook } from './present'
import type {
  deleteWebhook,
  getWebhook,
  getWebhooks,
  patchWebhook,
  postRedeliver,
  postRotate,
  postTest,
  postWebhook,
} from './routes'
import type { Webhooks } from './webhooks'

const success = { status: 'success' as const }

export const create: RouteHandler<typeof postWebhook> = async (c) => {
  const { db, context, now } = webhooksOf(c)
  const done = webhookOfEffect(c)
  const id = done ?? crypto.randomUUID()
  if (done === undefined) {
    const { url, types, format = 'json', account = null } = c.req.valid('json')
    requireAllowed(context, url)
    const fields = { url, types, format, ...(await accountOf(c.get('deps'), account)) }
    const secret = await context.seal.seal(newSecret(), id)
    const isStored = await store.insertWebhook(db, { id, secret, ...fields }, keyOf(c))
    if (!isStored) throw new ApiError('too_many_webhooks')
  }
  const webhook = presentWebhook(await requireWebhook(db, id), now())
  return c.json({ ...success, webhook, secret: await openSecret(c, id) }, 201)
}

export const list: RouteHandler<typeof getWebhooks> = async (c) => {
  const { db, now } = webhooksOf(c)
  const rows = await store.listWebhooks(db)
  return c.json({ ...success, webhooks: rows.map((row) => presentWebhook(row, now())) }, 200)
}

export const get: RouteHandler<typeof getWebhook> = async (c) => {
  const { db, now } = webhooksOf(c)
  const found = await store.readWebhook(db, c.req.valid('param').id, c.req.valid('query').limit)
  if (found === null) throw new ApiError('webhook_not_found')
  const deliveries = found.deliveries.map(presentDelivery)
  const webhook = { ...presentWebhook(found.webhook, now()), deliveries }
  return c.json({ ...success, webhook, deliveries }, 200)
}

export const change: RouteHandler<typeof patchWebhook> = async (c) => {
  const { db, context, wake, now } = webhooksOf(c)
  const { id } = c.req.valid('param')
  const { account, ...fields } = c.req.valid('json')
  if (fields.url !== undefined) requireAllowed(context, fields.url)
  const before = await requireWebhook(db, id)
  const ofAccount = account === undefined ? {} : await accountOf(c.get('deps'), account)
  await store.updateWebhook(db, id, { ...fields, ...ofAccount })
  const row = await requireWebhook(db, id)
  if (row.active && !before.active) wake(row.accountId ?? undefined)
  return c.json({ ...success, webhook: presentWebhook(row, now()) }, 200)
}

export const removeWebhook: RouteHandler<typeof deleteWebhook> = async (c) => {
  const { db } = webhooksOf(c)
  const { id } = c.req.valid('param')
  if (webhookOfEffect(c) === undefined) {
    await requireWebhook(db, id)
    await store.deleteStoredWebhook(db, id, keyOf(c))
  }
  return c.json({ ...success, id }, 200)
}

export const test: RouteHandler<typeof postTest> = async (c) => {
  const { db, context } = webhooksOf(c)
  const { id } = c.req.valid('param')
  await requireWebhook(db, id)
  return await answerDelivery(c, id, await sendTest(context, id))
}

export const rotate: RouteHandler<typeof postRotate> = async (c) => {
  const { db, context, now } = webhooksOf(c)
  const { id } = c.req.valid('param')
  await requireWebhook(db, id)
  if (webhookOfEffect(c) === undefined) {
    const sealed = await context.seal.seal(newSecret(), id)
    await store.storeRotation(db, id, rotateSecret(id, sealed), keyOf(c))
  }
  const webhook = presentWebhook(await requireWebhook(db, id), now())
  return c.json({ ...success, webhook, secret: await openSecret(c, id) }, 200)
}

export const redeliver: RouteHandler<typeof postRedeliver> = async (c) => {
  const { db, context } = webhooksOf(c)
  const { id, delivery_id: deliveryId } = c.req.valid('param')
  await requireWebhook(db, id)
  const delivery = await store.findDelivery(db, id, deliveryId)
  if (delivery === null || !(await sendAgain(context, deliveryId)))
    throw new ApiError('delivery_not_found')
  return await answerDelivery(c, id, deliveryId)
}

async function answerDelivery(c: Context<AppEnv>, id: string, deliveryId: string) {
  const row = await store.findDelivery(c.get('deps').db, id, deliveryId)
  // The webhook was deleted meanwhile.
  if (row === null) throw new ApiError('webhook_not_found')
  return c.json({ ...success, delivery: presentDelivery(row) }, 200)
}

/**
 * The webhooks, and the Worker's own host as one that they must not have.
 *
 * @throws ApiError `misconfigured` without `KEYS_SECRET`
 */
function webhooksOf(c: Context<AppEnv>): Webhooks & Pick<Dependencies, 'db' | 'now'> {
  const { db, now, webhooks } = c.get('deps')
  if (webhooks === undefined) {
    throw new ApiError('misconfigured', {
      message: 'KEYS_SECRET is not set: webhooks need it to seal their secrets.',
    })
  }
  const { context } = webhooks
  const ownHosts = [...context.rules.ownHosts, new URL(c.req.url).hostname]
  const wake = (accountId: string | undefined) => webhooks.wake(accountId)
  return { db, now, wake, context: { ...context, rules: { ...context.rules, ownHosts } } }
}

/** Never quotes the address, which can contain a token. */
function requireAllowed({ rules }: Webhooks['context'], url: string): void {
  const refusal = refusalOf(url, rules)
  if (refusal === null) return
  throw new ApiError('invalid_parameter', { param: 'url', message: `url ${refusal}.` })
}

/** The id of the account that a client named. Null names all accounts. */
async function accountOf(
  { db, settings }: Dependencies,
  account: string | null,
): Promise<Pick<store.WebhookRow, 'accountId' | 'accountName'>> {
  if (account === null) return { accountId: null, accountName: null }
  const [accountId] = await listAccountIds(db, account)
  if (accountId !== undefined) return { accountId, accountName: account }
  if (!settings.accounts.some(({ label }) => label === account)) throw unknownAccount()
  throw new ApiError('invalid_parameter', {
    param: 'account',
    message: 'account was not synced yet, so its id is not known; try again after its first sync.',
  })
}

async function requireWebhook(db: Dependencies['db'], id: string): Promise<store.WebhookRow> {
  const row = await store.findWebhook(db, id)
  if (row === null) throw new ApiError('webhook_not_found')
  return row
}

/** The secret to answer with. The answer is not stored under an Idempotency-Key. */
async function openSecret(c: Context<AppEnv>, id: string): Promise<string> {
  const { db, context } = webhooksOf(c)
  c.set('answersFromEffect', true)
  const sealed = await readSecret(db, id)
  if (sealed === null) throw new ApiError('webhook_not_found')
  return await context.seal.open(sealed, id)
}

const keyOf = (c: Context<AppEnv>): KeyedRequest | undefined => c.get('keyed')?.request

const effect = z.object({ webhook: z.string() })

/** The webhook that an earlier attempt of this request has changed; undefined if there is none. */
function webhookOfEffect(c: Context<AppEnv>): string | undefined {
  const committed = c.get('keyed')?.effect ?? null
  return committed === null ? undefined : effect.parse(committed).webhook
}
