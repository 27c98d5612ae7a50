import * as z from 'zod'
import { secureUrl } from './setting-urls'
import { textField } from './setting-values'

/** The paper account's host, where no other is set. */
export const PAPER_HOST = 'https://paper-api.alpaca.markets'

/** Sent as a header: a space or a letter beyond ASCII would break every request. */
export const alpacaKey = textField.regex(
  /^[!-~]{1,256}$/,
  'must be printable ASCII characters, without spaces',
)

/** Dashboards show the host with `/v2` behind it, which the client adds itself. */
export const alpacaHost = textField.transform((text, ctx) => {
  const url = secureUrl(text)
  if (url && /^(?:\/v2)?\/*$/.test(url.pathname) && !/[?#]/.test(text)) return url.origin
  ctx.addIssue({
    code: 'custom',
    message: `must be an https URL such as ${PAPER_HOST}, without user, path or query`,
  })
  return z.NEVER
})

/** Labels stand in URLs, beside account ids, which are UUIDs. */
const label = textField
  .max(64, 'must have at most 64 characters')
  .refine(
    (text) => text.isWellFormed() && !/[/\\?#%\p{Cc}]|^\.+$/u.test(text),
    'must have none of / \\ ? # % and no control character, and must not be dots alone',
  )
  .refine(
    (text) => !/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text),
    'must not look like the id of an account',
  )

const SHAPE = 'must be a list of {label, key_id, secret_key, base_url}'

const account = z.strictObject(
  {
    label,
    key_id: alpacaKey,
    secret_key: alpacaKey,
    base_url: alpacaHost.default(PAPER_HOST),
  },
  'must be an object {label, key_id, secret_key, base_url}',
)

/** The list that `ALPACA_ACCOUNTS` holds. Its messages quote no value. */
export const accountList = z
  .array(account, SHAPE)
  .min(1, 'must have at least one account')
  .superRefine((list, ctx) => {
    for (const field of ['label', 'key_id'] as const) {
      const values = list.map((one) => one[field])
      const index = values.findIndex((value, i) => values.indexOf(value) < i)
      if (index < 0) continue
      const first = values.indexOf(values[index] ?? '')
      const message = `is the same as ALPACA_ACCOUNTS[${first}].${field}`
      ctx.addIssue({ code: 'custom', path: [index, field], message })
    }
  })
