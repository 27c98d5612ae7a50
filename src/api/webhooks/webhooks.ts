import type { WebhookContext } from '../../webhooks/context'

/** The webhooks, as the API uses them. */
export interface Webhooks {
  context: WebhookContext
  /** Sends what is due once the request is answered. Without an account, of all accounts. */
  wake(accountId: string | undefined): void
}
