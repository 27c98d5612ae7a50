/** One of several values, drawn in proportion to its weight. */
export interface Weighted<T> {
  readonly weight: number
  readonly value: T
}

type Word = () => number

const WORDS = 2 ** 32

/**
 * Reproducible random numbers: the same seed gives the same numbers in every runtime.
 *
 * @example new Random('desk').whole(1, 6)
 */
export class Random {
  /** The next 32 bits, from 0 up to but not including 2^32. */
  readonly word: Word

  /** @param seed a text seeds all 128 bits of the generator's state, a number 32 bits. */
  constructor(seed: string | number) {
    this.word = typeof seed === 'string' ? sfc32(seed) : mulberry32(seed)
  }

  /** From 0 up to but not including 1. */
  unit(): number {
    return this.word() / WORDS
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.unit() * (most - least + 1))
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  /** @throws RangeError for an empty list. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.whole(0, items.length - 1)]
    if (item === undefined) throw new RangeError('cannot pick from an empty list')
    return item
  }

  /** @throws RangeError when no weight is above zero. */
  weighted<T>(items: readonly Weighted<T>[]): T {
    let left = this.unit() * items.reduce((total, { weight }) => total + weight, 0)
    for (const { weight, value } of items) {
      left -= weight
      if (left < 0) return value
    }
    throw new RangeError('cannot draw from weights whose sum is zero')
  }

  /** The items in a random order. */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items]
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.whole(0, i)
      const [a, b] = [result[i], result[j]]
      if (a === undefined || b === undefined) throw new RangeError('cannot shuffle undefined items')
      result[i] = b
      result[j] = a
    }
    return result
  }

  /** A version 4 UUID. */
  uuid(): string {
    return uuidOfWords([this.word(), this.word(), this.word(), this.word()])
  }
}

/** 128 bits of a text as four words. */
export function hash128(text: string): [number, number, number, number] {
  let a = 1779033703
  let b = 3144134277
  let c = 1013904242
  let d = 2773480762
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i)
    a = b ^ Math.imul(a ^ k, 597399067)
    b = c ^ Math.imul(b ^ k, 2869860233)
    c = d ^ Math.imul(c ^ k, 951274213)
    d = a ^ Math.imul(d ^ k, 2716044179)
  }
  a = Math.imul(c ^ (a >>> 18), 597399067)
  b = Math.imul(d ^ (b >>> 22), 2869860233)
  c = Math.imul(a ^ (c >>> 17), 951274213)
  d = Math.imul(b ^ (d >>> 19), 2716044179)
  a ^= b ^ c ^ d
  return [a >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0]
}

/** The UUID of a name: the same name always has the same one. */
export function uuidOf(name: string): string {
  return uuidOfWords(hash128(name))
}

function uuidOfWords(words: readonly number[]): string {
  const hex = words.map((word) => word.toString(16).padStart(8, '0')).join('')
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4]
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

/** Chris Doty-Humphrey's sfc32. */
function sfc32(seed: string): Word {
  let [a, b, c, d] = hash128(seed)
  const next = (): number => {
    const word = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + word
    return word >>> 0
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

/** Tommy Ettinger's mulberry32. */
function mulberry32(seed: number): Word {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let word = Math.imul(state ^ (state >>> 15), state | 1)
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61)
    return (word ^ (word >>> 14)) >>> 0
  }
}
