import { GOLDEN } from './books'

/** The first 8 hexadecimal digits of the SHA-256 of a text. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest, 0, 4)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

/** The hash of what the engine answers about each book of a group. */
export async function hashesOf(group: string): Promise<string[]> {
  const books = GOLDEN[group]
  if (!books) throw new Error(`no group ${group}`)
  const hashes: string[] = []
  for (let i = 0; i < books.count; i++) hashes.push(await hashOf(books.outputOf(i)))
  return hashes
}

/** The books of a group whose hash differs from the recorded one, by their numbers. */
export function differing(found: readonly string[], recorded: readonly string[]): number[] {
  const count = Math.max(found.length, recorded.length)
  return Array.from({ length: count }, (_, i) => i).filter((i) => found[i] !== recorded[i])
}
