/** Escapes text for HTML. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** Prose as HTML, with text between backticks as code. */
export const prose = (text: string): string =>
  escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')

export const code = (text: string): string => `<code>${escapeHtml(text)}</code>`

/** JSON as indented HTML. */
export const jsonBlock = (value: unknown): string =>
  `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`

/** A table of HTML cells; empty without rows. */
export function table(heads: string[], rows: string[][]): string {
  if (rows.length === 0) return ''
  const cells = (tag: string, row: string[]) => row.map((cell) => `<${tag}>${cell}`).join('')
  return `<div class="wide"><table><tr>${cells('th', heads)}${rows
    .map((row) => `<tr>${cells('td', row)}`)
    .join('')}</table></div>`
}
