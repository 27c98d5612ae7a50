/** The place of text that Postgres cannot store. */
export interface UnstorableText {
  /** The parameter or the property of the body; null if the body itself is the text. */
  name: string | null
}

/**
 * Finds text with NUL or half of a surrogate pair, in names and values at every depth. Postgres
 * stores neither, and JSON can contain both (`\\u0000`, `\\ud800`). Does not recurse, because a
 * body can be nested deeply.
 *
 * @param given the parts of a request by name, or a JSON body
 */
export function unstorableText(given: unknown): UnstorableText | null {
  if (typeof given === 'string') return isStorable(given) ? null : { name: null }
  for (const [name, value] of entriesOf(given)) {
    if (!isStorable(name) || !isWhollyStorable(value))
      return { name: Array.isArray(given) ? null : name }
  }
  return null
}

function isWhollyStorable(value: unknown): boolean {
  const left = [value]
  while (left.length > 0) {
    const next = left.pop()
    if (typeof next === 'string' && !isStorable(next)) return false
    for (const [name, inner] of entriesOf(next)) {
      if (!isStorable(name)) return false
      left.push(inner)
    }
  }
  return true
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** Own properties, `__proto__` included if JSON has it. */
const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : []
