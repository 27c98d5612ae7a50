/**
 * A place where Alpaca's specification and its recorded answers differ, and where the stand-in
 * follows the answers.
 */
interface KnownGap {
  /** What a validation error's path looks like, without array indexes. */
  readonly path: RegExp
  readonly keyword: string
  /** The value that the specification refuses. */
  readonly value?: unknown
  /** The section of `../shared/alpaca/reference.md` that records the truth. */
  readonly reference: string
  readonly why: string
}

export const KNOWN_GAPS: readonly KnownGap[] = [
  {
    path: /^\/(symbol|side|asset_class)$/,
    keyword: 'enum|minLength',
    value: '',
    reference: '1.3',
    why: 'an mleg envelope has "" for symbol, side and asset_class',
  },
  {
    path: /^(\/legs)?\/type$/,
    keyword: 'enum',
    value: '',
    reference: '1.3',
    why: 'the legs of a limit mleg have "" for type',
  },
  {
    path: /^\/legs\/legs$/,
    keyword: 'type',
    value: null,
    reference: '1.5',
    why: 'legs go one level deep, and say null rather than an object',
  },
  {
    path: /^\/date$/,
    keyword: 'format',
    reference: '3.3',
    why: 'the date of a non-trade activity is a day, not a moment',
  },
]

/** The gap that an error is, if it is one. */
export function gapOf(error: {
  path: string
  keyword: string
  value: unknown
}): KnownGap | undefined {
  return KNOWN_GAPS.find(
    (gap) =>
      gap.path.test(error.path) &&
      gap.keyword.split('|').includes(error.keyword) &&
      (!('value' in gap) || gap.value === error.value),
  )
}
