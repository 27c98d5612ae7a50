import { sha256 as hash } from 'hono/utils/crypto'

/** SHA-256 of text in UTF-8, or of bytes, in 64 hexadecimal digits. */
export async function sha256(content: string | ArrayBuffer): Promise<string> {
  const digest = await hash(content)
  if (digest === null) throw new Error('This runtime has no crypto.subtle.')
  return digest
}

/**
 * Compares two digests without stopping at the first difference. Not Hono's `timingSafeEqual`: it hashes both sides again,
 * which is six more hashes in each request where three tokens are set.
 */
export function sameDigest(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}
