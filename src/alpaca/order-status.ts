/**
 * Every order status that Alpaca's specification or SDKs know (src/alpaca/README.md 1.4), and
 * `unknown` for a word that none of them does: such an order is kept, and counts as not terminal.
 */
export const ORDER_STATUSES = [
  'new',
  'partially_filled',
  'filled',
  'done_for_day',
  'canceled',
  'expired',
  'replaced',
  'pending_cancel',
  'pending_replace',
  'accepted',
  'pending_new',
  'accepted_for_bidding',
  'stopped',
  'rejected',
  'suspended',
  'calculated',
  'held',
  'pending_review',
  'unknown',
] as const

export type OrderStatus = (typeof ORDER_STATUSES)[number]

/** The statuses after which an order never changes again. */
export const TERMINAL_STATUSES = [
  'filled',
  'canceled',
  'expired',
  'rejected',
  'replaced',
] as const satisfies readonly OrderStatus[]

/** Whether an order of this status can still change. */
export function isTerminal(status: OrderStatus): boolean {
  return (TERMINAL_STATUSES as readonly string[]).includes(status)
}

// The C# SDK tolerates an event's name in the place of a status (src/alpaca/README.md 1.4).
const SYNONYMS: Readonly<Record<string, OrderStatus>> = {
  fill: 'filled',
  partial_fill: 'partially_filled',
}

const BY_WORD = new Map<string, OrderStatus>([
  ...ORDER_STATUSES.map((status) => [status, status] as const),
  ...Object.entries(SYNONYMS),
])

/** The status that Alpaca's word stands for; `unknown` for a new word, or none. */
export function readOrderStatus(word: string | null): OrderStatus {
  return BY_WORD.get(word ?? '') ?? 'unknown'
}
