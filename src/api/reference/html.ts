/** Text as HTML shows it. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** Prose with its `code` between backticks. */
export const prose = (text: string): string =>
  escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')

export const code = (text: string): string => `<code>${escapeHtml(text)}</code>`

/** JSON to look at. */
export const json = (value: unknown): string =>
  `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`

/** A table, its cells in HTML; nothing at all without rows. */
export function table(heads: string[], rows: string[][]): string {
  if (rows.length === 0) return ''
  const cells = (tag: string, row: string[]) => row.map((cell) => `<${tag}>${cell}`).join('')
  return `<div class="wide"><table><tr>${cells('th', heads)}${rows
    .map((row) => `<tr>${cells('td', row)}`)
    .join('')}</table></div>`
}
