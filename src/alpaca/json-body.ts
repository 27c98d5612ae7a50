const REFUSED_BY_POSTGRES = /\\u(?:0000|d[89a-f])/i
const BRACKETS = /[[\]{}]/g

// Alpaca nests three levels (src/alpaca/README.md 1.3); what is read, written and stored recurses,
// and so must end.
const MOST_LEVELS = 64

/**
 * Parses an answer's body. NUL and lone surrogates, which JSON can escape but Postgres cannot
 * store, come as U+FFFD, and what is nested deeper than 64 levels as null, so that one such value
 * does not cost the page. Undefined when the body is not JSON.
 */
export function parseBody(body: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body)
    const isStorable = !REFUSED_BY_POSTGRES.test(body) && !mayBeDeep(body)
    return isStorable ? parsed : storable(parsed, MOST_LEVELS)
  } catch {
    return undefined
  }
}

/** Whether brackets, those in texts included, open more levels than are read. */
function mayBeDeep(body: string): boolean {
  let level = 0
  for (const [bracket] of body.matchAll(BRACKETS)) {
    level += bracket === '[' || bracket === '{' ? 1 : -1
    if (level > MOST_LEVELS) return true
  }
  return false
}

function storable(value: unknown, levels: number): unknown {
  if (typeof value === 'string') return storableText(value)
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0) return null
  if (Array.isArray(value)) return value.map((item) => storable(item, levels - 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storableText(key), storable(item, levels - 1)]),
  )
}

function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}
