import * as z from 'zod'

const LONGEST_MESSAGE = 200

const LIKE_A_NUMBER = /(?=[A-Za-z]*\d)[A-Za-z0-9]{8,}/g

// Alpaca's messages are in lower case. A word with a capital can be a name or a key.
const LIKE_A_NAME = /[\p{L}\p{N}'_-]*\p{Lu}[\p{L}\p{N}'_-]*/gu

const errorBody = z.object({ code: z.unknown(), message: z.unknown() }).partial()

/** Alpaca's reason for refusing a request. */
export interface ErrorBody {
  code: number | null
  message: string | null
}

/**
 * Reads the body of an error, `{code, message}`. The code can be missing, and the body can be the
 * HTML of a gateway (src/alpaca/README.md 4). The message is returned as one short line without
 * anything that resembles an account number, a key or a name.
 */
export function readErrorBody(body: string): ErrorBody {
  const parsed = errorBody.safeParse(parseJson(body))
  if (!parsed.success) return { code: null, message: null }
  const { code, message } = parsed.data
  return {
    code: typeof code === 'number' && Number.isSafeInteger(code) ? code : null,
    message: typeof message === 'string' && message.trim() !== '' ? oneSafeLine(message) : null,
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

function oneSafeLine(message: string): string {
  const line = message.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  const safe = line.replace(LIKE_A_NUMBER, '[…]').replace(LIKE_A_NAME, '[…]')
  return safe.length > LONGEST_MESSAGE ? `${safe.slice(0, LONGEST_MESSAGE)}…` : safe
}
