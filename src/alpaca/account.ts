/** One Alpaca account. Its number and holder stay in `raw`. */
export interface Account {
  id: string
  status: string | null
  currency: string | null
  cash: string | null
  equity: string | null
  createdAt: string | null
  raw: unknown
}
