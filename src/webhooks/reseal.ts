import { readSecrets, replaceSealed } from '../db/webhooks/secrets'
import type { WebhookContext } from './context'

/**
 * Seals under the current secret what is still sealed under the one before it, so that
 * `KEYS_SECRET_PREVIOUS` can be removed. A text that cannot be opened stays as it is.
 */
export async function resealSecrets({
  db,
  seal,
}: Pick<WebhookContext, 'db' | 'seal'>): Promise<void> {
  for (const { id, secret, previousSecret } of await readSecrets(db)) {
    for (const sealed of [secret, previousSecret]) {
      if (sealed === null || (await seal.isCurrent(sealed))) continue
      const text = await seal.open(sealed, id).catch(() => null)
      if (text !== null) await db.execute(replaceSealed(id, sealed, await seal.seal(text, id)))
    }
  }
}
