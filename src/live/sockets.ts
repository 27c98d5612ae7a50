import { closeReason } from '../api/live/close-codes'

/** The response that switches a request to WebSocket, with the client's end. */
export const switchTo = (webSocket: WebSocket, headers: HeadersInit = {}): Response =>
  new Response(null, { status: 101, webSocket, headers })

/** Accepts an upgrade and closes the socket at once, so that a page can read why. */
export function refuse(code: number, reason: string, headers: HeadersInit = {}): Response {
  const { 0: client, 1: server } = new WebSocketPair()
  server.accept()
  server.close(code, closeReason(reason))
  return switchTo(client, headers)
}
