/** SHA-256 of a text: 32 bytes. */
export type Digest = Uint8Array

/** SHA-256 of text in UTF-8, or of bytes. */
export async function sha256(content: string | Uint8Array<ArrayBuffer>): Promise<Digest> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

/** Compares digests, which have one length whatever was hashed, without stopping at the first difference. */
export function sameDigest(a: Digest, b: Digest): boolean {
  return a.reduce((bits, byte, i) => bits | (byte ^ (b[i] ?? 0)), 0) === 0
}

/** As hexadecimal digits. */
export const toHex = (digest: Digest): string =>
  Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** From hexadecimal digits. */
export const fromHex = (text: string): Digest =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
