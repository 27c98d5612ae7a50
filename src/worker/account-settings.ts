import * as z from 'zod'
import { accountLabel, alpacaHost, alpacaKey, PAPER_HOST } from '../api/accounts/key-fields'

const SHAPE = 'must be a list of {label, key_id, secret_key, base_url}'

const account = z.strictObject(
  {
    label: accountLabel,
    key_id: alpacaKey,
    secret_key: alpacaKey,
    base_url: alpacaHost.default(PAPER_HOST),
  },
  'must be an object {label, key_id, secret_key, base_url}',
)

/** The list in `ALPACA_ACCOUNTS`. Error messages quote no value. */
export const accountList = z
  .array(account, SHAPE)
  .min(1, 'must have at least one account')
  .superRefine((list, ctx) => {
    for (const field of ['label', 'key_id'] as const) {
      const firsts = new Map<string, number>()
      for (const [index, account] of list.entries()) {
        const first = firsts.get(account[field])
        if (first === undefined) {
          firsts.set(account[field], index)
          continue
        }
        const message = `is the same as ALPACA_ACCOUNTS[${first}].${field}`
        ctx.addIssue({ code: 'custom', path: [index, field], message })
        break
      }
    }
  })
