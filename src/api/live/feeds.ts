/** A client's request for a socket of an account's feed, after authentication. */
export interface FeedRequest {
  /** Replay events with a larger sequence number first; undefined replays none. */
  after: number | undefined
  /** SHA-256 of the token, in hexadecimal digits. */
  tokenHash: string
}

/** The words for the state of an account's connection to Alpaca's stream. */
export const UPSTREAM_STATES = ['live', 'connecting', 'held_elsewhere', 'refused', 'off'] as const

export type LiveState = (typeof UPSTREAM_STATES)[number]

/** The live feeds of all accounts, each in a Durable Object. */
export interface LiveFeeds {
  /**
   * Opens a socket. Returns the response that switches to it, with these headers.
   *
   * @throws ApiError `database_unavailable`
   */
  connect(accountId: string, request: FeedRequest, headers: Headers): Promise<Response>
  /** Accepts an upgrade and closes it at once. */
  refuse(code: number, reason: string, headers: Headers): Response
  /** The state of an account's connection to Alpaca; null if its feed does not answer. */
  stateOf(accountId: string): Promise<LiveState | null>
  /** Ends or begins the connection to Alpaca after a stop or a resume. Never rejects. */
  reconsider(accountId: string): Promise<void>
}
