import { sha1 } from './sha1'

/**
 * The URL namespace of RFC 9562. An account's namespace is the UUID of `legbook:` and its id in it.
 */
const LEGBOOK = Int32Array.of(0x6ba7b811, 0x9dad11d1, 0x80b400c0, 0x4fd430c8)

const DASH = '-'.charCodeAt(0)
const HEX = Int32Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))

/** The hexadecimal digit of four bits of a word, as a character code. */
const digit = (word: number, shift: number): number => HEX[(word >>> shift) & 15] ?? 0

/** A version 5 UUID's four words. Good until the next call. */
function uuidV5(namespace: Int32Array, name: string): Int32Array {
  const words = sha1(namespace, name)
  words[1] = ((words[1] ?? 0) & 0xffff0fff) | 0x5000
  words[2] = ((words[2] ?? 0) & 0x3fffffff) | 0x80000000
  return words
}

/** In one call, because text put together from pieces takes three times as long. */
function uuidText(words: Int32Array): string {
  const a = words[0] ?? 0
  const b = words[1] ?? 0
  const c = words[2] ?? 0
  const d = words[3] ?? 0
  // biome-ignore format: laid out as the text is
  return String.fromCharCode(
    digit(a, 28), digit(a, 24), digit(a, 20), digit(a, 16), digit(a, 12), digit(a, 8), digit(a, 4), digit(a, 0), DASH,
    digit(b, 28), digit(b, 24), digit(b, 20), digit(b, 16), DASH,
    digit(b, 12), digit(b, 8), digit(b, 4), digit(b, 0), DASH,
    digit(c, 28), digit(c, 24), digit(c, 20), digit(c, 16), DASH,
    digit(c, 12), digit(c, 8), digit(c, 4), digit(c, 0),
    digit(d, 28), digit(d, 24), digit(d, 20), digit(d, 16), digit(d, 12), digit(d, 8), digit(d, 4), digit(d, 0),
  )
}

/**
 * Makes the trade ids of one account: version 5 UUIDs of the account and the opening fact, so that
 * the same facts give the same id on any machine (README, Trades).
 *
 * @example
 * const tradeId = tradeIdsOf('d66d53bc-6347-5c64-89bc-bf340553b3fa')
 * tradeId('9ffb7b12-3649-5207-991b-a361647300e6')
 */
export function tradeIdsOf(accountId: string): (openingFactId: string) => string {
  const namespace = uuidV5(LEGBOOK, `legbook:${accountId}`).slice(0, 4)
  return (openingFactId) => uuidText(uuidV5(namespace, openingFactId))
}

/**
 * The id of the trade that an order leg would be alone: an order row has it until it is grouped.
 */
export const tradeIdFor = (accountId: string, orderId: string): string =>
  tradeIdsOf(accountId)(orderId)
