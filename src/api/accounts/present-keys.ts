import type { StoredKeys } from '../../db/accounts/keys'
import type { Seal } from '../../db/sealed/sealed-text'
import { keysProblem } from '../../sync/accounts/stored-keys'
import { describeFailure } from '../../sync/run/failure'
import type { Failure } from '../../sync/run/report'

/** Whether the stored keys of an account can be used; nothing without stored keys. */
export async function presentKeys(
  seal: Seal | undefined,
  stored: StoredKeys | null,
): Promise<{ stored_keys?: { error: Failure | null } }> {
  if (stored === null) return {}
  const problem = await keysProblem(seal, stored)
  return { stored_keys: { error: problem && describeFailure(problem) } }
}
