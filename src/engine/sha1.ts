const encoder = new TextEncoder()
/** Where messages are put together: long enough for any id. */
const room = new Uint8Array(256)
const schedule = new Int32Array(80)
/** The five words of the digest as it grows (RFC 3174, section 6.1). */
const digest = new Int32Array(5)
const START = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]

const rotate = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits))

/** The bytes with SHA-1's padding and length, a whole number of 64-byte blocks (RFC 3174, section 4). */
function padded(namespace: Uint8Array, text: string): Uint8Array {
  const most = namespace.length + text.length * 3
  const bytes = most + 72 > room.length ? new Uint8Array(most + 72) : room.fill(0)
  bytes.set(namespace)
  const { written } = encoder.encodeInto(text, bytes.subarray(namespace.length))
  const length = namespace.length + written
  const end = ((length + 72) >> 6) << 6
  bytes[length] = 0x80
  for (let i = 0, bits = length * 8; i < 4; i++) bytes[end - 1 - i] = bits >>> (i * 8)
  return bytes.subarray(0, end)
}

const byte = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0

function expand(bytes: Uint8Array, offset: number): void {
  for (let t = 0, at = offset; t < 16; t++, at += 4) {
    const high = (byte(bytes, at) << 24) | (byte(bytes, at + 1) << 16)
    schedule[t] = high | (byte(bytes, at + 2) << 8) | byte(bytes, at + 3)
  }
  for (let t = 16; t < 80; t++) {
    const mixed = word(t - 3) ^ word(t - 8) ^ word(t - 14) ^ word(t - 16)
    schedule[t] = (mixed << 1) | (mixed >>> 31)
  }
}

const word = (t: number): number => schedule[t] ?? 0

/** What a round adds, its constant as a signed word so that sums stay 32-bit integers. */
function roundTerm(t: number, b: number, c: number, d: number): number {
  if (t < 20) return (((b & c) | (~b & d)) + 0x5a827999) | 0
  if (t < 40) return ((b ^ c ^ d) + 0x6ed9eba1) | 0
  if (t < 60) return (((b & c) | (b & d) | (c & d)) - 0x70e44324) | 0
  return ((b ^ c ^ d) - 0x359d3e2a) | 0
}

function compress(): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = digest
  for (let t = 0; t < 80; t++) {
    const mixed = (rotate(a, 5) + roundTerm(t, b, c, d)) | 0
    const next = (((mixed + e) | 0) + word(t)) | 0
    e = d
    d = c
    c = rotate(b, 30)
    b = a
    a = next
  }
  digest[0] = (digest[0] ?? 0) + a
  digest[1] = (digest[1] ?? 0) + b
  digest[2] = (digest[2] ?? 0) + c
  digest[3] = (digest[3] ?? 0) + d
  digest[4] = (digest[4] ?? 0) + e
}

/**
 * SHA-1 of a namespace's bytes followed by a text. The engine may not wait, and WebCrypto's digest is a promise.
 *
 * @returns the digest's 20 bytes.
 */
export function sha1(namespace: Uint8Array, text: string): Uint8Array {
  const message = padded(namespace, text)
  digest.set(START)
  for (let offset = 0; offset < message.length; offset += 64) {
    expand(message, offset)
    compress()
  }
  const bytes = new Uint8Array(20)
  for (let i = 0; i < 20; i++) bytes[i] = (digest[i >> 2] ?? 0) >>> (24 - (i & 3) * 8)
  return bytes
}
