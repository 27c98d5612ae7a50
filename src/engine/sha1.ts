const encoder = new TextEncoder()
const schedule = new Int32Array(80)

const rotate = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits))

/** The bytes with SHA-1's padding and length, a whole number of 64-byte blocks (RFC 3174, section 4). */
function padded(bytes: Uint8Array): DataView {
  const view = new DataView(new ArrayBuffer(((bytes.length + 72) >> 6) << 6))
  new Uint8Array(view.buffer).set(bytes)
  view.setUint8(bytes.length, 0x80)
  view.setUint32(view.byteLength - 4, bytes.length * 8)
  return view
}

function expand(block: DataView, offset: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = block.getInt32(offset + t * 4)
  for (let t = 16; t < 80; t++) {
    const mixed =
      (schedule[t - 3] ?? 0) ^
      (schedule[t - 8] ?? 0) ^
      (schedule[t - 14] ?? 0) ^
      (schedule[t - 16] ?? 0)
    schedule[t] = rotate(mixed, 1)
  }
}

function roundTerm(t: number, b: number, c: number, d: number): number {
  if (t < 20) return ((b & c) | (~b & d)) + 0x5a827999
  if (t < 40) return (b ^ c ^ d) + 0x6ed9eba1
  if (t < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
  return (b ^ c ^ d) + 0xca62c1d6
}

/**
 * SHA-1 of a namespace's bytes followed by a text. The engine may not wait, and WebCrypto's digest is a promise.
 *
 * @returns the digest's 20 bytes.
 */
export function sha1(namespace: Uint8Array, text: string): Uint8Array {
  const name = encoder.encode(text)
  const bytes = new Uint8Array(namespace.length + name.length)
  bytes.set(namespace)
  bytes.set(name, namespace.length)
  const message = padded(bytes)
  let [h0, h1, h2, h3, h4] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
  for (let offset = 0; offset < message.byteLength; offset += 64) {
    expand(message, offset)
    let [a, b, c, d, e] = [h0, h1, h2, h3, h4]
    for (let t = 0; t < 80; t++) {
      const next = (rotate(a, 5) + roundTerm(t, b, c, d) + e + (schedule[t] ?? 0)) | 0
      e = d
      d = c
      c = rotate(b, 30)
      b = a
      a = next
    }
    h0 = (h0 + a) | 0
    h1 = (h1 + b) | 0
    h2 = (h2 + c) | 0
    h3 = (h3 + d) | 0
    h4 = (h4 + e) | 0
  }
  const digest = new DataView(new ArrayBuffer(20))
  for (const [i, word] of [h0, h1, h2, h3, h4].entries()) digest.setInt32(i * 4, word)
  return new Uint8Array(digest.buffer)
}
