const encoder = new TextEncoder()
/** Where messages are put together, as big-endian words: mostly long enough. */
let room = new Int32Array(64)
const schedule = new Int32Array(80)
/** The five words of the digest as it grows (RFC 3174, section 6.1). */
const digest = new Int32Array(5)

/** Words of a message of so many bytes with its padding and length (RFC 3174, section 4). */
const wordsFor = (bytes: number): number => ((bytes + 72) >> 6) << 4

const word = (words: Int32Array, i: number): number => words[i] ?? 0

/** Puts a byte behind the others; the first of a word begins it. */
function put(words: Int32Array, i: number, byte: number): void {
  const before = (i & 3) === 0 ? 0 : word(words, i >> 2)
  words[i >> 2] = before | (byte << (24 - (i & 3) * 8))
}

/**
 * Puts the text's bytes after so many others, a multiple of four, word by word as long as they are
 * ASCII; returns where they end.
 */
function putText(words: Int32Array, from: number, text: string): number {
  let i = 0
  for (; i + 4 <= text.length; i += 4) {
    const a = text.charCodeAt(i)
    const b = text.charCodeAt(i + 1)
    const c = text.charCodeAt(i + 2)
    const d = text.charCodeAt(i + 3)
    if ((a | b | c | d) > 127) break
    words[(from + i) >> 2] = (a << 24) | (b << 16) | (c << 8) | d
  }
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 127) return putBytes(words, from + i, encoder.encode(text.slice(i)))
    put(words, from + i, code)
  }
  return from + text.length
}

function putBytes(words: Int32Array, from: number, bytes: Uint8Array): number {
  for (const [i, byte] of bytes.entries()) put(words, from + i, byte)
  return from + bytes.length
}

/**
 * Puts a namespace's four words and a text's bytes into the room, padded; returns how many words
 * they take.
 */
function putMessage(namespace: Int32Array, text: string): number {
  const most = wordsFor(16 + text.length * 3)
  if (most > room.length) room = new Int32Array(most)
  for (let i = 0; i < 4; i++) room[i] = word(namespace, i)
  const end = putText(room, 16, text)
  put(room, end, 0x80)
  const count = wordsFor(end)
  for (let i = (end >> 2) + 1; i < count; i++) room[i] = 0
  room[count - 1] = end * 8
  return count
}

const rotate = (bits: number, by: number) => (bits << by) | (bits >>> (32 - by))

function expand(words: Int32Array, from: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = word(words, from + t)
  for (let t = 16; t < 80; t++) {
    const early = word(schedule, t - 14) ^ word(schedule, t - 16)
    schedule[t] = rotate(word(schedule, t - 3) ^ word(schedule, t - 8) ^ early, 1)
  }
}

/** What a round adds, its constant as a signed word so that sums stay 32-bit integers. */
function roundTerm(t: number, b: number, c: number, d: number): number {
  if (t < 20) return (((b & c) | (~b & d)) + 0x5a827999) | 0
  if (t < 40) return ((b ^ c ^ d) + 0x6ed9eba1) | 0
  if (t < 60) return (((b & c) | (b & d) | (c & d)) - 0x70e44324) | 0
  return ((b ^ c ^ d) - 0x359d3e2a) | 0
}

function compress(): void {
  let a = word(digest, 0)
  let b = word(digest, 1)
  let c = word(digest, 2)
  let d = word(digest, 3)
  let e = word(digest, 4)
  for (let t = 0; t < 80; t++) {
    // What is known before the round comes first, so that a round waits for little.
    const known = (((roundTerm(t, b, c, d) + e) | 0) + word(schedule, t)) | 0
    const next = (known + rotate(a, 5)) | 0
    e = d
    d = c
    c = rotate(b, 30)
    b = a
    a = next
  }
  digest[0] = word(digest, 0) + a
  digest[1] = word(digest, 1) + b
  digest[2] = word(digest, 2) + c
  digest[3] = word(digest, 3) + d
  digest[4] = word(digest, 4) + e
}

/** SHA-1 of a namespace followed by text in UTF-8. Synchronous, which WebCrypto is not. */
export function sha1(namespace: Int32Array, text: string): Int32Array {
  const count = putMessage(namespace, text)
  digest[0] = 0x67452301
  digest[1] = 0xefcdab89
  digest[2] = 0x98badcfe
  digest[3] = 0x10325476
  digest[4] = 0xc3d2e1f0
  for (let from = 0; from < count; from += 16) {
    expand(room, from)
    compress()
  }
  return digest
}
