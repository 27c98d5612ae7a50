/** A difference between Alpaca's specification and its responses. The stand-in follows these. */
interface KnownGap {
  /** Matches the path of a validation error, without array indexes. */
  readonly path: RegExp
  readonly keyword: string
  /** The value that the specification refuses. */
  readonly value?: unknown
  /** The section of src/alpaca/README.md that states the fact. */
  readonly section: string
  readonly why: string
}

export const KNOWN_GAPS: readonly KnownGap[] = [
  {
    path: /^\/(symbol|side|asset_class)$/,
    keyword: 'enum|minLength',
    value: '',
    section: '1.3',
    why: 'a multi-leg parent has "" for symbol, side and asset_class',
  },
  {
    path: /^(\/legs)?\/type$/,
    keyword: 'enum',
    value: '',
    section: '1.3',
    why: 'the legs of a limit multi-leg order have "" for type',
  },
  {
    path: /^\/legs\/legs$/,
    keyword: 'type',
    value: null,
    section: '1.5',
    why: 'a leg has null instead of an object for legs',
  },
  {
    path: /^\/date$/,
    keyword: 'format',
    section: '3.3',
    why: 'the date of a non-trade activity is a day, not a moment',
  },
]

/** The known gap that explains an error; undefined when none does. */
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
