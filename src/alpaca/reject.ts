/** What kind of payload did not fit. */
export type RejectSource = 'order' | 'activity' | 'position' | 'account' | 'contract'

/** One item of an answer that does not fit its schema, whole, so that nothing of it is lost. */
export interface Reject {
  source: RejectSource
  /** Alpaca's id of the item (a position: its symbol), null when that is missing too. */
  id: string | null
  /** One line that names the field, never its value: `filled_qty: negative`. */
  reason: string
  /** The item exactly as Alpaca sent it. */
  payload: unknown
  /** Its id is that of another, different item. */
  again?: boolean
}

/** What reading one payload gives: the row, or why it was refused. */
export type Parsed<Row> = { ok: true; row: Row } | { ok: false; reject: Reject }
