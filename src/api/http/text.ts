/** Text of a request that the database cannot hold. */
export interface UnstorableText {
  /** The parameter or the property of the body that it stands in; null when the body itself is the text. */
  name: string | null
}

/**
 * Finds text with NUL or with half of a surrogate pair, in names and in values: Postgres takes neither, and JSON lets both
 * be written (`\\u0000`, `\\ud800`). Looks at every depth, without recursion, because a body may be nested deeply.
 *
 * @param given the parts of a request by name, or a body of JSON
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

/** Own properties alone, `__proto__` among them where JSON has it. */
const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : []
