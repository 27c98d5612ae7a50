const REFUSED_BY_POSTGRES = /\\u(?:0000|d[89a-f])/i

/**
 * Parses an answer's body. NUL and lone surrogates, which JSON can escape but Postgres cannot
 * store, come as U+FFFD, so that one such character does not cost the page. Undefined when the body
 * is not JSON.
 */
export function parseBody(body: string): unknown {
  try {
    return REFUSED_BY_POSTGRES.test(body) ? storable(JSON.parse(body)) : JSON.parse(body)
  } catch {
    return undefined
  }
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storableText(key), storable(item)]),
  )
}

function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}
