import { GOLDEN } from './books'

/** The first 8 hexadecimal digits of the SHA-256 of a text. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest, 0, 4)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

/** A hash of the engine's answer about every nth book of a group, by the number of the book. */
export async function hashesOf(group: string, nth = 1): Promise<string[]> {
  const books = GOLDEN[group]
  if (!books) throw new Error(`no group ${group}`)
  const hashes: string[] = []
  for (let i = 0; i < books.count; i += nth) hashes[i] = await hashOf(books.outputOf(i))
  return hashes
}

/** The numbers of every nth book of a group whose hash differs from the recorded one. */
export function differing(
  found: readonly string[],
  recorded: readonly string[],
  nth = 1,
): number[] {
  const count = Math.max(found.length, recorded.length)
  const numbers = Array.from({ length: count }, (_, i) => i).filter((i) => i % nth === 0)
  return numbers.filter((i) => found[i] !== recorded[i])
}
