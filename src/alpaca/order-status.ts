/**
 * Every order status in Alpaca's specification or SDKs (src/alpaca/README.md 1.4), and `unknown`
 * for any other word. An order of status `unknown` counts as one that can still change.
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

/** The final statuses: the order never changes again. */
export const TERMINAL_STATUSES = [
  'filled',
  'canceled',
  'expired',
  'rejected',
  'replaced',
] as const satisfies readonly OrderStatus[]

/** Whether a status is final. */
export function isTerminal(status: OrderStatus): boolean {
  return (TERMINAL_STATUSES as readonly string[]).includes(status)
}

// The C# SDK accepts the name of an event as a status (src/alpaca/README.md 1.4).
const SYNONYMS: Readonly<Record<string, OrderStatus>> = {
  fill: 'filled',
  partial_fill: 'partially_filled',
}

const BY_WORD = new Map<string, OrderStatus>([
  ...ORDER_STATUSES.map((status) => [status, status] as const),
  ...Object.entries(SYNONYMS),
])

/** The status for Alpaca's word; `unknown` for a new word, or for none. */
export function readOrderStatus(word: string | null): OrderStatus {
  const known = word === null ? undefined : BY_WORD.get(word)
  return known ?? 'unknown'
}
