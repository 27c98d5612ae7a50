import { sha256 as hash } from 'hono/utils/crypto'

/** SHA-256 of text (as UTF-8) or bytes, as 64 hexadecimal digits. */
export async function sha256(content: string | ArrayBuffer): Promise<string> {
  const digest = await hash(content)
  if (digest === null) throw new Error('the runtime has no crypto.subtle')
  return digest
}

/**
 * Compares two digests in constant time. Not Hono's `timingSafeEqual`, which hashes both sides
 * again: with three tokens, six more hashes per request.
 */
export function sameDigest(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}
