import { createRouter, queryCheck } from '../http/router'
import type { Send } from './call'
import { answerRpc } from './handlers'
import { ownOrigin } from './own-origin'
import { postMcp } from './routes'

/**
 * The endpoint for assistants. JSON-RPC has errors of its own, so the handler checks the body, not
 * the router.
 *
 * @param origins pages that may call it, as in CORS
 * @param send sends a tool's request to the API
 */
export function mcpRouter(origins: readonly string[], send: Send) {
  const router = createRouter()
  router.post(postMcp.path, ownOrigin(origins), ...queryCheck(postMcp), answerRpc(send))
  router.documented.push(postMcp)
  return router
}
