import { LOCAL_SETTING_NAMES } from './settings'

/** Words with the same meaning in names of settings. */
const SYNONYMS: Record<string, string> = {
  APCA: 'ALPACA',
  DB: 'DATABASE',
  PG: 'DATABASE',
  POSTGRES: 'DATABASE',
  POSTGRESQL: 'DATABASE',
  URI: 'URL',
  SEC: 'SECONDS',
  SECS: 'SECONDS',
}

/** Prefixes that name the owner of a setting, and the settings that they precede. */
const OWNERS: Record<string, RegExp> = { LEGBOOK: /./, NEON: /^DATABASE_URL$/ }

/**
 * The known setting that is nearest to an unknown name: the same words in another spelling, with a
 * typing error in one word, or with a word too many or too few. Null when no setting is near.
 *
 * @example
 * nearestName('ALPACA_API_KEY') // 'ALPACA_API_KEY_ID'
 * nearestName('NPM_TOKEN') // null
 */
export function nearestName(name: string): string | null {
  const words = wordsOf(name)
  const [best] = LOCAL_SETTING_NAMES.map((known) => ({ known, distance: distance(words, known) }))
    .filter(({ distance }) => distance < Number.POSITIVE_INFINITY)
    .toSorted(
      (a, b) =>
        a.distance - b.distance || sharedPrefix(name, b.known) - sharedPrefix(name, a.known),
    )
  return best?.known ?? null
}

const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => SYNONYMS[word] ?? word)

function distance(words: readonly string[], known: string): number {
  const wanted = wordsOf(known)
  if (words.join('') === wanted.join('')) return 0
  const [owner = '', ...rest] = words
  const isOwned = OWNERS[owner]?.test(known) && rest.join('') === wanted.join('')
  if (isOwned || words.toSorted().join(' ') === wanted.toSorted().join(' ')) return 1
  const [few, many] = words.length <= wanted.length ? [words, wanted] : [wanted, words]
  const missing = many.length - few.length
  if (few.length < 2 || missing > 2) return Number.POSITIVE_INFINITY
  const slips = slipsWithin(few, many)
  return slips === null ? Number.POSITIVE_INFINITY : slips + missing
}

/**
 * The number of words with a typing error, when `few` occur in `many` in order and both have the
 * same first word; null otherwise or with more than one error.
 */
function slipsWithin(few: readonly string[], many: readonly string[]): number | null {
  let slips = 0
  let next = 0
  for (const [i, word] of few.entries()) {
    const at = many.findIndex((other, j) => j >= next && isNear(word, other))
    if (at < 0 || (i === 0 && at > 0)) return null
    if (many[at] !== word) slips++
    next = at + 1
  }
  return slips <= 1 ? slips : null
}

/**
 * Equal, or different by one letter (added, missing, changed or swapped) in words of four or more.
 */
function isNear(a: string, b: string): boolean {
  if (a === b) return true
  if (Math.min(a.length, b.length) < 4) return false
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  let from = 0
  while (from < short.length && short[from] === long[from]) from++
  const shortRest = short.slice(from)
  const longRest = long.slice(from)
  if (long.length > short.length) return longRest.slice(1) === shortRest
  const isSwap = shortRest[0] === longRest[1] && shortRest[1] === longRest[0]
  return (
    shortRest.slice(1) === longRest.slice(1) || (isSwap && shortRest.slice(2) === longRest.slice(2))
  )
}

function sharedPrefix(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
