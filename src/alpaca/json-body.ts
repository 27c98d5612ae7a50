const REFUSED_BY_POSTGRES = /\\u(?:0000|d[89a-f])/i
const BRACKETS = /[[\]{}]/g

// Alpaca nests three levels (src/alpaca/README.md 1.3). Reading, writing and storing recurse, so
// the depth is limited.
const MOST_LEVELS = 64

/**
 * Parses the body of a response; undefined when it is not JSON. NUL and lone surrogates, which
 * Postgres cannot store, become U+FFFD. Values nested deeper than 64 levels become null. So one
 * such value does not cost the whole page.
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

/** Whether brackets, including those in texts, open more levels than the limit. */
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
