import type { FeedRequest } from '../api/live/feeds'

const TOKEN_HASH = 'x-token-hash'

/** The request by which the Worker asks an account's object for a socket. */
export function writeFeedRequest({ after, tokenHash }: FeedRequest): Request {
  const query = after === undefined ? '' : `?after=${after}`
  return new Request(`https://feed.invalid/${query}`, {
    headers: { Upgrade: 'websocket', [TOKEN_HASH]: tokenHash },
  })
}

/** Reads a request of `writeFeedRequest`. Nothing but this Worker can send one. */
export function readFeedRequest({ url, headers }: Request): FeedRequest {
  const after = new URL(url).searchParams.get('after')
  const tokenHash = headers.get(TOKEN_HASH)
  if (tokenHash === null) throw new Error('a request for a socket has no token')
  return { after: after === null ? undefined : Number(after), tokenHash }
}
