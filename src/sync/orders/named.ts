import type { AlpacaClient } from '../../alpaca/client'
import { AlpacaError } from '../../alpaca/error'
import type { Order } from '../../alpaca/order'
import { joinOrders, joinParents } from '../../alpaca/order-page'
import { micros } from '../../time/micros'
import type { TargetedOrder } from '../run/targeted'
import { millisecondsAfter } from './cursor'
import type { OrderRows } from './store'

/** What Alpaca returned for some orders. */
export interface NamedOrders extends OrderRows {
  /** Ids of orders that Alpaca does not know, or returned in a state older than was named. */
  behind: string[]
}

/** What Alpaca returned for one order; null when it does not know the order. */
type Answer = OrderRows | null

/**
 * Reads some orders by id, all at once. A leg is read together with its parent order and the other
 * legs. Nothing is written: an older state never overwrites a newer one, so that this may run
 * before the lease is taken.
 *
 * @throws AlpacaError without a usable response.
 */
export async function readNamedOrders(
  client: AlpacaClient,
  named: readonly TargetedOrder[],
): Promise<NamedOrders> {
  const answers = await Promise.all(named.map(({ id }) => readOne(client, id)))
  const isBehind = (order: TargetedOrder, answer: Answer = null) =>
    answer === null || isOlder(answer, order)
  const behind = named.filter((order, index) => isBehind(order, answers[index]))
  return joined(
    answers,
    behind.map(({ id }) => id),
  )
}

/**
 * Reads the parents of orders that were read as legs, which Alpaca returns without them
 * (src/alpaca/README.md 1.5).
 *
 * @param parentIds the stored parent of a leg, by the id of the leg.
 */
export async function readParents(
  client: AlpacaClient,
  rows: NamedOrders,
  parentIds: ReadonlyMap<string, string>,
): Promise<NamedOrders> {
  const known = new Set([...rows.parents, ...rows.orders].map(({ id }) => id))
  const alone = rows.orders.filter(({ parentOrderId }) => parentOrderId === null)
  const stored = alone.flatMap(({ id }) => parentIds.get(id) ?? [])
  const missing = [...new Set(stored)].filter((id) => !known.has(id))
  const lost = alone.filter((order) => isLegAlone(order) && !parentIds.has(order.id))
  const answers = await Promise.all([
    ...missing.map((id) => readOne(client, id)),
    ...lost.map((leg) => searchParent(client, leg)),
  ])
  return joined([rows, ...answers], rows.behind)
}

function joined(answers: readonly Answer[], behind: string[]): NamedOrders {
  const found = answers.filter((answer) => answer !== null)
  return {
    parents: joinParents(found.flatMap(({ parents }) => parents)),
    orders: joinOrders(found.flatMap(({ orders }) => orders)),
    rejects: found.flatMap(({ rejects }) => rejects),
    behind,
  }
}

async function readOne(client: AlpacaClient, id: string): Promise<Answer> {
  try {
    const page = await client.orderById(id)
    if (page === null) return null
    const ids = [...page.parents, ...page.orders, ...page.rejects].map((row) => row.id)
    return ids.includes(id) ? page : null
  } catch (error) {
    if (error instanceof AlpacaError && error.kind === 'rejected') return null
    throw error
  }
}

/** A leg of a multi-leg order that was read without its parent. */
const isLegAlone = ({ orderClass, parentOrderId }: Order): boolean =>
  orderClass === 'mleg' && parentOrderId === null

/** Submissions of one parent and its legs differ by milliseconds (src/alpaca/README.md 1.2). */
const REACH = 2_000

/**
 * Finds the parent of a leg among the orders submitted at about the same time. Null when it is not
 * there: then the next ordinary sync reads both.
 */
async function searchParent(client: AlpacaClient, { id, submittedAt }: Order): Promise<Answer> {
  if (submittedAt === null) return null
  const after = millisecondsAfter(submittedAt, -REACH)
  const until = millisecondsAfter(submittedAt, REACH)
  const page = await client.ordersPage({ after, until })
  const parentId = page.orders.find((order) => order.id === id)?.parentOrderId ?? null
  if (parentId === null) return null
  const orders = page.orders.filter((order) => order.parentOrderId === parentId)
  return { orders, parents: page.parents.filter((row) => row.id === parentId), rejects: [] }
}

/**
 * Whether an answer is older than the frame that named the order. Alpaca rounds to microseconds in
 * REST, and `updatedAt` is rounded alike. An order that cannot be read is not asked for again.
 */
function isOlder({ parents, orders }: OrderRows, { id, updatedAt }: TargetedOrder): boolean {
  const row = [...parents, ...orders].find((one) => one.id === id)
  if (updatedAt === null || !row || row.updatedAt === null) return false
  return micros(row.updatedAt) < updatedAt
}
