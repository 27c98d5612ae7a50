import { decodeBase64Url, encodeBase64Url } from 'hono/utils/encode'
import type * as z from 'zod'
import { unstorableText } from '../http/text'

/**
 * Encodes the cursor after which the next page begins: base64url of the list's name and the sort
 * keys of the last row. Opaque to clients. Rows that arrive later do not move the page.
 */
export function writeCursor(list: string, keys: readonly (string | null)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify([list, ...keys]))
  return encodeBase64Url(bytes.buffer).replaceAll('=', '')
}

/**
 * Decodes a cursor. Null if it is malformed, of another list, or contains text Postgres cannot
 * store.
 */
export function readCursor<T>(list: string, keys: z.ZodType<T>, text: string): T | null {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const content: unknown = JSON.parse(decoder.decode(decodeBase64Url(text)))
    if (!Array.isArray(content) || content[0] !== list || unstorableText(content)) return null
    return keys.safeParse(content.slice(1)).data ?? null
  } catch {
    return null
  }
}

/**
 * Cuts a page from up to `limit + 1` rows. The additional row means that there is a next page.
 */
export function pageOf<Row>(rows: Row[], limit: number, cursorAfter: (last: Row) => string) {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { shown, nextCursor: last === undefined ? null : cursorAfter(last) }
}
