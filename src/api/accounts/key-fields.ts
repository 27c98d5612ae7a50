import * as z from 'zod'
import { secureUrl } from '../http/secure-urls'
import { textField } from '../http/text-field'

/** Alpaca's host of paper accounts, the default. */
export const PAPER_HOST = 'https://paper-api.alpaca.markets'

/** A key is sent as a header, so a space or a non-ASCII character would break every request. */
export const alpacaKey = textField
  .max(256, 'must have at most 256 characters')
  .regex(/^[!-~]+$/, 'must be printable ASCII characters, without spaces')

/** The longest host has 253 characters. */
const MOST_HOST = 300
const TOO_LONG = `must have at most ${MOST_HOST} characters`

/** Alpaca's dashboard shows the host with `/v2`, which is removed here and added by the client. */
export const alpacaHost = textField.max(MOST_HOST, TOO_LONG).transform((text, ctx) => {
  const url = secureUrl(text)
  if (url && /^(?:\/v2)?\/*$/.test(url.pathname) && !/[?#]/.test(text)) return url.origin
  ctx.addIssue({
    code: 'custom',
    message: `must be an https URL such as ${PAPER_HOST}, without user, path or query`,
  })
  return z.NEVER
})

/** Labels are used in URLs in place of account ids, which are UUIDs. */
export const accountLabel = textField
  .max(64, 'must have at most 64 characters')
  .refine(
    (text) => text.isWellFormed() && !/[/\\?#%\p{Cc}]|^\.+$/u.test(text),
    'must not contain / \\ ? # % or control characters, and must not consist of dots',
  )
  .refine(
    (text) => !/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text),
    'must not look like the id of an account',
  )
