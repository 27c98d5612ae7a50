/** What a leg is made of. */
export type LegKind = 'call' | 'put' | 'stock' | 'crypto'

/** How a quantity came to be closed. */
export type CloseCause = 'order' | 'expiration' | 'assignment' | 'exercise'

/** One leg of a trade as it is kept and served: decimals as plain strings, prices per share or coin. */
export interface LegRow {
  symbol: string
  kind: LegKind
  strike: string | null
  expiry_date: string | null
  side: 'long' | 'short'
  qty: string
  open_qty: string
  avg_open_price: string | null
  avg_close_price: string | null
  realized_pl: string | null
  closed_by: CloseCause[]
}
