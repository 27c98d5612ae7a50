import { EVERYWHERE, errorResponses } from '../http/responses'
import { createRoute, type Route } from '../http/route'
import { liveQuery } from './requests'

/** Typed loosely, because the answer of a success is a WebSocket and no typed JSON. */
export const getLive = createRoute({
  method: 'get',
  path: '/live',
  request: { query: liveQuery },
  ...(import.meta.inBundle ?? {
    operationId: 'connectLive',
    tags: ['Events'],
    summary: 'Follow what changes in an account over a WebSocket',
    description: `A WebSocket that sends each event within a moment of its commit, in the shape of GET /events.

Authentication: the Authorization header, or in a browser the subprotocols \`legbook.v1\` and
\`bearer.<base64url of the token>\`, of which the server echoes \`legbook.v1\` alone. Never put a token into the URL.

The server sends JSON:
- \`{"type":"hello","account_id","last_seq","upstream"}\` first. \`upstream\` is the state of the connection to Alpaca's
  stream: live, connecting, held_elsewhere (another program holds the one connection that Alpaca allows), refused (Alpaca
  refuses the keys) or off.
- \`{"type":"events","events":[...]}\`: at most 100 events in ascending order, gathered for 50 ms. With \`after\`, the events
  after it come first; if these are no longer kept, or \`after\` is beyond \`last_seq\`, one event \`reset\` comes instead.
- \`{"type":"upstream","state"}\` when that state changes.
- \`{"type":"error","message"}\` after a message that it ignored.

The client sends \`ping\`, answered with \`pong\`, and \`{"ack": SEQ}\` with the \`seq\` of the newest event that it received: after
20 events or 10 seconds, at most once a second.

The server closes a socket with: 4400 invalid parameter, 4401 no valid token, 4403 the token lacks the scope \`read\`, 4404
no such account, or \`account\` is missing and there are several, 4408 the client left more than 1,000 events
unacknowledged, 4429 the account has 20 sockets, 1008 more than 30 messages in 10 seconds (\`ping\` does not count), 1011 the
feed failed, 1013 the account was not synced yet. The reason of the close says more. Every deployment and every change of a
secret cuts all sockets. A client reconnects with the last \`seq\` that it received as \`after\`, and misses nothing.`,
    responses: {
      ...errorResponses([...EVERYWHERE, 'upgrade_required']),
      101: {
        description:
          'The connection is a WebSocket now. A refused upgrade is accepted too and closed at once, because a page cannot read the status of a refusal.',
        headers: {
          'Sec-WebSocket-Protocol': {
            description: '`legbook.v1`, if the client offered it.',
            schema: { type: 'string' },
            example: 'legbook.v1',
          },
        },
      },
    },
  }),
}) satisfies Route
