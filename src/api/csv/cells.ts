/**
 * Beginnings that a spreadsheet takes for a formula (OWASP, CSV injection), full-width ones
 * included.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** Texts that need neither an apostrophe nor quotes: most of them, found by one test. */
const PLAIN = /^[\w/][\w/: .-]*(?<! )$/

/** Texts that need quotes: by RFC 4180, or for spaces at an end, which some readers trim. */
const QUOTED = /[",;\r\n\t]|^\s|\s$/

/**
 * A text as a cell. An apostrophe keeps it from being a formula. Empty for null.
 *
 * @example textCell('=1+1, "x"') // `"'=1+1, ""x"""`
 */
export function textCell(text: string | null): string {
  if (text === null) return ''
  if (PLAIN.test(text)) return text
  const plain = FORMULA.test(text) ? `'${text}` : text
  return QUOTED.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** A number as Postgres prints it: exact, and never with an exponent. Empty for null. */
export const numberCell = (decimal: string | number | null): string =>
  decimal === null ? '' : String(decimal)

/** A list as one cell, separated by semicolons. */
export const listCell = (parts: readonly string[]): string => textCell(parts.join('; '))

/** A line of CSV with CRLF (RFC 4180). */
export const csvLine = (cells: readonly string[]): string => `${cells.join(',')}\r\n`
