// A symbol is 21 characters long at the most; what is longer is none.
const LONGEST_NAME = 21
const MOST_NAMES = 10

/** The trades of some underlyings could not be computed. All others were, and are stored. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError'

  constructor(readonly underlyings: readonly string[]) {
    const names = underlyings.slice(0, MOST_NAMES).map((name) => name.slice(0, LONGEST_NAME))
    const more = underlyings.length > MOST_NAMES ? ' and others' : ''
    super(`the trades of ${names.join(', ')}${more} could not be worked out`)
  }
}
