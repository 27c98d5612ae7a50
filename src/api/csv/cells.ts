/** What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), full-width forms included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** Most texts are neither a formula nor to be quoted, and one look tells. */
const PLAIN = /^[\w/][\w/: .-]*(?<! )$/

/** What must stand in quotes (RFC 4180), and spaces that some readers would cut off. */
const QUOTED = /[",;\r\n\t]|^\s|\s$/

/**
 * A text, which an apostrophe keeps from being a formula wherever it came from. Nothing for null.
 *
 * @example textCell('=1+1, "x"') // `"'=1+1, ""x"""`
 */
export function textCell(text: string | null): string {
  if (text === null) return ''
  if (PLAIN.test(text)) return text
  const plain = FORMULA.test(text) ? `'${text}` : text
  return QUOTED.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** A number as the database writes it: exact, with a minus where it is negative, never with an exponent. */
export const numberCell = (decimal: string | number | null): string => decimal?.toString() ?? ''

/** Words or phrases in one cell. */
export const listCell = (parts: readonly string[]): string => textCell(parts.join('; '))

/** A line with its end. */
export const csvLine = (cells: readonly string[]): string => `${cells.join(',')}\r\n`
