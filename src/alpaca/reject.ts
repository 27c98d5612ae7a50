/** The kind of a refused payload. */
export type RejectSource = 'order' | 'activity' | 'position' | 'account' | 'contract'

/** One refused item of a response. It holds the complete payload, so that nothing is lost. */
export interface Reject {
  source: RejectSource
  /** Alpaca's id of the item (of a position, its symbol); null when it has none. */
  id: string | null
  /** One line that names the field, never its value: `filled_qty: negative`. */
  reason: string
  /** The item exactly as Alpaca sent it. */
  payload: unknown
  /** Whether another, different item has the same id. */
  again?: boolean
}

/** The result of parsing one payload: the row, or the refused item. */
export type Parsed<Row> = { ok: true; row: Row } | { ok: false; reject: Reject }
